package org.ringloss.simd;

import static org.ringloss.simd.Lanes.D;
import static org.ringloss.simd.Lanes.DOUBLES;
import static org.ringloss.simd.RowLanes.LANES;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorShuffle;
import org.ringloss.internal.Backend;
import org.ringloss.internal.ScalarBackend;

/**
 * Sums of squares of rows, in the order that {@link ScalarBackend} sets. {@link RowLanes} leaves 8 lanes of each row, or
 * of each block of a row, in scratch memory; a few rows are then folded together. What passes between the steps passes
 * through memory, in arrays that never leave the first-level cache: so each step is a method small enough for the
 * compiler of every JDK, and the scalar end of the fold overlaps from row to row in the CPU. Done in registers row by row
 * the fold took half as long again.
 */
final class RowNorms {
    /** Rows that are folded together, and blocks of a row that are added together. */
    static final int GROUP = 8;

    private static final int BLOCK = ScalarBackend.BLOCK;
    private static final int HALF = LANES / 2;
    private static final VectorShuffle<Double> DOWN_4 = Lanes.down(4);

    // Places in the scratch memory.
    private static final int TERMS = 0;
    private static final int SUMS = TERMS + GROUP * LANES;
    private static final int ERRORS = SUMS + GROUP * LANES;
    private static final int ZEROS = ERRORS + GROUP * LANES;
    /** Half rows are stored as whole vectors: each of these two places has room for a vector more. */
    private static final int HALF_SUMS = ZEROS + GROUP * LANES;

    private static final int HALF_ERRORS = HALF_SUMS + (GROUP + 1) * HALF;

    static {
        assert HALF_ERRORS + (GROUP + 1) * HALF <= Backend.SCRATCH;
    }

    private RowNorms() {}

    /** Sums of up to {@link #GROUP} rows. */
    static void sums(float[] x, int offset, int stride, int rows, int dim, double[] sums, int at, double[] scratch) {
        if (dim <= 4) {
            few(x, offset, stride, rows, dim, sums, at);
            return;
        }
        int inside = rowsInside(x, offset, stride, rows, dim);
        if (dim <= ScalarBackend.SHORT_ROW) {
            RowLanes.ofParts(x, offset, stride, inside, dim, scratch, SUMS);
            fold(scratch, inside, sums, at);
        } else {
            lanePairs(x, offset, stride, inside, dim, scratch);
            foldPairs(scratch, inside, sums, at);
        }
        for (int row = inside; row < rows; row++) {
            sums[at + row] = ScalarBackend.sumOfSquares(x, offset + row * stride, dim);
        }
    }

    /** Rows of up to 4 elements, without vectors: as the lanes would have it, and the square of a float is exact. */
    private static void few(float[] x, int offset, int stride, int rows, int dim, double[] sums, int at) {
        for (int row = 0; row < rows; row++) {
            int i = offset + row * stride;
            double sum = square(x[i]);
            if (dim > 2) {
                sum += square(x[i + 2]);
            }
            if (dim > 1) {
                sum += dim > 3 ? square(x[i + 1]) + square(x[i + 3]) : square(x[i + 1]);
            }
            sums[at + row] = sum;
        }
    }

    private static double square(double v) {
        return v * v;
    }

    static void roots(double[] sums, int from, int to) {
        for (int i = from; i < to; i += DOUBLES) {
            DoubleVector.fromArray(D, sums, i).sqrt().intoArray(sums, i);
        }
    }

    static int rowsAtOnce(int dim) {
        return ROWS;
    }

    static final int ROWS = Integer.getInteger("rows", 8);

    /** Rows whose last vector, of which they may use a part only, does not end beyond the array. */
    private static int rowsInside(float[] x, int offset, int stride, int rows, int dim) {
        int last = x.length - ((dim + LANES - 1) & -LANES);
        int inside = rows;
        while (inside > 0 && offset + (inside - 1) * stride > last) {
            inside--;
        }
        return inside;
    }

    private static void lanePairs(float[] x, int offset, int stride, int rows, int dim, double[] scratch) {
        if (dim > BLOCK) {
            for (int row = 0; row < rows; row++) {
                longRow(x, offset + row * stride, dim, row * LANES, scratch);
            }
        } else if (dim == BLOCK) {
            RowLanes.ofBlocks(x, offset, stride, rows, scratch, SUMS);
        } else {
            RowLanes.ofParts(x, offset, stride, rows, dim, scratch, SUMS);
        }
        halve(scratch, dim > BLOCK ? ERRORS : ZEROS, rows);
    }

    private static void longRow(float[] x, int start, int dim, int lane, double[] scratch) {
        int end = start + dim;
        for (int i = start; i < end; i += GROUP * BLOCK) {
            int length = Math.min(GROUP * BLOCK, end - i);
            int blocks = length / BLOCK;
            int rest = length % BLOCK;
            RowLanes.ofBlocks(x, i, BLOCK, blocks, scratch, TERMS);
            if (rest > 0) {
                RowLanes.ofParts(x, i + blocks * BLOCK, 0, 1, rest, scratch, TERMS + blocks * LANES);
                blocks++;
            }
            addTerms(scratch, blocks, lane, i == start);
        }
    }

    /** Adds blocks to the pairs (sum, error) of a row, which the first block starts. */
    private static void addTerms(double[] scratch, int blocks, int lane, boolean start) {
        for (int j = 0; j < LANES; j += DOUBLES) {
            DoubleVector sum = DoubleVector.fromArray(D, scratch, j + (start ? TERMS : SUMS + lane));
            DoubleVector error = DoubleVector.fromArray(D, scratch, j + (start ? ZEROS : ERRORS + lane));
            for (int i = start ? LANES : 0; i < blocks * LANES; i += LANES) {
                DoubleVector term = DoubleVector.fromArray(D, scratch, TERMS + i + j);
                DoubleVector next = sum.add(term);
                DoubleVector back = next.sub(sum);
                error = error.add(sum.sub(next.sub(back)).add(term.sub(back)));
                sum = next;
            }
            sum.intoArray(scratch, SUMS + lane + j);
            error.intoArray(scratch, ERRORS + lane + j);
        }
    }

    private static void fold(double[] scratch, int rows, double[] sums, int at) {
        for (int row = 0; row < rows; row++) {
            int i = SUMS + row * LANES;
            double even = (scratch[i] + scratch[i + 4]) + (scratch[i + 2] + scratch[i + 6]);
            double odd = (scratch[i + 1] + scratch[i + 5]) + (scratch[i + 3] + scratch[i + 7]);
            sums[at + row] = even + odd;
        }
    }

    /** The first fold of pairs, lane l with l + 4. */
    private static void halve(double[] scratch, int errors, int rows) {
        for (int row = 0; row < rows; row++) {
            for (int j = 0; j < HALF; j += DOUBLES) {
                int i = row * LANES + j;
                DoubleVector sum = DoubleVector.fromArray(D, scratch, SUMS + i);
                DoubleVector error = DoubleVector.fromArray(D, scratch, errors + i);
                DoubleVector other =
                        DOUBLES == 8 ? sum.rearrange(DOWN_4) : DoubleVector.fromArray(D, scratch, SUMS + i + HALF);
                DoubleVector otherError =
                        DOUBLES == 8 ? error.rearrange(DOWN_4) : DoubleVector.fromArray(D, scratch, errors + i + HALF);
                DoubleVector next = sum.add(other);
                DoubleVector back = next.sub(sum);
                error = error.add(otherError).add(sum.sub(next.sub(back)).add(other.sub(back)));
                next.intoArray(scratch, HALF_SUMS + row * HALF + j);
                error.intoArray(scratch, HALF_ERRORS + row * HALF + j);
            }
        }
    }

    /** The other two folds of pairs. */
    private static void foldPairs(double[] scratch, int rows, double[] sums, int at) {
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
            // An infinite sum has a NaN error: it stays infinite.
            sums[at + row] = Double.isNaN(total) ? sum : total;
        }
    }
}
