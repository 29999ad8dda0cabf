// SPDX-License-Identifier: Apache-2.0
/**
 * The command {@code train}: one small classifier, trained with and without ring loss, over seeds, and a report on what
 * that does to features of images it has never seen.
 *
 * <p>{@code input} reads, draws, splits and degrades images; {@code training} trains an arm; {@code evaluation} compares
 * features in pairs and arms over seeds; {@code report} writes the page.
 */
@NullMarked
package org.ringloss.examples;

import org.jspecify.annotations.NullMarked;
