package org.ringloss.simd;

import static org.ringloss.simd.Lanes.D;
import static org.ringloss.simd.Lanes.DOUBLES;

import jdk.incubator.vector.DoubleVector;
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
    private static final int MAX_EXPONENT = 400;
    /** 2^27 + 1 splits a double into two halves of 26 bits whose products are exact (Veltkamp). */
    private static final double SPLIT = 0x1p27 + 1;

    private static final VectorShuffle<Double> DOWN_4 = Lanes.down(4);
    private static final VectorShuffle<Double> DOWN_2 = Lanes.down(2);
    private static final VectorShuffle<Double> DOWN_1 = Lanes.down(1);

    private ExactSums() {}

    /** Adds the values from {@code from} to {@code to}, at most 256 and a multiple of the lanes; false if it cannot. */
    static boolean sum(double[] values, int from, int to, ExactSum sum) {
        DoubleVector largest = DoubleVector.zero(D);
        for (int i = from; i < to; i += DOUBLES) {
            largest = largest.max(DoubleVector.fromArray(D, values, i).abs());
        }
        double magnitude = largest.reduceLanes(VectorOperators.MAX);
        if (!inRange(magnitude, to - from)) {
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
        return addIfNothingLeft(sum1, sum2, sum3, left, sum);
    }

    /** The same for squares: each is the sum of two doubles, the rounded product and what it lost (Dekker). */
    static boolean sumSquares(double[] norms, int from, int to, ExactSum sum) {
        DoubleVector largest = DoubleVector.zero(D);
        for (int i = from; i < to; i += DOUBLES) {
            largest = largest.max(DoubleVector.fromArray(D, norms, i));
        }
        double magnitude = largest.reduceLanes(VectorOperators.MAX);
        magnitude *= magnitude;
        if (!inRange(magnitude, to - from)) {
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
            DoubleVector n = DoubleVector.fromArray(D, norms, i);
            DoubleVector scaled = n.mul(SPLIT);
            DoubleVector head = scaled.sub(scaled.sub(n));
            DoubleVector tail = n.sub(head);
            DoubleVector r = n.mul(n);
            DoubleVector lost = head.mul(head).sub(r).add(head.mul(2).mul(tail)).add(tail.mul(tail));
            DoubleVector q = r.add(grid1).sub(grid1);
            sum1 = sum1.add(q);
            r = r.sub(q);
            q = r.add(grid2).sub(grid2);
            sum2 = sum2.add(q);
            r = r.sub(q);
            q = r.add(grid3).sub(grid3);
            sum3 = sum3.add(q);
            left = left.add(r.sub(q).abs());
            // What the product lost is at most 2^-53 M: it fits the second and third grid beside the rest.
            q = lost.add(grid2).sub(grid2);
            sum2 = sum2.add(q);
            r = lost.sub(q);
            q = r.add(grid3).sub(grid3);
            sum3 = sum3.add(q);
            left = left.add(r.sub(q).abs());
        }
        return addIfNothingLeft(sum1, sum2, sum3, left, sum);
    }

    private static boolean inRange(double magnitude, int count) {
        return count <= MAX_COUNT && magnitude > 0 && Math.abs(Math.getExponent(magnitude)) < MAX_EXPONENT;
    }

    private static boolean addIfNothingLeft(
            DoubleVector sum1, DoubleVector sum2, DoubleVector sum3, DoubleVector left, ExactSum sum) {
        if (!left.compare(VectorOperators.EQ, 0).allTrue()) {
            return false;
        }
        sum.add(fold(sum1));
        sum.add(fold(sum2));
        sum.add(fold(sum3));
        return true;
    }

    /** The lanes are on one grid and add up without rounding. */
    private static double fold(DoubleVector lanes) {
        DoubleVector v = lanes;
        if (DOUBLES == 8) {
            v = v.add(v.rearrange(DOWN_4));
        }
        v = v.add(v.rearrange(DOWN_2));
        return v.add(v.rearrange(DOWN_1)).lane(0);
    }
}
