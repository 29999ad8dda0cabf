// SPDX-License-Identifier: Apache-2.0
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
 * one by one. Of norms, which are alike, and of their squares the exponents tell beforehand that nothing will be.
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
    /**
     * Largest difference of the exponents of norms. With E and e those of the largest and the smallest one, the last bit of a square is
     * worth 2^(2e - 52) at least, and a step of its second grid 2^(2E + 1 - 87).
     */
    private static final int MAX_SPREAD = 17;

    private ExactSums() {}

    /**
     * Adds the first {@code count} values, at most 256; false, and nothing is added, if it cannot. The pass for the largest
     * magnitude is written here, which makes it too long a method to be inlined.
     */
    static boolean sum(double[] values, int count, ExactSum sum) {
        int end = padWithZeros(values, count);
        // Magnitudes compare like their bits: a maximum of longs is one instruction, of doubles it is six.
        LongVector largest = LongVector.zero(L);
        LongVector magnitudes = LongVector.broadcast(L, Long.MAX_VALUE);
        for (int i = 0; i < end; i += DOUBLES) {
            largest = largest.max(
                    DoubleVector.fromArray(D, values, i).reinterpretAsLongs().and(magnitudes));
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
        DoubleVector toGrid1 = DoubleVector.broadcast(D, grid1);
        DoubleVector toGrid2 = DoubleVector.broadcast(D, grid2);
        LongVector steps1 = LongVector.zero(L);
        LongVector steps2 = steps1;
        LongVector left = steps1;
        for (int i = 0; i < end; i += DOUBLES) {
            DoubleVector r = DoubleVector.fromArray(D, values, i);
            DoubleVector on1 = r.add(toGrid1);
            steps1 = steps1.add(on1.reinterpretAsLongs());
            r = r.sub(on1.sub(toGrid1));
            DoubleVector on2 = r.add(toGrid2);
            steps2 = steps2.add(on2.reinterpretAsLongs());
            left = left.or(r.reinterpretAsLongs()
                    .lanewise(VectorOperators.XOR, on2.sub(toGrid2).reinterpretAsLongs()));
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

    /**
     * Adds norms between {@code min} and {@code max} to one sum and their squares, each rounded to double, to another; false,
     * and nothing is added, if it cannot.
     */
    static boolean sumNorms(double[] norms, int count, double min, double max, ExactSum sum, ExactSum squares) {
        int exponent = Math.getExponent(max);
        if (count > MAX_COUNT
                || !(min > 0)
                || exponent - Math.getExponent(min) > MAX_SPREAD
                || Math.abs(exponent) > MAX_EXPONENT / 2) {
            return false;
        }
        double grid1 = oneAndAHalf(exponent + HEADROOM);
        double grid2 = oneAndAHalf(exponent + HEADROOM + NEXT_GRID);
        // A square may carry beyond twice the exponent.
        double squareGrid1 = oneAndAHalf(2 * exponent + 1 + HEADROOM);
        double squareGrid2 = oneAndAHalf(2 * exponent + 1 + HEADROOM + NEXT_GRID);
        LongVector steps1 = LongVector.zero(L);
        LongVector steps2 = steps1;
        DoubleVector toGrid1 = DoubleVector.broadcast(D, grid1);
        DoubleVector toGrid2 = DoubleVector.broadcast(D, grid2);
        DoubleVector toSquareGrid1 = DoubleVector.broadcast(D, squareGrid1);
        DoubleVector toSquareGrid2 = DoubleVector.broadcast(D, squareGrid2);
        LongVector squareSteps1 = steps1;
        LongVector squareSteps2 = steps1;
        int end = padWithZeros(norms, count);
        for (int i = 0; i < end; i += DOUBLES) {
            DoubleVector n = DoubleVector.fromArray(D, norms, i);
            DoubleVector on1 = n.add(toGrid1);
            steps1 = steps1.add(on1.reinterpretAsLongs());
            DoubleVector on2 = n.sub(on1.sub(toGrid1)).add(toGrid2);
            steps2 = steps2.add(on2.reinterpretAsLongs());
            DoubleVector square = n.mul(n);
            on1 = square.add(toSquareGrid1);
            squareSteps1 = squareSteps1.add(on1.reinterpretAsLongs());
            on2 = square.sub(on1.sub(toSquareGrid1)).add(toSquareGrid2);
            squareSteps2 = squareSteps2.add(on2.reinterpretAsLongs());
        }
        sum.add(total(steps1.reduceLanes(VectorOperators.ADD), end, grid1));
        sum.add(total(steps2.reduceLanes(VectorOperators.ADD), end, grid2));
        squares.add(total(squareSteps1.reduceLanes(VectorOperators.ADD), end, squareGrid1));
        squares.add(total(squareSteps2.reduceLanes(VectorOperators.ADD), end, squareGrid2));
        return true;
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
