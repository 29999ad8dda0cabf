package org.ringloss.simd;

import static org.ringloss.simd.Lanes.D;
import static org.ringloss.simd.Lanes.DOUBLES;
import static org.ringloss.simd.Lanes.L;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import org.ringloss.internal.ExactSum;

/**
 * Exact sums of many doubles in lanes, by error-free extraction (Rump, Ogita and Oishi, "Accurate floating-point
 * summation", 2008). With M the largest magnitude, adding 1.5 * 2^9 * 2^exponent(M) to a value and taking it away again
 * rounds the value to a grid on which 256 such values add up without rounding, in any order. What that left over is at
 * most 2^-44 M; it goes onto a second grid in the same way, and what is left then, at most 2^-88 M, onto a third, whose
 * step is 2^-131 M. Should anything be left after that, the vector sums are dropped and the values added one by one.
 */
final class ExactSums {
    private static final int MAX_COUNT = 256;
    /** Room for 256 values below twice 2^exponent(M). */
    private static final int HEADROOM = 9;
    /** From one grid to the next: 53 bits of a double less the room. */
    private static final int NEXT_GRID = HEADROOM - 53;
    /** Between these exponents no grid leaves the range of doubles. */
    private static final int MAX_EXPONENT = 700;
    /** 2^27 + 1 splits a double into two halves of 26 bits whose products are exact (Veltkamp). */
    private static final double SPLIT = 0x1p27 + 1;

    private static final VectorShuffle<Double> DOWN_4 = Lanes.down(4);
    private static final VectorShuffle<Double> DOWN_2 = Lanes.down(2);
    private static final VectorShuffle<Double> DOWN_1 = Lanes.down(1);

    private ExactSums() {}

    /** Adds the values from {@code from} to {@code to}, at most 256 and a multiple of the lanes; false if it cannot. */
    static boolean sum(double[] values, int from, int to, ExactSum sum) {
        // Magnitudes compare like their bits: a maximum of longs is one instruction, of doubles it is six.
        LongVector largest = LongVector.zero(L);
        for (int i = from; i < to; i += DOUBLES) {
            largest = largest.max(
                    DoubleVector.fromArray(D, values, i).reinterpretAsLongs().and(Long.MAX_VALUE));
        }
        double magnitude = Double.longBitsToDouble(largest.reduceLanes(VectorOperators.MAX));
        // NaN is not above 0; zeros are left to the caller too.
        if (to - from > MAX_COUNT || !(magnitude > 0) || Math.abs(Math.getExponent(magnitude)) > MAX_EXPONENT) {
            return false;
        }
        int exponent = Math.getExponent(magnitude) + HEADROOM;
        double grid1 = Math.scalb(1.5, exponent);
        double grid2 = Math.scalb(1.5, exponent + NEXT_GRID);
        double grid3 = Math.scalb(1.5, exponent + 2 * NEXT_GRID);
        DoubleVector sum1 = DoubleVector.zero(D);
        DoubleVector sum2 = sum1;
        DoubleVector sum3 = sum1;
        DoubleVector left = sum1;
        for (int i = from; i < to; i += DOUBLES) {
            DoubleVector r = DoubleVector.fromArray(D, values, i);
            DoubleVector q = r.add(grid1).sub(grid1);
            sum1 = sum1.add(q);
            r = r.sub(q);
            q = r.add(grid2).sub(grid2);
            sum2 = sum2.add(q);
            r = r.sub(q);
            q = r.add(grid3).sub(grid3);
            sum3 = sum3.add(q);
            left = left.add(r.sub(q).abs());
        }
        if (!left.compare(VectorOperators.EQ, 0).allTrue()) {
            return false;
        }
        // The lanes of each are on one grid and add up without rounding.
        if (DOUBLES == 8) {
            sum1 = sum1.add(sum1.rearrange(DOWN_4));
            sum2 = sum2.add(sum2.rearrange(DOWN_4));
            sum3 = sum3.add(sum3.rearrange(DOWN_4));
        }
        if (DOUBLES >= 4) {
            sum1 = sum1.add(sum1.rearrange(DOWN_2));
            sum2 = sum2.add(sum2.rearrange(DOWN_2));
            sum3 = sum3.add(sum3.rearrange(DOWN_2));
        }
        sum.add(sum1.add(sum1.rearrange(DOWN_1)).lane(0));
        sum.add(sum2.add(sum2.rearrange(DOWN_1)).lane(0));
        sum.add(sum3.add(sum3.rearrange(DOWN_1)).lane(0));
        return true;
    }

    /** {@code products[i] = values[i]^2}, rounded. */
    static void products(double[] values, int count, double[] products) {
        for (int i = 0; i < count; i += DOUBLES) {
            DoubleVector n = DoubleVector.fromArray(D, values, i);
            n.mul(n).intoArray(products, i);
        }
    }

    /** {@code lost[i]} is what the rounded product lost to {@code values[i]^2}, exactly (Dekker). */
    static void lost(double[] values, int count, double[] lost) {
        for (int i = 0; i < count; i += DOUBLES) {
            DoubleVector n = DoubleVector.fromArray(D, values, i);
            DoubleVector scaled = n.mul(SPLIT);
            DoubleVector head = scaled.sub(scaled.sub(n));
            DoubleVector tail = n.sub(head);
            head.mul(head)
                    .sub(n.mul(n))
                    .add(head.mul(2).mul(tail))
                    .add(tail.mul(tail))
                    .intoArray(lost, i);
        }
    }
}
