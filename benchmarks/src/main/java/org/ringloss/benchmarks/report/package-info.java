// SPDX-License-Identifier: Apache-2.0
/** From JMH's JSON to the page on performance. */
package org.ringloss.benchmarks.report;
