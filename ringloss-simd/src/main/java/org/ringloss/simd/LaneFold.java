// SPDX-License-Identifier: Apache-2.0
package org.ringloss.simd;

import static org.ringloss.simd.Lanes.D;
import static org.ringloss.simd.Lanes.DOUBLES;
import static org.ringloss.simd.Lanes.F;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import org.ringloss.internal.Backend;
import org.ringloss.internal.ScalarBackend;

/**
 * Folds the 8 float lanes of each row to one double, for as many rows at a time as a vector has doubles: two rows become one
 * vector of halves, two of those one of quarters, until each lane is the sum of one row. Every addition adds what the scalar
 * fold adds.
 */
final class LaneFold {
    /** Fewer rows are folded one by one: a vector would wait for the scalars around it. */
    private static final int FEW = 3;

    private static final VectorMask<Double> BIT_1 = lanesWithBit(1);
    private static final VectorMask<Double> BIT_2 = lanesWithBit(2);
    private static final VectorMask<Double> BIT_4 = lanesWithBit(4);
    private static final VectorShuffle<Double> SWAP_1 = exchange(1);
    private static final VectorShuffle<Double> SWAP_2 = exchange(2);
    private static final VectorShuffle<Double> SWAP_4 = exchange(4);

    private LaneFold() {}

    private static VectorMask<Double> lanesWithBit(int bit) {
        return VectorMask.fromLong(D, bit == 1 ? 0b10101010 : bit == 2 ? 0b11001100 : 0b11110000);
    }

    /** Lane i takes the value of the lane whose number differs in one bit. */
    private static VectorShuffle<Double> exchange(int bit) {
        return VectorShuffle.fromOp(D, i -> (i ^ bit) % DOUBLES);
    }

    /** Sums of {@code rows} rows, from {@code sums[at]} on; {@code false} if one may be out of range. */
    static boolean sums(float[] lanes, int rows, double[] sums, int at) {
        if (rows < FEW || DOUBLES == 2) {
            return oneByOne(lanes, rows, sums, at);
        }
        if (DOUBLES == 8) {
            byEight(lanes, rows, sums, at);
        } else {
            byFour(lanes, rows, sums, at);
        }
        return areInRange(sums, at, rows);
    }

    private static boolean oneByOne(float[] lanes, int rows, double[] sums, int at) {
        boolean inRange = true;
        for (int row = 0; row < rows; row++) {
            sums[at + row] = ScalarBackend.fold(lanes, 8 * row);
            inRange &= ScalarBackend.isInRange(sums[at + row]);
        }
        return inRange;
    }

    // Folds are written out: as a method they are more than C2 inlines, see docs/c2.md. In the lanes with the bit, b
    // and its
    // lanes without; in the others, a and its lanes with.

    private static void byEight(float[] lanes, int rows, double[] sums, int at) {
        for (int row = 0; row < rows; row += 8) {
            int i = 8 * row;
            DoubleVector a = widen(lanes, i);
            DoubleVector b = widen(lanes, i + 32);
            DoubleVector row04 = a.blend(b, BIT_4).add(b.blend(a, BIT_4).rearrange(SWAP_4));
            a = widen(lanes, i + 16);
            b = widen(lanes, i + 48);
            DoubleVector row26 = a.blend(b, BIT_4).add(b.blend(a, BIT_4).rearrange(SWAP_4));
            a = widen(lanes, i + 8);
            b = widen(lanes, i + 40);
            DoubleVector row15 = a.blend(b, BIT_4).add(b.blend(a, BIT_4).rearrange(SWAP_4));
            a = widen(lanes, i + 24);
            b = widen(lanes, i + 56);
            DoubleVector row37 = a.blend(b, BIT_4).add(b.blend(a, BIT_4).rearrange(SWAP_4));
            a = row04.blend(row26, BIT_2).add(row26.blend(row04, BIT_2).rearrange(SWAP_2));
            b = row15.blend(row37, BIT_2).add(row37.blend(row15, BIT_2).rearrange(SWAP_2));
            a.blend(b, BIT_1).add(b.blend(a, BIT_1).rearrange(SWAP_1)).intoArray(sums, at + row);
        }
    }

    private static void byFour(float[] lanes, int rows, double[] sums, int at) {
        for (int row = 0; row < rows; row += 4) {
            int i = 8 * row;
            DoubleVector row0 = widen(lanes, i).add(widen(lanes, i + 4));
            DoubleVector row1 = widen(lanes, i + 8).add(widen(lanes, i + 12));
            DoubleVector row2 = widen(lanes, i + 16).add(widen(lanes, i + 20));
            DoubleVector row3 = widen(lanes, i + 24).add(widen(lanes, i + 28));
            DoubleVector a = row0.blend(row2, BIT_2).add(row2.blend(row0, BIT_2).rearrange(SWAP_2));
            DoubleVector b = row1.blend(row3, BIT_2).add(row3.blend(row1, BIT_2).rearrange(SWAP_2));
            a.blend(b, BIT_1).add(b.blend(a, BIT_1).rearrange(SWAP_1)).intoArray(sums, at + row);
        }
    }

    private static DoubleVector widen(float[] lanes, int i) {
        return (DoubleVector) FloatVector.fromArray(F, lanes, i).castShape(D, 0);
    }

    /** In a loop of its own: with the folds it is more than C2 inlines. */
    private static boolean areInRange(double[] sums, int at, int rows) {
        DoubleVector min = DoubleVector.broadcast(D, Backend.MIN_SUM);
        DoubleVector max = DoubleVector.broadcast(D, Backend.MAX_SUM);
        boolean inRange = true;
        for (int i = at; i < at + rows; i += DOUBLES) {
            DoubleVector sum = DoubleVector.fromArray(D, sums, i);
            inRange &= sum.compare(VectorOperators.GE, min)
                    .and(sum.compare(VectorOperators.LE, max))
                    .allTrue();
        }
        return inRange;
    }
}
