package org.ringloss.simd;

import static org.ringloss.simd.Lanes.D;
import static org.ringloss.simd.Lanes.DOUBLES;
import static org.ringloss.simd.RowLanes.LANES;

import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import org.ringloss.internal.RowScale;
import org.ringloss.internal.ScalarBackend;
import org.ringloss.internal.Scratch;

/**
 * Norms of rows, in the order of additions that {@link ScalarBackend} sets. {@link RowLanes} leaves 8 lanes of each row in
 * scratch memory; {@link LaneFold} folds the lanes of 8 rows together. What passes between the steps passes through
 * memory, in an array that never leaves the first-level cache: so each step is a method small enough for the compilers of
 * all JDKs.
 *
 * <p>Rows that wait to be scaled are scaled between the sums of others: sums keep the arithmetic busy and scaling keeps the
 * memory busy. The shorter the turns, the more of it the CPU can overlap.
 */
final class RowNorms {
    /** Rows that are folded together. */
    private static final int GROUP = 8;

    private static final int BLOCK = ScalarBackend.BLOCK;
    /**
     * Elements of a long row that are summed before as many of a waiting row are scaled. Whole rows of 512 or 1024 were
     * slower where the arrays are beyond the second-level cache and begin at the same place in their pages.
     */
    private static final int TURN = 2 * BLOCK;

    // Places in the scratch memory.
    private static final int SUMS = 0;
    private static final int ERRORS = SUMS + GROUP * LANES;
    private static final int PART = ERRORS + GROUP * LANES;

    static {
        assert PART + LANES <= Scratch.DOUBLES && RowLanes.read(BLOCK - 1) <= Scratch.FLOATS;
    }

    private RowNorms() {}

    /** Norms of rows, from {@code norms[at]} on. */
    static void of(
            float[] x,
            int offset,
            int stride,
            int rows,
            int dim,
            double[] norms,
            int at,
            Scratch scratch,
            RowScale waiting) {
        if (dim <= ScalarBackend.SHORT_ROW) {
            RowScaling.next(waiting, waiting.left());
        }
        for (int row = 0; row < rows; row += GROUP) {
            int count = Math.min(GROUP, rows - row);
            int start = offset + row * stride;
            if (dim <= 4) {
                few(x, start, stride, count, dim, norms, at + row);
            } else if (dim < BLOCK) {
                parts(x, start, stride, count, dim, scratch, SUMS);
                if (dim <= ScalarBackend.SHORT_ROW) {
                    LaneFold.sums(scratch.doubles, SUMS, count, norms, at + row);
                } else {
                    Arrays.fill(scratch.doubles, ERRORS, ERRORS + GROUP * LANES, 0);
                    LaneFold.pairs(scratch.doubles, SUMS, ERRORS, count, norms, at + row);
                }
                RowScaling.next(waiting, count);
            } else {
                Arrays.fill(scratch.doubles, SUMS, ERRORS + GROUP * LANES, 0);
                for (int i = 0; i < count; i++) {
                    addLongRow(x, start + i * stride, dim, scratch, i * LANES, waiting);
                }
                LaneFold.pairs(scratch.doubles, SUMS, ERRORS, count, norms, at + row);
            }
        }
        RowScaling.next(waiting, waiting.left());
        roots(norms, at, rows);
    }

    /** In place. One root at a time where there are few: a vector would wait for the scalars that were just stored. */
    private static void roots(double[] norms, int at, int rows) {
        if (rows <= SimdBackend.FEW_ROWS) {
            for (int i = at; i < at + rows; i++) {
                norms[i] = Math.sqrt(norms[i]);
            }
            return;
        }
        for (int i = at; i < at + rows; i += DOUBLES) {
            DoubleVector.fromArray(D, norms, i).sqrt().intoArray(norms, i);
        }
    }

    /** Rows of up to 4 elements, without vectors: as the lanes would have it, for the square of a float is exact. */
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

    /** Adds a row to its pairs, which are zero, in parts; after each, the same part of a waiting row is scaled. */
    private static void addLongRow(float[] x, int start, int dim, Scratch scratch, int lane, RowScale waiting) {
        double[] lanes = scratch.doubles;
        int from = 0;
        while (from < dim) {
            int end = dim - from < TURN + BLOCK ? dim : from + TURN;
            int i = from;
            for (; i <= end - BLOCK; i += BLOCK) {
                RowLanes.block(x, start + i, lanes, SUMS + lane, ERRORS + lane);
            }
            if (i < end) {
                parts(x, start + i, 0, 1, end - i, scratch, PART);
                RowLanes.addToPairs(lanes, PART, SUMS + lane, ERRORS + lane);
            }
            RowScaling.part(waiting, from, end);
            from = end;
        }
    }

    /** {@link RowLanes#sums}; a last row that would be read beyond the end of the array is read from a copy. */
    private static void parts(float[] x, int start, int stride, int rows, int dim, Scratch scratch, int at) {
        int read = RowLanes.read(dim);
        int last = rows - 1;
        if (start + last * stride <= x.length - read) {
            RowLanes.sums(x, start, stride, rows, dim, scratch.doubles, at);
            return;
        }
        // Only the last can: what is read beyond a row is less than a row. Whatever is there is masked.
        RowLanes.sums(x, start, stride, last, dim, scratch.doubles, at);
        float[] copy = scratch.floats;
        System.arraycopy(x, start + last * stride, copy, 0, dim);
        RowLanes.sums(copy, 0, 0, 1, dim, scratch.doubles, at + last * LANES);
    }
}
