/** From JMH's JSON to the page on performance. */
package org.ringloss.benchmarks.report;
