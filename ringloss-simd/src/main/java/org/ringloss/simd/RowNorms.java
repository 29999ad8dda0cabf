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
 * memory busy. The shorter the turns, the more of it the CPU can overlap: {@link WholeBlocks} takes the shortest.
 */
final class RowNorms {
    /** Rows that are folded together. */
    private static final int GROUP = 8;

    private static final int BLOCK = ScalarBackend.BLOCK;
    /**
     * Blocks of a long row that are summed before as many of a waiting row are scaled. Whole rows of 512 or 1024 elements
     * were slower where the arrays are beyond the second-level cache and begin at the same place in their pages.
     */
    private static final int TURN = 2;
    /** Blocks of a row that are summed before they are added up. */
    private static final int MAX_BLOCKS = 16;

    private static final int MAX_TERMS = GROUP * MAX_BLOCKS;

    // Places in the scratch memory.
    private static final int SUMS = 0;
    private static final int ERRORS = SUMS + GROUP * LANES;
    private static final int TERMS = ERRORS + GROUP * LANES;

    static {
        assert TERMS + MAX_TERMS * LANES <= Scratch.DOUBLES && MAX_TERMS < Scratch.FLOATS;
        assert RowLanes.read(BLOCK - 1) <= Scratch.FLOATS;
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
        if (dim % BLOCK == 0 && dim < WholeBlocks.LIMIT && stride == dim) {
            wholeBlocks(x, offset, rows, dim / BLOCK, norms, at, scratch, waiting);
        } else {
            groups(x, offset, stride, rows, dim, norms, at, scratch, waiting);
        }
        RowScaling.next(waiting, waiting.left());
        roots(norms, at, rows);
    }

    /** Rows of whole blocks, as many as there is room for their terms at a time. */
    private static void wholeBlocks(
            float[] x, int offset, int rows, int blocks, double[] norms, int at, Scratch scratch, RowScale waiting) {
        double[] lanes = scratch.doubles;
        int step = MAX_TERMS / blocks & -GROUP;
        for (int from = 0; from < rows; from += step) {
            int now = Math.min(step, rows - from);
            WholeBlocks.sums(x, offset + from * blocks * BLOCK, now, blocks, scratch, TERMS, waiting);
            for (int row = 0; row < now; row += GROUP) {
                int count = Math.min(GROUP, now - row);
                int terms = TERMS + row * blocks * LANES;
                if (blocks == 1) {
                    Arrays.fill(lanes, ERRORS, ERRORS + GROUP * LANES, 0);
                    LaneFold.pairs(lanes, terms, ERRORS, count, norms, at + from + row);
                } else {
                    RowLanes.startPairs(lanes, terms, blocks * LANES, count, SUMS, ERRORS);
                    for (int block = 2; block < blocks; block++) {
                        int term = terms + block * LANES;
                        RowLanes.addToPairs(lanes, term, blocks * LANES, count, SUMS, ERRORS);
                    }
                    LaneFold.pairs(lanes, SUMS, ERRORS, count, norms, at + from + row);
                }
            }
        }
    }

    /** Rows of any length, 8 at a time. */
    private static void groups(
            float[] x,
            int offset,
            int stride,
            int rows,
            int dim,
            double[] norms,
            int at,
            Scratch scratch,
            RowScale waiting) {
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
                longRows(x, start, stride, count, dim, scratch, waiting);
                LaneFold.pairs(scratch.doubles, SUMS, ERRORS, count, norms, at + row);
            }
        }
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

    /** Adds up to 8 rows of a block or more up to pairs; meanwhile as many of those that wait are scaled. */
    private static void longRows(
            float[] x, int start, int stride, int rows, int dim, Scratch scratch, RowScale waiting) {
        double[] lanes = scratch.doubles;
        Arrays.fill(lanes, SUMS, ERRORS + GROUP * LANES, 0);
        int blocks = dim / BLOCK;
        for (int from = 0; from < blocks; from += MAX_BLOCKS) {
            int count = Math.min(MAX_BLOCKS, blocks - from);
            for (int row = 0; row < rows; row++) {
                for (int turn = 0; turn < count; turn += TURN) {
                    int end = Math.min(turn + TURN, count);
                    int i = start + row * stride + (from + turn) * BLOCK;
                    RowLanes.blocks(x, i, BLOCK, end - turn, lanes, TERMS + (row * count + turn) * LANES);
                    if (count == blocks) {
                        RowScaling.part(waiting, turn * BLOCK, end == count ? dim : end * BLOCK);
                    }
                }
                if (count < blocks && from + count == blocks) {
                    RowScaling.next(waiting, 1);
                }
            }
            for (int block = 0; block < count; block++) {
                RowLanes.addToPairs(lanes, TERMS + block * LANES, count * LANES, rows, SUMS, ERRORS);
            }
        }
        int rest = dim - blocks * BLOCK;
        if (rest > 0) {
            parts(x, start + blocks * BLOCK, stride, rows, rest, scratch, TERMS);
            RowLanes.addToPairs(lanes, TERMS, LANES, rows, SUMS, ERRORS);
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
