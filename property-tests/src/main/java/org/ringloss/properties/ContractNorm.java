// SPDX-License-Identifier: Apache-2.0
package org.ringloss.properties;

import java.math.BigInteger;

/**
 * The norm bit for bit as docs/numerics.md defines it, written from the definition and with whole numbers in the place of
 * floating-point products: every float is a multiple of 2^-149, so every square is one of 2^-298.
 */
final class ContractNorm {
    static final int LANES = 64;
    static final int BLOCK = 1024;
    static final double SMALLEST_SUM = 0x1p-80;
    static final double LARGEST_SUM = 0x1p120;

    private static final int WIDE_LANES = 8;
    private static final int UNIT = -298;
    /** Units of 2^-298 in the smallest float, as an exponent. */
    private static final int SMALLEST_FLOAT = 149;

    private ContractNorm() {}

    /** The norm of the row that begins at {@code offset}. */
    static double of(float[] x, int offset, int dim) {
        double sum = sumInLanes(x, offset, dim);
        return Math.sqrt(isUsual(sum) ? sum : sumInDouble(x, offset, dim));
    }

    static double of(float... row) {
        return of(row, 0, row.length);
    }

    /** Whether the sum in lanes stands; NaN does not. */
    static boolean isUsual(double sum) {
        return sum >= SMALLEST_SUM && sum <= LARGEST_SUM;
    }

    static double sumInLanes(float[] x, int offset, int dim) {
        double[] wide = new double[WIDE_LANES];
        for (int from = 0; from < dim; from += BLOCK) {
            float[] lanes = new float[LANES];
            for (int j = from; j < Math.min(from + BLOCK, dim); j++) {
                lanes[j % LANES] += square(x[offset + j]);
            }
            for (int half = LANES / 2; half >= WIDE_LANES; half /= 2) {
                for (int lane = 0; lane < half; lane++) {
                    lanes[lane] += lanes[lane + half];
                }
            }
            for (int lane = 0; lane < WIDE_LANES; lane++) {
                wide[lane] += lanes[lane];
            }
        }
        for (int half = WIDE_LANES / 2; half > 0; half /= 2) {
            for (int lane = 0; lane < half; lane++) {
                wide[lane] += wide[lane + half];
            }
        }
        return wide[0];
    }

    private static double sumInDouble(float[] x, int offset, int dim) {
        double sum = 0;
        for (int j = 0; j < dim; j++) {
            sum += (double) x[offset + j] * x[offset + j];
        }
        return sum;
    }

    /** x * x, rounded to float. */
    static float square(float x) {
        if (!Float.isFinite(x)) {
            return x * x;
        }
        BigInteger root = multipleOfTheSmallest(x);
        return rounded(root.multiply(root));
    }

    /** |x| / 2^-149. */
    private static BigInteger multipleOfTheSmallest(float x) {
        int bits = Float.floatToRawIntBits(Math.abs(x));
        int exponent = bits >>> 23;
        int fraction = bits & 0x7fffff;
        return exponent == 0
                ? BigInteger.valueOf(fraction)
                : BigInteger.valueOf(fraction | 0x800000).shiftLeft(exponent - 1);
    }

    /** The nearest float to a number of units, of two the even one. */
    private static float rounded(BigInteger units) {
        int shift = Math.max(units.bitLength() - 24, SMALLEST_FLOAT);
        long kept = units.shiftRight(shift).longValueExact();
        int half = units.subtract(BigInteger.valueOf(kept).shiftLeft(shift))
                .compareTo(BigInteger.ONE.shiftLeft(shift - 1));
        if (half > 0 || (half == 0 && kept % 2 == 1)) {
            kept++;
        }
        // 25 bits at most, and an exponent that double has: exact until the cast, which makes infinity of 2^128.
        return (float) Math.scalb((double) kept, shift + UNIT);
    }
}
