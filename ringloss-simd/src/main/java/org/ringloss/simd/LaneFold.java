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
 * Folds the 8 lanes of each of some rows by halves, in the order that {@link ScalarBackend} sets: lane l with l + 4, then
 * with l + 2, then with l + 1; and takes the root of what is left.
 *
 * <p>Groups of 8 rows are folded together. The halves of two rows that are to be added are brought into one vector each, so that one
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

    /** Norms of rows whose lanes are sums alone. */
    static void norms(double[] lanes, int at, int rows, double[] norms, int to) {
        if (DOUBLES == 2 || rows <= SimdBackend.FEW_ROWS) {
            for (int row = 0; row < rows; row++) {
                int i = at + row * LANES;
                double even = (lanes[i] + lanes[i + 4]) + (lanes[i + 2] + lanes[i + 6]);
                double odd = (lanes[i + 1] + lanes[i + 5]) + (lanes[i + 3] + lanes[i + 7]);
                norms[to + row] = Math.sqrt(even + odd);
            }
        } else if (DOUBLES == 4) {
            normsBy4(lanes, at, rows, norms, to);
        } else {
            normsBy8(lanes, at, rows, norms, to);
        }
    }

    private static void normsBy8(double[] lanes, int at, int rows, double[] norms, int to) {
        for (int row = 0; row < rows; row += LANES) {
            int i = at + row * LANES;
            DoubleVector a = DoubleVector.fromArray(D, lanes, i);
            DoubleVector b = DoubleVector.fromArray(D, lanes, i + 4 * LANES);
            DoubleVector row04 =
                    a.blend(b.rearrange(BY_4), BIT_4).add(a.rearrange(BY_4).blend(b, BIT_4));
            a = DoubleVector.fromArray(D, lanes, i + LANES);
            b = DoubleVector.fromArray(D, lanes, i + 5 * LANES);
            DoubleVector row15 =
                    a.blend(b.rearrange(BY_4), BIT_4).add(a.rearrange(BY_4).blend(b, BIT_4));
            a = DoubleVector.fromArray(D, lanes, i + 2 * LANES);
            b = DoubleVector.fromArray(D, lanes, i + 6 * LANES);
            DoubleVector row26 =
                    a.blend(b.rearrange(BY_4), BIT_4).add(a.rearrange(BY_4).blend(b, BIT_4));
            a = DoubleVector.fromArray(D, lanes, i + 3 * LANES);
            b = DoubleVector.fromArray(D, lanes, i + 7 * LANES);
            DoubleVector row37 =
                    a.blend(b.rearrange(BY_4), BIT_4).add(a.rearrange(BY_4).blend(b, BIT_4));

            DoubleVector even = row04.blend(row26.rearrange(BY_2), BIT_2)
                    .add(row04.rearrange(BY_2).blend(row26, BIT_2));
            DoubleVector odd = row15.blend(row37.rearrange(BY_2), BIT_2)
                    .add(row15.rearrange(BY_2).blend(row37, BIT_2));
            even.blend(odd.rearrange(BY_1), BIT_1)
                    .add(even.rearrange(BY_1).blend(odd, BIT_1))
                    .sqrt()
                    .intoArray(norms, to + row);
        }
    }

    /** With 4 lanes in a vector the first fold needs no shuffles. */
    private static void normsBy4(double[] lanes, int at, int rows, double[] norms, int to) {
        for (int row = 0; row < rows; row += 4) {
            int i = at + row * LANES;
            DoubleVector a = DoubleVector.fromArray(D, lanes, i).add(DoubleVector.fromArray(D, lanes, i + 4));
            DoubleVector b = DoubleVector.fromArray(D, lanes, i + 2 * LANES)
                    .add(DoubleVector.fromArray(D, lanes, i + 2 * LANES + 4));
            DoubleVector even =
                    a.blend(b.rearrange(BY_2), BIT_2).add(a.rearrange(BY_2).blend(b, BIT_2));
            a = DoubleVector.fromArray(D, lanes, i + LANES).add(DoubleVector.fromArray(D, lanes, i + LANES + 4));
            b = DoubleVector.fromArray(D, lanes, i + 3 * LANES)
                    .add(DoubleVector.fromArray(D, lanes, i + 3 * LANES + 4));
            DoubleVector odd =
                    a.blend(b.rearrange(BY_2), BIT_2).add(a.rearrange(BY_2).blend(b, BIT_2));
            even.blend(odd.rearrange(BY_1), BIT_1)
                    .add(even.rearrange(BY_1).blend(odd, BIT_1))
                    .sqrt()
                    .intoArray(norms, to + row);
        }
    }

    /**
     * Norms of rows whose lanes are pairs (sum, error). What one fold leaves passes to the next through memory, over the pairs
     * themselves. A fold is done for all rows before the next one begins, so that none waits for what the one before has just
     * stored.
     *
     * <p>No sum is negative, so that the larger of two is found by their bits, and the error of an addition is the smaller
     * one less what the sum gained on the larger one (Dekker): three operations for Knuth's six.
     *
     * @param exact whether the sums have no errors yet, as those of one block: then what is in their place is not read
     */
    static void normsOfPairs(double[] lanes, int at, int errors, boolean exact, int rows, double[] norms, int to) {
        if (DOUBLES == 2 || rows <= SimdBackend.FEW_ROWS) {
            if (exact) {
                Arrays.fill(lanes, errors, errors + rows * LANES, 0);
            }
            for (int row = 0; row < rows; row++) {
                norms[to + row] = Math.sqrt(ScalarBackend.foldPairs(lanes, at + row * LANES, errors + row * LANES));
            }
            return;
        }
        int groups = (rows + LANES - 1) / LANES;
        if (DOUBLES == LANES) {
            by4WithinVectors(lanes, at, errors, exact, groups);
        } else {
            by4AcrossVectors(lanes, at, errors, exact, groups);
        }
        by2AndBy1(lanes, at, errors, groups * (LANES / DOUBLES), norms, to);
    }

    /** Too long a method to be inlined, like {@link #by2AndBy1}. */
    private static void by4WithinVectors(double[] lanes, int at, int errors, boolean exact, int groups) {
        if (exact) {
            for (int group = 0; group < groups; group++) {
                int s = at + group * LANES * LANES;
                int e = errors + group * LANES * LANES;
                for (int i = 0; i < 4 * LANES; i += LANES) {
                    DoubleVector a = DoubleVector.fromArray(D, lanes, s + i);
                    DoubleVector b = DoubleVector.fromArray(D, lanes, s + i + 4 * LANES);
                    LongVector low = a.blend(b.rearrange(BY_4), BIT_4).reinterpretAsLongs();
                    LongVector high = a.rearrange(BY_4).blend(b, BIT_4).reinterpretAsLongs();
                    DoubleVector large = low.max(high).reinterpretAsDoubles();
                    DoubleVector small = low.min(high).reinterpretAsDoubles();
                    DoubleVector sum = large.add(small);
                    sum.intoArray(lanes, s + i);
                    small.sub(sum.sub(large)).intoArray(lanes, e + i);
                }
            }
            return;
        }
        for (int group = 0; group < groups; group++) {
            int s = at + group * LANES * LANES;
            int e = errors + group * LANES * LANES;
            for (int i = 0; i < 4 * LANES; i += LANES) {
                DoubleVector a = DoubleVector.fromArray(D, lanes, s + i);
                DoubleVector b = DoubleVector.fromArray(D, lanes, s + i + 4 * LANES);
                LongVector low = a.blend(b.rearrange(BY_4), BIT_4).reinterpretAsLongs();
                LongVector high = a.rearrange(BY_4).blend(b, BIT_4).reinterpretAsLongs();
                DoubleVector large = low.max(high).reinterpretAsDoubles();
                DoubleVector small = low.min(high).reinterpretAsDoubles();
                DoubleVector sum = large.add(small);
                sum.intoArray(lanes, s + i);
                a = DoubleVector.fromArray(D, lanes, e + i);
                b = DoubleVector.fromArray(D, lanes, e + i + 4 * LANES);
                a.blend(b.rearrange(BY_4), BIT_4)
                        .add(a.rearrange(BY_4).blend(b, BIT_4))
                        .add(small.sub(sum.sub(large)))
                        .intoArray(lanes, e + i);
            }
        }
    }

    private static void by4AcrossVectors(double[] lanes, int at, int errors, boolean exact, int groups) {
        if (exact) {
            for (int i = 0; i < groups * LANES * LANES; i += LANES) {
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
        for (int i = 0; i < groups * LANES * LANES; i += LANES) {
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
    private static void by2AndBy1(double[] lanes, int at, int errors, int groups, double[] norms, int to) {
        for (int group = 0; group < groups; group++) {
            int s = at + group * DOUBLES * LANES;
            int e = errors + group * DOUBLES * LANES;
            for (int i = 0; i < 2 * LANES; i += LANES) {
                DoubleVector a = DoubleVector.fromArray(D, lanes, s + i);
                DoubleVector b = DoubleVector.fromArray(D, lanes, s + i + 2 * LANES);
                LongVector low = a.blend(b.rearrange(BY_2), BIT_2).reinterpretAsLongs();
                LongVector high = a.rearrange(BY_2).blend(b, BIT_2).reinterpretAsLongs();
                DoubleVector large = low.max(high).reinterpretAsDoubles();
                DoubleVector small = low.min(high).reinterpretAsDoubles();
                DoubleVector sum = large.add(small);
                sum.intoArray(lanes, s + i);
                a = DoubleVector.fromArray(D, lanes, e + i);
                b = DoubleVector.fromArray(D, lanes, e + i + 2 * LANES);
                a.blend(b.rearrange(BY_2), BIT_2)
                        .add(a.rearrange(BY_2).blend(b, BIT_2))
                        .add(small.sub(sum.sub(large)))
                        .intoArray(lanes, e + i);
            }
        }
        for (int group = 0; group < groups; group++) {
            int s = at + group * DOUBLES * LANES;
            int e = errors + group * DOUBLES * LANES;
            DoubleVector a = DoubleVector.fromArray(D, lanes, s);
            DoubleVector b = DoubleVector.fromArray(D, lanes, s + LANES);
            LongVector low = a.blend(b.rearrange(BY_1), BIT_1).reinterpretAsLongs();
            LongVector high = a.rearrange(BY_1).blend(b, BIT_1).reinterpretAsLongs();
            DoubleVector large = low.max(high).reinterpretAsDoubles();
            DoubleVector small = low.min(high).reinterpretAsDoubles();
            DoubleVector sum = large.add(small);
            a = DoubleVector.fromArray(D, lanes, e);
            b = DoubleVector.fromArray(D, lanes, e + LANES);
            DoubleVector total = a.blend(b.rearrange(BY_1), BIT_1)
                    .add(a.rearrange(BY_1).blend(b, BIT_1))
                    .add(small.sub(sum.sub(large)))
                    .add(sum);
            // An infinite sum has a NaN error: it stays infinite.
            total.blend(sum, total.compare(VectorOperators.NE, total)).sqrt().intoArray(norms, to + group * DOUBLES);
        }
    }
}
