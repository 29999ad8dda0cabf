package org.ringloss.simd;

import static org.ringloss.simd.Lanes.D;
import static org.ringloss.simd.Lanes.DOUBLES;
import static org.ringloss.simd.RowLanes.LANES;
import static org.ringloss.simd.RowNorms.HALF_ERRORS;
import static org.ringloss.simd.RowNorms.HALF_SUMS;
import static org.ringloss.simd.RowNorms.SUMS;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import org.ringloss.internal.ScalarBackend;

/** Folds the 8 lanes of each of a few rows by halves, in the order that {@link ScalarBackend} sets. */
final class LaneFold {
    private static final int HALF = LANES / 2;
    private static final VectorShuffle<Double> DOWN_4 = Lanes.down(4);
    private static final VectorShuffle<Double> DOWN_2 = Lanes.down(2);
    private static final VectorShuffle<Double> DOWN_1 = Lanes.down(1);
    private static final VectorMask<Double> UPPER = VectorMask.fromLong(D, 0b11110000);

    private LaneFold() {}

    /** Sums alone, in scalar code: rows overlap in the CPU, and shuffles would cost more than these additions. */
    static void sums(double[] scratch, int rows, double[] sums, int at) {
        for (int row = 0; row < rows; row++) {
            int i = SUMS + row * LANES;
            double even = (scratch[i] + scratch[i + 4]) + (scratch[i + 2] + scratch[i + 6]);
            double odd = (scratch[i + 1] + scratch[i + 5]) + (scratch[i + 3] + scratch[i + 7]);
            sums[at + row] = even + odd;
        }
    }

    /** Pairs (sum, error). */
    static void pairs(double[] scratch, int errors, int rows, double[] sums, int at) {
        if (DOUBLES == LANES) {
            twoRowsAtOnce(scratch, errors, rows, sums, at);
        } else {
            halve(scratch, errors, rows);
            quarter(scratch, rows, sums, at);
        }
    }

    /**
     * With 8 lanes in a vector: the lower lanes of two rows in one vector, and the upper in another, are added at once.
     * No sum is negative, so that the larger of two is found by their bits, and the error of an addition is the smaller
     * one less what the sum gained on the larger one (Dekker): three operations for Knuth's six.
     */
    private static void twoRowsAtOnce(double[] scratch, int errors, int rows, double[] sums, int at) {
        for (int row = 0; row < rows; row += 2) {
            int i = row * LANES;
            DoubleVector a = DoubleVector.fromArray(D, scratch, SUMS + i);
            DoubleVector b = DoubleVector.fromArray(D, scratch, SUMS + i + LANES);
            LongVector low = a.blend(b.rearrange(DOWN_4), UPPER).reinterpretAsLongs();
            LongVector high = a.rearrange(DOWN_4).blend(b, UPPER).reinterpretAsLongs();
            DoubleVector large = low.max(high).reinterpretAsDoubles();
            DoubleVector small = low.min(high).reinterpretAsDoubles();
            DoubleVector sum = large.add(small);
            a = DoubleVector.fromArray(D, scratch, errors + i);
            b = DoubleVector.fromArray(D, scratch, errors + i + LANES);
            DoubleVector error = a.blend(b.rearrange(DOWN_4), UPPER)
                    .add(a.rearrange(DOWN_4).blend(b, UPPER))
                    .add(small.sub(sum.sub(large)));

            low = sum.reinterpretAsLongs();
            high = sum.rearrange(DOWN_2).reinterpretAsLongs();
            large = low.max(high).reinterpretAsDoubles();
            small = low.min(high).reinterpretAsDoubles();
            sum = large.add(small);
            error = error.add(error.rearrange(DOWN_2)).add(small.sub(sum.sub(large)));

            low = sum.reinterpretAsLongs();
            high = sum.rearrange(DOWN_1).reinterpretAsLongs();
            large = low.max(high).reinterpretAsDoubles();
            small = low.min(high).reinterpretAsDoubles();
            sum = large.add(small);
            error = error.add(error.rearrange(DOWN_1)).add(small.sub(sum.sub(large)));

            DoubleVector total = sum.add(error);
            // An infinite sum has a NaN error: it stays infinite.
            total = total.blend(sum, total.compare(VectorOperators.NE, total));
            sums[at + row] = total.lane(0);
            if (row + 1 < rows) {
                sums[at + row + 1] = total.lane(HALF);
            }
        }
    }

    /** With fewer lanes in a vector: lane l with l + 4. */
    private static void halve(double[] scratch, int errors, int rows) {
        for (int row = 0; row < rows; row++) {
            for (int j = 0; j < HALF; j += DOUBLES) {
                int i = row * LANES + j;
                DoubleVector sum = DoubleVector.fromArray(D, scratch, SUMS + i);
                DoubleVector other = DoubleVector.fromArray(D, scratch, SUMS + i + HALF);
                DoubleVector next = sum.add(other);
                DoubleVector back = next.sub(sum);
                next.intoArray(scratch, HALF_SUMS + row * HALF + j);
                DoubleVector.fromArray(D, scratch, errors + i)
                        .add(DoubleVector.fromArray(D, scratch, errors + i + HALF))
                        .add(sum.sub(next.sub(back)).add(other.sub(back)))
                        .intoArray(scratch, HALF_ERRORS + row * HALF + j);
            }
        }
    }

    /** After {@link #halve}: the other two folds. */
    private static void quarter(double[] scratch, int rows, double[] sums, int at) {
        for (int row = 0; row < rows; row++) {
            int s = HALF_SUMS + row * HALF;
            int e = HALF_ERRORS + row * HALF;
            double a = scratch[s];
            double b = scratch[s + 2];
            double even = a + b;
            double back = even - a;
            double evenError = (scratch[e] + scratch[e + 2]) + ((a - (even - back)) + (b - back));
            a = scratch[s + 1];
            b = scratch[s + 3];
            double odd = a + b;
            back = odd - a;
            double oddError = (scratch[e + 1] + scratch[e + 3]) + ((a - (odd - back)) + (b - back));
            double sum = even + odd;
            back = sum - even;
            double total = sum + ((evenError + oddError) + ((even - (sum - back)) + (odd - back)));
            sums[at + row] = Double.isNaN(total) ? sum : total;
        }
    }
}
