// SPDX-License-Identifier: Apache-2.0
package org.ringloss.spark;

/**
 * A radius at which the loss is smallest.
 *
 * @param radius the radius
 * @param atMost how far the exact minimum may be from it; 0 where the sum of derivatives is exactly 0, or where no double
 *     lies between radii at which the loss falls and rises
 * @param rows the rows it was fitted to
 * @param rowsWithoutNorm the rows that were left out: null, of another length, or with a null element
 * @param passes how often the rows were passed over, the first time for the range of the norms
 */
public record FittedRadius(double radius, double atMost, long rows, long rowsWithoutNorm, int passes) {}
