package org.ringloss.simd;

import static org.ringloss.simd.Lanes.D;
import static org.ringloss.simd.Lanes.DOUBLES;
import static org.ringloss.simd.Lanes.L;
import static org.ringloss.simd.Lanes.LAST;
import static org.ringloss.simd.Lanes.REDUCED;
import static org.ringloss.simd.Lanes.THIRD;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import org.ringloss.internal.ExactSum;

/**
 * Exact sums of many doubles in lanes, by error-free extraction (Rump, Ogita and Oishi, "Accurate floating-point
 * summation", 2008). With M the largest magnitude, adding 1.5 * 2^9 * 2^exponent(M) to a value rounds it to a grid of
 * step 2^-43 2^exponent(M); the bits of the result, as an integer, are those of the constant plus the number of steps, and
 * 256 such integers add up without overflow. What the rounding left over is at most 2^-44 M; it goes onto a second grid
 * in the same way, whose step is 2^-87 M. Should anything be left after that, the lanes are dropped and the values added
 * one by one. Of norms, which are alike, the exponents tell beforehand that nothing will be; what squares lose takes a third grid.
 *
 * <p>Integers add on other units of the CPU than the doubles do.
 */
final class ExactSums {
    private static final int MAX_COUNT = 256;
    /** Room for 256 values below twice 2^exponent(M). */
    private static final int HEADROOM = 9;
    /** From one grid to the next: 53 bits of a double less the room. */
    private static final int NEXT_GRID = HEADROOM - 53;
    /** Between these exponents no grid leaves the range of doubles. */
    private static final int MAX_EXPONENT = 700;
    /** Largest difference of the exponents of norms. */
    private static final int MAX_SPREAD = 13;
    /** 2^27 + 1 splits a double into two halves of 26 bits whose products are exact (Veltkamp). */
    private static final double SPLIT = 0x1p27 + 1;

    private ExactSums() {}

    /**
     * Adds the first {@code count} values, at most 256; false, and nothing is added, if it cannot. The pass for the largest
     * magnitude is written here, which makes it too long a method to be inlined.
     */
    static boolean sum(double[] values, int count, ExactSum sum) {
        int end = padWithZeros(values, count);
        // Magnitudes compare like their bits: a maximum of longs is one instruction, of doubles it is six.
        LongVector largest = LongVector.zero(L);
        for (int i = 0; i < end; i += DOUBLES) {
            largest = largest.max(
                    DoubleVector.fromArray(D, values, i).reinterpretAsLongs().and(Long.MAX_VALUE));
        }
        double magnitude = Double.longBitsToDouble(
                REDUCED
                        ? largest.reduceLanes(VectorOperators.MAX)
                        : Math.max(
                                Math.max(largest.lane(0), largest.lane(1)),
                                Math.max(largest.lane(THIRD), largest.lane(LAST))));
        // NaN is not above 0; zeros are left to the caller too.
        if (count > MAX_COUNT || !(magnitude > 0) || Math.abs(Math.getExponent(magnitude)) > MAX_EXPONENT) {
            return false;
        }
        int exponent = Math.getExponent(magnitude) + HEADROOM;
        double grid1 = oneAndAHalf(exponent);
        double grid2 = oneAndAHalf(exponent + NEXT_GRID);
        LongVector steps1 = LongVector.zero(L);
        LongVector steps2 = steps1;
        LongVector left = steps1;
        for (int i = 0; i < end; i += DOUBLES) {
            DoubleVector r = DoubleVector.fromArray(D, values, i);
            DoubleVector on1 = r.add(grid1);
            steps1 = steps1.add(on1.reinterpretAsLongs());
            r = r.sub(on1.sub(grid1));
            DoubleVector on2 = r.add(grid2);
            steps2 = steps2.add(on2.reinterpretAsLongs());
            left = left.or(r.reinterpretAsLongs()
                    .lanewise(VectorOperators.XOR, on2.sub(grid2).reinterpretAsLongs()));
        }
        long total1 = steps1.reduceLanes(VectorOperators.ADD);
        long total2 = steps2.reduceLanes(VectorOperators.ADD);
        if (left.reduceLanes(VectorOperators.OR) != 0) {
            return false;
        }
        sum.add(total(total1, end, grid1));
        sum.add(total(total2, end, grid2));
        return true;
    }

    /** Adds norms between {@code min} and {@code max}; false, and nothing is added, if it cannot. */
    static boolean norms(double[] norms, int count, double min, double max, ExactSum sum) {
        if (!canAdd(count, min, max)) {
            return false;
        }
        int exponent = Math.getExponent(max) + HEADROOM;
        double grid1 = oneAndAHalf(exponent);
        double grid2 = oneAndAHalf(exponent + NEXT_GRID);
        LongVector steps1 = LongVector.zero(L);
        LongVector steps2 = steps1;
        int end = padWithZeros(norms, count);
        for (int i = 0; i < end; i += DOUBLES) {
            DoubleVector n = DoubleVector.fromArray(D, norms, i);
            DoubleVector on1 = n.add(grid1);
            steps1 = steps1.add(on1.reinterpretAsLongs());
            DoubleVector on2 = n.sub(on1.sub(grid1)).add(grid2);
            steps2 = steps2.add(on2.reinterpretAsLongs());
        }
        sum.add(total(steps1.reduceLanes(VectorOperators.ADD), end, grid1));
        sum.add(total(steps2.reduceLanes(VectorOperators.ADD), end, grid2));
        return true;
    }

    /**
     * Adds squares of norms between {@code min} and {@code max}; false, and nothing is added, if it cannot. A square is the sum of
     * two doubles, its rounded value and what that lost, which is less than a step of the first grid.
     */
    static boolean squares(double[] norms, int count, double min, double max, ExactSum sum) {
        if (!canAdd(count, min, max)) {
            return false;
        }
        // A square may carry beyond twice the exponent.
        int exponent = 2 * Math.getExponent(max) + 1 + HEADROOM;
        double grid1 = oneAndAHalf(exponent);
        double grid2 = oneAndAHalf(exponent + NEXT_GRID);
        double grid3 = oneAndAHalf(exponent + 2 * NEXT_GRID);
        LongVector steps1 = LongVector.zero(L);
        LongVector steps2 = steps1;
        LongVector steps3 = steps1;
        int end = padWithZeros(norms, count);
        for (int i = 0; i < end; i += DOUBLES) {
            DoubleVector n = DoubleVector.fromArray(D, norms, i);
            DoubleVector square = n.mul(n);
            DoubleVector scaled = n.mul(SPLIT);
            DoubleVector head = scaled.sub(scaled.sub(n));
            DoubleVector tail = n.sub(head);
            DoubleVector lost =
                    head.mul(head).sub(square).add(head.mul(2).mul(tail)).add(tail.mul(tail));
            DoubleVector on1 = square.add(grid1);
            steps1 = steps1.add(on1.reinterpretAsLongs());
            DoubleVector on2 = square.sub(on1.sub(grid1)).add(grid2);
            steps2 = steps2.add(on2.reinterpretAsLongs());
            on2 = lost.add(grid2);
            steps2 = steps2.add(on2.reinterpretAsLongs());
            DoubleVector on3 = lost.sub(on2.sub(grid2)).add(grid3);
            steps3 = steps3.add(on3.reinterpretAsLongs());
        }
        sum.add(total(steps1.reduceLanes(VectorOperators.ADD), end, grid1));
        sum.add(total(steps2.reduceLanes(VectorOperators.ADD), 2 * end, grid2));
        sum.add(total(steps3.reduceLanes(VectorOperators.ADD), end, grid3));
        return true;
    }

    /**
     * Whether the grids hold every bit. With E and e the exponents of the largest and the smallest norm, the last bit of what a
     * square lost is worth 2^(2e - 104) at least, and a step of the third grid 2^(2E - 130); other grids reach further.
     */
    private static boolean canAdd(int count, double min, double max) {
        int exponent = Math.getExponent(max);
        return count <= MAX_COUNT
                && min > 0
                && exponent - Math.getExponent(min) <= MAX_SPREAD
                && Math.abs(exponent) <= MAX_EXPONENT / 2;
    }

    /** Fills the last vector up, and returns its end. In the loops themselves, the choice would cost more than this. */
    private static int padWithZeros(double[] values, int count) {
        int end = (count + DOUBLES - 1) & -DOUBLES;
        for (int i = count; i < end; i++) {
            values[i] = 0;
        }
        return end;
    }

    /** 1.5 * 2^exponent, for normal doubles; Math.scalb takes several times as long. */
    private static double oneAndAHalf(int exponent) {
        return Double.longBitsToDouble((long) (exponent + 1023) << 52 | 1L << 51);
    }

    /** The sum of the steps alone, as a double: it has at most 52 bits. A step is the last bit of the grid constant. */
    private static double total(long steps, int terms, double grid) {
        long bits = Double.doubleToRawLongBits(grid);
        double step = Double.longBitsToDouble(((bits >>> 52) - 52) << 52);
        return (steps - terms * bits) * step;
    }
}
