package org.ringloss.simd;

import static org.ringloss.simd.Lanes.D;
import static org.ringloss.simd.Lanes.DOUBLES;
import static org.ringloss.simd.RowLanes.LANES;

import jdk.incubator.vector.DoubleVector;
import org.ringloss.internal.Backend;
import org.ringloss.internal.ScalarBackend;

/**
 * Sums of squares of rows, in the order that {@link ScalarBackend} sets. {@link RowLanes} leaves 8 lanes of each row, or
 * of each block of a row, in scratch memory; {@link LaneFold} folds the lanes of a few rows together. What passes between
 * the steps passes through memory, in an array that never leaves the first-level cache: so each step is a method small
 * enough for the compilers of all JDKs, and the ends of the folds overlap in the CPU.
 */
final class RowNorms {
    /** Rows that are folded together, and blocks of a row that are added together. */
    static final int GROUP = 8;

    private static final int BLOCK = ScalarBackend.BLOCK;

    // Places in the scratch memory.
    private static final int TERMS = 0;
    static final int SUMS = TERMS + GROUP * LANES;
    static final int ERRORS = SUMS + GROUP * LANES;
    /** The errors of sums that are not rounded yet; nothing is ever written here. */
    static final int ZEROS = ERRORS + GROUP * LANES;

    /** Half as many lanes, after the first fold. */
    static final int HALF_SUMS = ZEROS + GROUP * LANES;

    static final int HALF_ERRORS = HALF_SUMS + GROUP * LANES / 2;

    static {
        assert HALF_ERRORS + GROUP * LANES / 2 <= Backend.SCRATCH;
    }

    private RowNorms() {}

    /** Sums of squares of rows, from {@code sums[at]} on. */
    static void sums(float[] x, int offset, int stride, int rows, int dim, double[] sums, int at, double[] scratch) {
        for (int row = 0; row < rows; row += GROUP) {
            int count = Math.min(GROUP, rows - row);
            sumsOfGroup(x, offset + row * stride, stride, count, dim, sums, at + row, scratch);
        }
    }

    /** The square roots, in place. */
    static void roots(double[] sums, int from, int to) {
        for (int i = from; i < to; i += DOUBLES) {
            DoubleVector.fromArray(D, sums, i).sqrt().intoArray(sums, i);
        }
    }

    private static void sumsOfGroup(
            float[] x, int offset, int stride, int rows, int dim, double[] sums, int at, double[] scratch) {
        if (dim <= 4) {
            few(x, offset, stride, rows, dim, sums, at);
            return;
        }
        int inside = rowsInside(x, offset, stride, rows, dim);
        if (dim < BLOCK) {
            RowLanes.ofParts(x, offset, stride, inside, dim, scratch, SUMS);
        } else if (dim == BLOCK) {
            RowLanes.ofBlocks(x, offset, stride, inside, scratch, SUMS);
        } else {
            for (int row = 0; row < inside; row++) {
                longRow(x, offset + row * stride, dim, row * LANES, scratch);
            }
        }
        if (dim <= ScalarBackend.SHORT_ROW) {
            LaneFold.sums(scratch, inside, sums, at);
        } else {
            LaneFold.pairs(scratch, dim > BLOCK ? ERRORS : ZEROS, inside, sums, at);
        }
        for (int row = inside; row < rows; row++) {
            sums[at + row] = ScalarBackend.sumOfSquares(x, offset + row * stride, dim);
        }
    }

    /** Rows whose last vector, of which they may use a part only, does not end beyond the array. */
    private static int rowsInside(float[] x, int offset, int stride, int rows, int dim) {
        int last = x.length - ((dim + LANES - 1) & -LANES);
        int inside = rows;
        while (inside > 0 && offset + (inside - 1) * stride > last) {
            inside--;
        }
        return inside;
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

    /** Sums and errors of a row of more than one block, at most {@link #GROUP} blocks at a time. */
    private static void longRow(float[] x, int start, int dim, int lane, double[] scratch) {
        int end = start + dim;
        int i = start;
        while (i < end) {
            int length = Math.min(GROUP * BLOCK, end - i);
            int blocks = length / BLOCK;
            int rest = length % BLOCK;
            RowLanes.ofBlocks(x, i, BLOCK, blocks, scratch, TERMS);
            if (rest > 0) {
                RowLanes.ofParts(x, i + length - rest, 0, 1, rest, scratch, TERMS + blocks * LANES);
                blocks++;
            }
            addTerms(scratch, blocks, lane, i == start);
            // Not by whole groups, which could lead beyond the largest int.
            i += length;
        }
    }

    /** Adds terms to the pairs (sum, error) of a row, which the first term starts. */
    private static void addTerms(double[] scratch, int terms, int lane, boolean first) {
        for (int j = 0; j < LANES; j += DOUBLES) {
            DoubleVector sum = DoubleVector.fromArray(D, scratch, j + (first ? TERMS : SUMS + lane));
            DoubleVector error = DoubleVector.fromArray(D, scratch, j + (first ? ZEROS : ERRORS + lane));
            for (int i = first ? LANES : 0; i < terms * LANES; i += LANES) {
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
}
