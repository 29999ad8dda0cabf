package org.ringloss.simd;

import static org.ringloss.simd.Lanes.D;
import static org.ringloss.simd.Lanes.DOUBLES;
import static org.ringloss.simd.RowLanes.LANES;

import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import org.ringloss.internal.ScalarBackend;

/**
 * Folds the 8 lanes of each of up to 8 rows by halves, in the order that {@link ScalarBackend} sets: lane l with l + 4, then
 * with l + 2, then with l + 1.
 *
 * <p>Rows are folded together. The halves of two rows that are to be added are brought into one vector each, so that one
 * addition serves both rows and the result is as full as the rows were: 8 vectors become 4, 2, and 1, which holds one sum
 * of each row. Rows r and r + 4 meet first, then r and r + 2, then r and r + 1: that leaves row r in lane r.
 */
final class LaneFold {
    private static final VectorShuffle<Double> BY_4 = Lanes.exchange(4);
    private static final VectorShuffle<Double> BY_2 = Lanes.exchange(2);
    private static final VectorShuffle<Double> BY_1 = Lanes.exchange(1);
    /** Lanes whose number has the bit 4, 2 or 1. */
    private static final VectorMask<Double> BIT_4 = VectorMask.fromLong(D, 0b11110000);

    private static final VectorMask<Double> BIT_2 = VectorMask.fromLong(D, 0b11001100);
    private static final VectorMask<Double> BIT_1 = VectorMask.fromLong(D, 0b10101010);

    private LaneFold() {}

    /** Sums alone. */
    static void sums(double[] lanes, int at, int rows, double[] sums, int to) {
        if (DOUBLES == 2 || rows <= SimdBackend.FEW_ROWS) {
            for (int row = 0; row < rows; row++) {
                int i = at + row * LANES;
                double even = (lanes[i] + lanes[i + 4]) + (lanes[i + 2] + lanes[i + 6]);
                double odd = (lanes[i + 1] + lanes[i + 5]) + (lanes[i + 3] + lanes[i + 7]);
                sums[to + row] = even + odd;
            }
        } else if (DOUBLES == 4) {
            sumsOf4(lanes, at, sums, to);
            sumsOf4(lanes, at + 4 * LANES, sums, to + 4);
        } else {
            sumsOf8(lanes, at, sums, to);
        }
    }

    private static void sumsOf8(double[] lanes, int at, double[] sums, int to) {
        DoubleVector a = DoubleVector.fromArray(D, lanes, at);
        DoubleVector b = DoubleVector.fromArray(D, lanes, at + 4 * LANES);
        DoubleVector row04 =
                a.blend(b.rearrange(BY_4), BIT_4).add(a.rearrange(BY_4).blend(b, BIT_4));
        a = DoubleVector.fromArray(D, lanes, at + LANES);
        b = DoubleVector.fromArray(D, lanes, at + 5 * LANES);
        DoubleVector row15 =
                a.blend(b.rearrange(BY_4), BIT_4).add(a.rearrange(BY_4).blend(b, BIT_4));
        a = DoubleVector.fromArray(D, lanes, at + 2 * LANES);
        b = DoubleVector.fromArray(D, lanes, at + 6 * LANES);
        DoubleVector row26 =
                a.blend(b.rearrange(BY_4), BIT_4).add(a.rearrange(BY_4).blend(b, BIT_4));
        a = DoubleVector.fromArray(D, lanes, at + 3 * LANES);
        b = DoubleVector.fromArray(D, lanes, at + 7 * LANES);
        DoubleVector row37 =
                a.blend(b.rearrange(BY_4), BIT_4).add(a.rearrange(BY_4).blend(b, BIT_4));

        DoubleVector even = row04.blend(row26.rearrange(BY_2), BIT_2)
                .add(row04.rearrange(BY_2).blend(row26, BIT_2));
        DoubleVector odd = row15.blend(row37.rearrange(BY_2), BIT_2)
                .add(row15.rearrange(BY_2).blend(row37, BIT_2));
        even.blend(odd.rearrange(BY_1), BIT_1)
                .add(even.rearrange(BY_1).blend(odd, BIT_1))
                .intoArray(sums, to);
    }

    /** With 4 lanes in a vector the first fold needs no shuffles. */
    private static void sumsOf4(double[] lanes, int at, double[] sums, int to) {
        DoubleVector a = DoubleVector.fromArray(D, lanes, at).add(DoubleVector.fromArray(D, lanes, at + 4));
        DoubleVector b = DoubleVector.fromArray(D, lanes, at + 2 * LANES)
                .add(DoubleVector.fromArray(D, lanes, at + 2 * LANES + 4));
        DoubleVector even =
                a.blend(b.rearrange(BY_2), BIT_2).add(a.rearrange(BY_2).blend(b, BIT_2));
        a = DoubleVector.fromArray(D, lanes, at + LANES).add(DoubleVector.fromArray(D, lanes, at + LANES + 4));
        b = DoubleVector.fromArray(D, lanes, at + 3 * LANES).add(DoubleVector.fromArray(D, lanes, at + 3 * LANES + 4));
        DoubleVector odd =
                a.blend(b.rearrange(BY_2), BIT_2).add(a.rearrange(BY_2).blend(b, BIT_2));
        even.blend(odd.rearrange(BY_1), BIT_1)
                .add(even.rearrange(BY_1).blend(odd, BIT_1))
                .intoArray(sums, to);
    }

    /**
     * Pairs (sum, error). What one fold leaves passes to the next through memory, over the pairs themselves.
     *
     * <p>No sum is negative, so that the larger of two is found by their bits, and the error of an addition is the smaller
     * one less what the sum gained on the larger one (Dekker): three operations for Knuth's six.
     *
     * @param exact whether the sums have no errors yet, as those of one block: then what is in their place is not read
     */
    static void pairs(double[] lanes, int at, int errors, boolean exact, int rows, double[] sums, int to) {
        if (DOUBLES == 2 || rows <= SimdBackend.FEW_ROWS) {
            if (exact) {
                Arrays.fill(lanes, errors, errors + rows * LANES, 0);
            }
            for (int row = 0; row < rows; row++) {
                sums[to + row] = ScalarBackend.foldPairs(lanes, at + row * LANES, errors + row * LANES);
            }
            return;
        }
        if (DOUBLES == LANES) {
            by4WithinVectors(lanes, at, errors, exact);
        } else {
            by4AcrossVectors(lanes, at, errors, exact);
        }
        for (int row = 0; row < LANES; row += DOUBLES) {
            by2AndBy1(lanes, at + row * LANES, errors + row * LANES, sums, to + row);
        }
    }

    /** Too long a method to be inlined, like {@link #by2AndBy1}. */
    private static void by4WithinVectors(double[] lanes, int at, int errors, boolean exact) {
        if (exact) {
            for (int i = 0; i < 4 * LANES; i += LANES) {
                DoubleVector a = DoubleVector.fromArray(D, lanes, at + i);
                DoubleVector b = DoubleVector.fromArray(D, lanes, at + i + 4 * LANES);
                LongVector low = a.blend(b.rearrange(BY_4), BIT_4).reinterpretAsLongs();
                LongVector high = a.rearrange(BY_4).blend(b, BIT_4).reinterpretAsLongs();
                DoubleVector large = low.max(high).reinterpretAsDoubles();
                DoubleVector small = low.min(high).reinterpretAsDoubles();
                DoubleVector sum = large.add(small);
                sum.intoArray(lanes, at + i);
                small.sub(sum.sub(large)).intoArray(lanes, errors + i);
            }
            return;
        }
        for (int i = 0; i < 4 * LANES; i += LANES) {
            DoubleVector a = DoubleVector.fromArray(D, lanes, at + i);
            DoubleVector b = DoubleVector.fromArray(D, lanes, at + i + 4 * LANES);
            LongVector low = a.blend(b.rearrange(BY_4), BIT_4).reinterpretAsLongs();
            LongVector high = a.rearrange(BY_4).blend(b, BIT_4).reinterpretAsLongs();
            DoubleVector large = low.max(high).reinterpretAsDoubles();
            DoubleVector small = low.min(high).reinterpretAsDoubles();
            DoubleVector sum = large.add(small);
            sum.intoArray(lanes, at + i);
            a = DoubleVector.fromArray(D, lanes, errors + i);
            b = DoubleVector.fromArray(D, lanes, errors + i + 4 * LANES);
            a.blend(b.rearrange(BY_4), BIT_4)
                    .add(a.rearrange(BY_4).blend(b, BIT_4))
                    .add(small.sub(sum.sub(large)))
                    .intoArray(lanes, errors + i);
        }
    }

    private static void by4AcrossVectors(double[] lanes, int at, int errors, boolean exact) {
        if (exact) {
            for (int i = 0; i < LANES * LANES; i += LANES) {
                LongVector low = DoubleVector.fromArray(D, lanes, at + i).reinterpretAsLongs();
                LongVector high = DoubleVector.fromArray(D, lanes, at + i + 4).reinterpretAsLongs();
                DoubleVector large = low.max(high).reinterpretAsDoubles();
                DoubleVector small = low.min(high).reinterpretAsDoubles();
                DoubleVector sum = large.add(small);
                sum.intoArray(lanes, at + i);
                small.sub(sum.sub(large)).intoArray(lanes, errors + i);
            }
            return;
        }
        for (int i = 0; i < LANES * LANES; i += LANES) {
            LongVector low = DoubleVector.fromArray(D, lanes, at + i).reinterpretAsLongs();
            LongVector high = DoubleVector.fromArray(D, lanes, at + i + 4).reinterpretAsLongs();
            DoubleVector large = low.max(high).reinterpretAsDoubles();
            DoubleVector small = low.min(high).reinterpretAsDoubles();
            DoubleVector sum = large.add(small);
            sum.intoArray(lanes, at + i);
            DoubleVector.fromArray(D, lanes, errors + i)
                    .add(DoubleVector.fromArray(D, lanes, errors + i + 4))
                    .add(small.sub(sum.sub(large)))
                    .intoArray(lanes, errors + i);
        }
    }

    /**
     * The last folds together: a method that is too long to be inlined. Within its callers the compiler of JDK 17 came to the
     * end of what it inlines, and vectors went to the heap.
     */
    private static void by2AndBy1(double[] lanes, int at, int errors, double[] sums, int to) {
        for (int i = 0; i < 2 * LANES; i += LANES) {
            DoubleVector a = DoubleVector.fromArray(D, lanes, at + i);
            DoubleVector b = DoubleVector.fromArray(D, lanes, at + i + 2 * LANES);
            LongVector low = a.blend(b.rearrange(BY_2), BIT_2).reinterpretAsLongs();
            LongVector high = a.rearrange(BY_2).blend(b, BIT_2).reinterpretAsLongs();
            DoubleVector large = low.max(high).reinterpretAsDoubles();
            DoubleVector small = low.min(high).reinterpretAsDoubles();
            DoubleVector sum = large.add(small);
            sum.intoArray(lanes, at + i);
            a = DoubleVector.fromArray(D, lanes, errors + i);
            b = DoubleVector.fromArray(D, lanes, errors + i + 2 * LANES);
            a.blend(b.rearrange(BY_2), BIT_2)
                    .add(a.rearrange(BY_2).blend(b, BIT_2))
                    .add(small.sub(sum.sub(large)))
                    .intoArray(lanes, errors + i);
        }
        DoubleVector a = DoubleVector.fromArray(D, lanes, at);
        DoubleVector b = DoubleVector.fromArray(D, lanes, at + LANES);
        LongVector low = a.blend(b.rearrange(BY_1), BIT_1).reinterpretAsLongs();
        LongVector high = a.rearrange(BY_1).blend(b, BIT_1).reinterpretAsLongs();
        DoubleVector large = low.max(high).reinterpretAsDoubles();
        DoubleVector small = low.min(high).reinterpretAsDoubles();
        DoubleVector sum = large.add(small);
        a = DoubleVector.fromArray(D, lanes, errors);
        b = DoubleVector.fromArray(D, lanes, errors + LANES);
        DoubleVector total = a.blend(b.rearrange(BY_1), BIT_1)
                .add(a.rearrange(BY_1).blend(b, BIT_1))
                .add(small.sub(sum.sub(large)))
                .add(sum);
        // An infinite sum has a NaN error: it stays infinite.
        total.blend(sum, total.compare(VectorOperators.NE, total)).intoArray(sums, to);
    }
}
