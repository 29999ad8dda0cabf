package org.ringloss.benchmarks.report;

/** One measured number, and the point it belongs to, such as a shape. */
record Figure(String point, double value) {}
