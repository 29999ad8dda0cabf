/** Reads the results that were recorded on different machines and writes them up, with charts and targets. */
package org.ringloss.benchmarks.report;
