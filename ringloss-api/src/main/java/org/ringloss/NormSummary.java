// SPDX-License-Identifier: Apache-2.0
package org.ringloss;

/**
 * The norms of a batch in numbers. Mean, minimum, maximum and deviation are over the rows of finite norm; rows of
 * weight 0 are left out altogether.
 *
 * @param rows the rows that count: all but those of weight 0
 * @param mean the mean norm, from a correctly rounded sum; NaN where no row has a finite norm
 * @param min the smallest norm, or NaN
 * @param max the largest norm, or NaN
 * @param deviation the standard deviation (divided by the number of rows), or NaN; see {@link NormTotals#deviation()}
 * @param zeroRows rows whose norm is 0
 * @param nonFiniteRows rows that hold a NaN or an infinity
 */
public record NormSummary(
        long rows, double mean, double min, double max, double deviation, long zeroRows, long nonFiniteRows) {

    private static final double MIN_RELATIVE_SCALE = 0.5;

    /** Norms of all rows of a matrix, computed by the backend that is in use. */
    public static NormSummary of(FloatMatrix features) {
        return Norms.summary(features);
    }

    /** The deviation over the mean: how uneven the norms are, whatever their unit. */
    public double coefficientOfVariation() {
        return deviation / mean;
    }

    /** The scale s of relative mode: the mean norm, but at least 0.5, and 0.5 where no row has a finite norm. */
    public double relativeScale() {
        return relativeScale(mean);
    }

    static double relativeScale(double mean) {
        return mean > MIN_RELATIVE_SCALE ? mean : MIN_RELATIVE_SCALE;
    }
}
