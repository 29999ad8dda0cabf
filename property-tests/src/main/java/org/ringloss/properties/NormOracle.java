package org.ringloss.properties;

import java.math.BigDecimal;

/**
 * How far a norm is from the exact one of a row of floats, without BigDecimal: fast enough for 10^8 rows.
 *
 * <p>The sum S of the squares is kept as high + low. Every square is exact in double; what an addition to high loses is
 * exact too (Knuth's two-sum) and is added to low, which is below D 2^-53 S, so that D roundings of low lose less than
 * D^2 2^-106 S: below 2^-76 S for D up to 2^15. With n = r (1 + d), r the exact norm, n^2 - S = S (2d + d^2): dividing by
 * 2S gives d to 2^-70 or better for every d below 2^-40. The difference n^2 - S itself is exact but for that, since
 * n^2 is a sum of two doubles and its high part is within a factor of 2 of S.
 */
final class NormOracle {
    /** What {@link #relativeError} is off by at most. */
    static final double OWN_RELATIVE_ERROR = 0x1p-70;

    /** What {@link #ulps} is off by at most, for errors up to 1. */
    static final double OWN_ULP_ERROR = 1e-12;

    private float[] x = {};
    private int from;
    private int to;
    private double high;
    private double low;

    /** Takes a row of finite floats; the array must not change while this is asked about it. */
    void take(float[] row, int offset, int dim) {
        x = row;
        from = offset;
        to = offset + dim;
        double sum = 0;
        double lost = 0;
        for (int j = from; j < to; j++) {
            double square = (double) row[j] * row[j];
            double next = sum + square;
            double back = next - sum;
            lost += (sum - (next - back)) + (square - back);
            sum = next;
        }
        high = sum + lost;
        low = lost - (high - sum);
    }

    /** (norm - exact) / exact. */
    double relativeError(double norm) {
        if (high == 0) {
            return norm == 0 ? 0 : Double.POSITIVE_INFINITY;
        }
        double square = norm * norm;
        double rest = Math.fma(norm, norm, -square);
        return ((square - high) + (rest - low)) / (2 * high);
    }

    /** The distance of a rounded norm from the exact one, in steps of floats at the exact one; at most 1 of infinity. */
    double ulps(float rounded) {
        double value = finite(rounded);
        double above = (value * value - high) - low;
        if (above == 0 || (rounded == Float.POSITIVE_INFINITY && above < 0)) {
            return 0;
        }
        double step = above > 0 ? value - Math.nextDown(rounded) : Math.ulp(rounded);
        return Math.abs(above) / ((value + Math.sqrt(high)) * step);
    }

    /** How the exact norm compares with what lies halfway from a rounded norm to its neighbour on the same side. */
    Halfway halfway(float rounded) {
        double ulps = ulps(rounded);
        // Written so that NaN is not near.
        if (!(Math.abs(ulps - 0.5) <= OWN_ULP_ERROR)) {
            return ulps < 0.5 ? Halfway.NEARER : Halfway.FARTHER;
        }
        BigDecimal sum = exactSum();
        double value = finite(rounded);
        boolean below = sum.compareTo(new BigDecimal(value).pow(2)) < 0;
        // 25 bits: exact.
        double middle = value + (below ? Math.nextDown(rounded) - value : Math.ulp(rounded)) / 2;
        int order = sum.compareTo(new BigDecimal(middle).pow(2));
        if (order == 0) {
            return Halfway.TIE;
        }
        return order > 0 == below ? Halfway.NEARER : Halfway.FARTHER;
    }

    /** What rounds to infinity would be 2^128. */
    private static double finite(float rounded) {
        return rounded == Float.POSITIVE_INFINITY ? 0x1p128 : rounded;
    }

    /** The sum of the squares. */
    BigDecimal exactSum() {
        BigDecimal sum = BigDecimal.ZERO;
        for (int j = from; j < to; j++) {
            sum = sum.add(new BigDecimal(x[j]).pow(2));
        }
        return sum;
    }

    /** Whether a rounded norm is the nearest float, one of the two nearest, or not. */
    enum Halfway {
        NEARER,
        TIE,
        FARTHER
    }
}
