/** JMH benchmarks. Every class states what it compares; scores are read as ratios within one run. */
package org.ringloss.benchmarks;
