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
        return DOUBLES == 8 ? byEight(lanes, rows, sums, at) : byFour(lanes, rows, sums, at);
    }

    private static boolean oneByOne(float[] lanes, int rows, double[] sums, int at) {
        boolean inRange = true;
        for (int row = 0; row < rows; row++) {
            sums[at + row] = ScalarBackend.fold(lanes, 8 * row);
            inRange &= ScalarBackend.isInRange(sums[at + row]);
        }
        return inRange;
    }

    private static boolean byEight(float[] lanes, int rows, double[] sums, int at) {
        boolean inRange = true;
        for (int row = 0; row < rows; row += 8) {
            int i = 8 * row;
            DoubleVector a = halves(widen(lanes, i), widen(lanes, i + 32), BIT_4, SWAP_4);
            DoubleVector b = halves(widen(lanes, i + 16), widen(lanes, i + 48), BIT_4, SWAP_4);
            DoubleVector even = halves(a, b, BIT_2, SWAP_2);
            a = halves(widen(lanes, i + 8), widen(lanes, i + 40), BIT_4, SWAP_4);
            b = halves(widen(lanes, i + 24), widen(lanes, i + 56), BIT_4, SWAP_4);
            DoubleVector odd = halves(a, b, BIT_2, SWAP_2);
            DoubleVector sum = halves(even, odd, BIT_1, SWAP_1);
            sum.intoArray(sums, at + row);
            inRange &= isInRange(sum);
        }
        return inRange;
    }

    private static boolean byFour(float[] lanes, int rows, double[] sums, int at) {
        boolean inRange = true;
        for (int row = 0; row < rows; row += 4) {
            int i = 8 * row;
            DoubleVector a = widen(lanes, i).add(widen(lanes, i + 4));
            DoubleVector b = widen(lanes, i + 8).add(widen(lanes, i + 12));
            DoubleVector c = widen(lanes, i + 16).add(widen(lanes, i + 20));
            DoubleVector d = widen(lanes, i + 24).add(widen(lanes, i + 28));
            DoubleVector even = halves(a, c, BIT_2, SWAP_2);
            DoubleVector odd = halves(b, d, BIT_2, SWAP_2);
            DoubleVector sum = halves(even, odd, BIT_1, SWAP_1);
            sum.intoArray(sums, at + row);
            inRange &= isInRange(sum);
        }
        return inRange;
    }

    private static DoubleVector widen(float[] lanes, int i) {
        return (DoubleVector) FloatVector.fromArray(F, lanes, i).castShape(D, 0);
    }

    /** In the lanes with the bit, b and its lanes without; in the others, a and its lanes with. */
    private static DoubleVector halves(
            DoubleVector a, DoubleVector b, VectorMask<Double> bit, VectorShuffle<Double> swap) {
        return a.blend(b, bit).add(b.blend(a, bit).rearrange(swap));
    }

    private static boolean isInRange(DoubleVector sum) {
        return sum.compare(VectorOperators.GE, Backend.MIN_SUM)
                .and(sum.compare(VectorOperators.LE, Backend.MAX_SUM))
                .allTrue();
    }
}
