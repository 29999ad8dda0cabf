// SPDX-License-Identifier: Apache-2.0
/** The report: what the numbers mean in words, tables and pictures. */
@NullMarked
package org.ringloss.examples.report;

import org.jspecify.annotations.NullMarked;
