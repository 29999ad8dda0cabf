package org.ringloss.simd;

import static org.ringloss.simd.Lanes.D;
import static org.ringloss.simd.Lanes.DOUBLES;
import static org.ringloss.simd.RowLanes.LANES;

import jdk.incubator.vector.DoubleVector;
import org.ringloss.internal.RowScale;
import org.ringloss.internal.ScalarBackend;
import org.ringloss.internal.Scratch;

/**
 * Norms of rows, in the order of additions that {@link ScalarBackend} sets. {@link RowLanes} leaves 8 lanes of each row in
 * scratch memory; {@link LaneFold} folds the lanes of 8 rows together. What passes between the steps passes through
 * memory, in an array that stays in the caches: so each step is a method small enough for the compilers of
 * all JDKs.
 *
 * <p>Rows that wait to be scaled are scaled between the sums of others: sums keep the arithmetic busy and scaling keeps the
 * memory busy. The shorter the turns, the more of it the CPU can overlap: {@link WholeBlocks} takes the shortest.
 */
final class RowNorms {
    /** Rows that are folded together. */
    private static final int GROUP = 8;

    private static final int BLOCK = ScalarBackend.BLOCK;
    /** Blocks of a row that are summed before they are added up. Longer rows take more than one turn. */
    private static final int MAX_BLOCKS = 16;

    private static final int MAX_TERMS = GROUP * MAX_BLOCKS;

    // Places in the scratch memory.
    private static final int SUMS = 0;
    private static final int ERRORS = SUMS + GROUP * LANES;
    private static final int TERMS = ERRORS + MAX_TERMS * LANES;

    static {
        assert TERMS + MAX_TERMS * LANES <= Scratch.ZEROS;
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
        if (dim <= 4) {
            RowScaling.next(waiting, waiting.left());
            few(x, offset, stride, rows, dim, norms, at);
        } else if (dim < BLOCK) {
            partBlocks(x, offset, stride, rows, dim, norms, at, scratch, waiting);
        } else if (WholeBlocks.USED && dim <= MAX_BLOCKS * BLOCK) {
            fewBlocks(x, offset, stride, rows, dim, norms, at, scratch, waiting);
        } else {
            manyBlocks(x, offset, stride, rows, dim, norms, at, scratch, waiting);
        }
        RowScaling.next(waiting, waiting.left());
    }

    /** The norm of one row. */
    static double ofRow(float[] x, int start, int dim, Scratch scratch) {
        double[] lanes = scratch.doubles;
        if (dim <= LANES) {
            return Math.sqrt(upTo8(x, start, dim));
        }
        if (dim <= ScalarBackend.SHORT_ROW) {
            parts(x, start, 0, 1, dim, scratch, TERMS);
            LaneFold.norms(lanes, TERMS, 1, lanes, SUMS);
            return lanes[SUMS];
        }
        int blocks = dim / BLOCK;
        int rest = dim % BLOCK;
        for (int from = 0; from < blocks; from += MAX_TERMS) {
            int count = Math.min(MAX_TERMS, blocks - from);
            RowLanes.blocks(x, start + from * BLOCK, BLOCK, count, lanes, TERMS);
            RowLanes.toPairs(lanes, TERMS, 0, count, 1, from == 0, SUMS, ERRORS);
        }
        if (rest > 0) {
            parts(x, start + blocks * BLOCK, 0, 1, rest, scratch, TERMS);
            RowLanes.toPairs(lanes, TERMS, 0, 1, 1, blocks == 0, SUMS, ERRORS);
        }
        return Math.sqrt(ScalarBackend.foldPairs(lanes, SUMS, ERRORS));
    }

    /** Rows of less than a block, as many as there is room for their sums at a time. */
    private static void partBlocks(
            float[] x,
            int offset,
            int stride,
            int rows,
            int dim,
            double[] norms,
            int at,
            Scratch scratch,
            RowScale waiting) {
        double[] lanes = scratch.doubles;
        for (int from = 0; from < rows; from += MAX_TERMS) {
            int now = Math.min(MAX_TERMS, rows - from);
            if (WholeBlocks.isHalf(dim) && stride == dim) {
                WholeBlocks.halfSums(x, offset + from * dim, now, scratch, TERMS, waiting);
            } else {
                RowScaling.next(waiting, now);
                parts(x, offset + from * stride, stride, now, dim, scratch, TERMS);
            }
            if (dim <= ScalarBackend.SHORT_ROW) {
                LaneFold.norms(lanes, TERMS, now, norms, at + from);
            } else {
                LaneFold.normsOfPairs(lanes, TERMS, ERRORS, true, now, norms, at + from);
            }
        }
    }

    /** Rows of a few blocks, whole but for the last, as many rows as there is room for their terms at a time. */
    private static void fewBlocks(
            float[] x,
            int offset,
            int stride,
            int rows,
            int dim,
            double[] norms,
            int at,
            Scratch scratch,
            RowScale waiting) {
        double[] lanes = scratch.doubles;
        int blocks = dim / BLOCK;
        int rest = dim % BLOCK;
        int terms = rest > 0 ? blocks + 1 : blocks;
        int step = MAX_TERMS / terms & -GROUP;
        assert step > 0;
        for (int from = 0; from < rows; from += step) {
            int now = Math.min(step, rows - from);
            int start = offset + from * stride;
            WholeBlocks.sums(x, start, stride, now, dim, scratch, TERMS, waiting);
            if (terms > 1) {
                RowLanes.toPairs(lanes, TERMS, blocks * LANES, blocks, now, true, TERMS, ERRORS);
            }
            if (rest > 0) {
                int last = TERMS + now * blocks * LANES;
                parts(x, start + dim - rest, stride, now, rest, scratch, last);
                RowLanes.toPairs(lanes, last, LANES, 1, now, false, TERMS, ERRORS);
            }
            LaneFold.normsOfPairs(lanes, TERMS, ERRORS, terms == 1, now, norms, at + from);
        }
    }

    /**
     * Rows of any number of blocks, 8 at a time. Every kernel is called in one place: the compilers of all JDKs inline so much and
     * no more into one method, and the vectors of the kernel in which they stop would go to the heap.
     */
    private static void manyBlocks(
            float[] x,
            int offset,
            int stride,
            int rows,
            int dim,
            double[] norms,
            int at,
            Scratch scratch,
            RowScale waiting) {
        double[] lanes = scratch.doubles;
        int rest = dim % BLOCK;
        for (int row = 0; row < rows; row += GROUP) {
            int count = Math.min(GROUP, rows - row);
            int start = offset + row * stride;
            addBlocks(x, start, stride, count, dim, scratch, waiting);
            if (rest > 0) {
                parts(x, start + dim - rest, stride, count, rest, scratch, TERMS);
                RowLanes.toPairs(lanes, TERMS, LANES, 1, count, false, SUMS, ERRORS);
            }
            LaneFold.normsOfPairs(lanes, SUMS, ERRORS, false, count, norms, at + row);
        }
    }

    /** Rows of up to 4 elements: sums without vectors, but as the lanes would have them, for the square of a float is exact. */
    private static void few(float[] x, int offset, int stride, int rows, int dim, double[] norms, int at) {
        for (int row = 0; row < rows; row++) {
            int i = offset + row * stride;
            double sum = square(x[i]);
            if (dim > 2) {
                sum += square(x[i + 2]);
            }
            if (dim > 1) {
                sum += dim > 3 ? square(x[i + 1]) + square(x[i + 3]) : square(x[i + 1]);
            }
            norms[at + row] = sum;
        }
        // One root at a time where there are few: a vector would wait for the scalars that were just stored.
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

    /** A single row of up to 8 elements, one to a lane, which without vectors takes less than what they would wait for. */
    private static double upTo8(float[] x, int i, int dim) {
        double s0 = square(x[i]);
        double s1 = dim > 1 ? square(x[i + 1]) : 0;
        double s2 = dim > 2 ? square(x[i + 2]) : 0;
        double s3 = dim > 3 ? square(x[i + 3]) : 0;
        if (dim <= 4) {
            return (s0 + s2) + (s1 + s3);
        }
        double s4 = square(x[i + 4]);
        double s5 = dim > 5 ? square(x[i + 5]) : 0;
        double s6 = dim > 6 ? square(x[i + 6]) : 0;
        double s7 = dim > 7 ? square(x[i + 7]) : 0;
        return ((s0 + s4) + (s2 + s6)) + ((s1 + s5) + (s3 + s7));
    }

    private static double square(double v) {
        return v * v;
    }

    /** Adds the whole blocks of up to 8 rows to their pairs; between them as many of those that wait are scaled. */
    private static void addBlocks(
            float[] x, int start, int stride, int rows, int dim, Scratch scratch, RowScale waiting) {
        double[] lanes = scratch.doubles;
        int blocks = dim / BLOCK;
        for (int from = 0; from < blocks; from += MAX_BLOCKS) {
            int to = Math.min(from + MAX_BLOCKS, blocks);
            int apart = (to - from) * LANES;
            for (int row = 0; row < rows; row++) {
                RowLanes.blocks(x, start + row * stride + from * BLOCK, BLOCK, to - from, lanes, TERMS + row * apart);
                if (to == blocks) {
                    RowScaling.next(waiting, 1);
                }
            }
            RowLanes.toPairs(lanes, TERMS, apart, to - from, rows, from == 0, SUMS, ERRORS);
        }
    }

    /** {@link RowLanes#sums}; a last row that would be read beyond the end of the array is read from a copy. */
    private static void parts(float[] x, int start, int stride, int rows, int dim, Scratch scratch, int at) {
        int last = start + (rows - 1) * stride;
        // Only the last can: what is read beyond a row is less than a row. Whatever is there is masked.
        boolean copied = last > x.length - RowLanes.read(dim);
        int direct = copied ? rows - 1 : rows;
        float[] from = x;
        int first = start;
        int count = direct;
        for (int row = 0; row < rows; row += count) {
            if (row == direct) {
                from = scratch.floats;
                System.arraycopy(x, last, from, 0, dim);
                first = 0;
                count = 1;
            }
            RowLanes.sums(from, first, stride, count, dim, scratch.doubles, at + row * LANES);
        }
    }
}
