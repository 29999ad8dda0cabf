// SPDX-License-Identifier: Apache-2.0
/** JMH benchmarks. Every class states what it compares; scores are read as ratios within one run. */
package org.ringloss.benchmarks;
