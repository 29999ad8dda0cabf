// SPDX-License-Identifier: Apache-2.0
package org.ringloss.benchmarks.report;

/** A number for a target, and where it was measured. */
record Figure(String point, double value) {}
