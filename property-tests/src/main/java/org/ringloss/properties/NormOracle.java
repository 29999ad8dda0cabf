// SPDX-License-Identifier: Apache-2.0
package org.ringloss.properties;

/**
 * How far a norm is from the exact one of a row of finite floats.
 *
 * <p>Squares of floats are exact in double and neither over- nor underflow. What an addition loses is exact too (Knuth's
 * two-sum) and is summed beside: below D 2^-53 of the sum, so that its own D roundings lose less than D^2 2^-106 of it.
 */
final class NormOracle {
    /** What {@link #relativeError} is off by at most: some roundings to double. */
    static final double OWN_ERROR = 0x1p-50;

    private NormOracle() {}

    /** (norm - exact) / exact; 0 for a zero row and the norm 0. */
    static double relativeError(double norm, float[] x, int offset, int dim) {
        double exact = norm(x, offset, dim);
        return norm == exact ? 0 : (norm - exact) / exact;
    }

    /** The norm within one ulp or so. */
    private static double norm(float[] x, int offset, int dim) {
        double sum = 0;
        double lost = 0;
        for (int j = 0; j < dim; j++) {
            double square = (double) x[offset + j] * x[offset + j];
            double next = sum + square;
            double back = next - sum;
            lost += (sum - (next - back)) + (square - back);
            sum = next;
        }
        return Math.sqrt(sum + lost);
    }
}
