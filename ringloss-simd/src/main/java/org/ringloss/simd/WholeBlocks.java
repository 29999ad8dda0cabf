package org.ringloss.simd;

import static org.ringloss.simd.Lanes.D;
import static org.ringloss.simd.Lanes.DOUBLES;
import static org.ringloss.simd.Lanes.F;
import static org.ringloss.simd.Lanes.FMA;
import static org.ringloss.simd.Lanes.F_HALF;
import static org.ringloss.simd.RowLanes.LANES;
import static org.ringloss.simd.RowLanes.STEP;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import org.ringloss.internal.RowScale;
import org.ringloss.internal.ScalarBackend;
import org.ringloss.internal.Scratch;

/**
 * Rows of whole blocks, or of half a block, without gaps: in one loop a block is summed and a block of the rows that wait is
 * scaled, so that the CPU overlaps arithmetic and stores.
 */
final class WholeBlocks {
    private static final int BLOCK = ScalarBackend.BLOCK;
    private static final int HALF = BLOCK / 2;
    /**
     * Rows of this length and more are walked row by row wherever they can be. With vectors of two doubles the loop would be too
     * long for the compiler of JDK 17.
     */
    static final int LIMIT = DOUBLES == 2 ? 0 : 8 * BLOCK;

    private static final int WIDE = F.length();

    private WholeBlocks() {}

    /**
     * Sums of rows of {@code blocks} blocks each: 8 lanes for each block, from {@code scratch.doubles[at]} on. Scales as many
     * of the rows that wait.
     */
    static void sums(float[] x, int start, int rows, int blocks, Scratch scratch, int at, RowScale waiting) {
        int scaled = canFuse(waiting) ? Math.min(rows, waiting.left()) : 0;
        if (scaled > 0) {
            int row = waiting.take(scaled);
            boolean one = blocks == 1;
            both(
                    x,
                    start,
                    scaled * blocks,
                    scratch.doubles,
                    at,
                    waiting.x,
                    waiting.offset + row * waiting.stride,
                    one ? waiting.coefficients : perBlock(waiting.coefficients, row, scaled, blocks, scratch.floats),
                    one ? row : 0,
                    waiting.gradient,
                    waiting.gradientOffset + row * waiting.dim,
                    waiting.add);
        }
        RowScaling.next(waiting, rows - scaled);
        int done = scaled * blocks;
        RowLanes.blocks(x, start + done * BLOCK, BLOCK, rows * blocks - done, scratch.doubles, at + done * LANES);
    }

    static boolean isHalf(int dim) {
        return dim == HALF && DOUBLES > 2;
    }

    /** The same of rows of half a block, {@link #isHalf}. */
    static void halfSums(float[] x, int start, int rows, Scratch scratch, int at, RowScale waiting) {
        int scaled = canFuse(waiting) ? Math.min(rows, waiting.left()) : 0;
        if (scaled > 0) {
            int row = waiting.take(scaled);
            bothHalves(
                    x,
                    start,
                    scaled,
                    scratch.doubles,
                    at,
                    waiting.x,
                    waiting.offset + row * HALF,
                    waiting.coefficients,
                    row,
                    waiting.gradient,
                    waiting.gradientOffset + row * HALF,
                    waiting.add);
        }
        RowScaling.next(waiting, rows - scaled);
        RowLanes.sums(x, start + scaled * HALF, HALF, rows - scaled, HALF, scratch.doubles, at + scaled * LANES);
    }

    private static boolean canFuse(RowScale waiting) {
        return waiting.left() == 0 || (waiting.stride == waiting.dim && waiting.gradientStride == waiting.dim);
    }

    /** The coefficient of every block of some rows. */
    private static float[] perBlock(float[] coefficients, int row, int rows, int blocks, float[] expanded) {
        int count = 0;
        for (int i = row; i < row + rows; i++) {
            for (int block = 0; block < blocks; block++) {
                expanded[count++] = coefficients[i];
            }
        }
        return expanded;
    }

    /** Sums blocks of {@code x}, and scales as many of {@code scaled}, whose coefficients begin with number {@code coefficient0}. */
    private static void both(
            float[] x,
            int start,
            int blocks,
            double[] lanes,
            int at,
            float[] scaled,
            int xi,
            float[] coefficients,
            int coefficient0,
            float[] g,
            int gi,
            boolean add) {
        for (int block = 0; block < blocks; block++) {
            for (int first = 0; first < LANES; first += DOUBLES) {
                DoubleVector a = DoubleVector.zero(D);
                DoubleVector b = a;
                DoubleVector c = a;
                DoubleVector d = a;
                int from = start + block * BLOCK + first;
                for (int k = 0; k < BLOCK; k += STEP) {
                    int i = from + k;
                    DoubleVector v;
                    v = (DoubleVector) FloatVector.fromArray(F_HALF, x, i).castShape(D, 0);
                    a = FMA ? v.fma(v, a) : a.add(v.mul(v));
                    v = (DoubleVector) FloatVector.fromArray(F_HALF, x, i + 8).castShape(D, 0);
                    c = FMA ? v.fma(v, c) : c.add(v.mul(v));
                    v = (DoubleVector) FloatVector.fromArray(F_HALF, x, i + 16).castShape(D, 0);
                    b = FMA ? v.fma(v, b) : b.add(v.mul(v));
                    v = (DoubleVector) FloatVector.fromArray(F_HALF, x, i + 24).castShape(D, 0);
                    d = FMA ? v.fma(v, d) : d.add(v.mul(v));
                }
                a.add(b).add(c.add(d)).intoArray(lanes, at + block * LANES + first);
            }
            float coefficient = coefficients[coefficient0 + block];
            int i = xi + block * BLOCK;
            int k = gi + block * BLOCK;
            if (add) {
                for (int j = 0; j < BLOCK; j += WIDE) {
                    FloatVector.fromArray(F, g, k + j)
                            .add(FloatVector.fromArray(F, scaled, i + j).mul(coefficient))
                            .intoArray(g, k + j);
                }
                continue;
            }
            for (int j = 0; j < BLOCK; j += WIDE) {
                FloatVector.fromArray(F, scaled, i + j).mul(coefficient).intoArray(g, k + j);
            }
        }
    }

    /** As {@link #both}, of rows of half a block: a method of its own, since the compiler writes out loops of constant length. */
    private static void bothHalves(
            float[] x,
            int start,
            int rows,
            double[] lanes,
            int at,
            float[] scaled,
            int xi,
            float[] coefficients,
            int coefficient0,
            float[] g,
            int gi,
            boolean add) {
        for (int row = 0; row < rows; row++) {
            for (int first = 0; first < LANES; first += DOUBLES) {
                DoubleVector a = DoubleVector.zero(D);
                DoubleVector b = a;
                DoubleVector c = a;
                DoubleVector d = a;
                int from = start + row * HALF + first;
                for (int k = 0; k < HALF; k += STEP) {
                    int i = from + k;
                    DoubleVector v;
                    v = (DoubleVector) FloatVector.fromArray(F_HALF, x, i).castShape(D, 0);
                    a = FMA ? v.fma(v, a) : a.add(v.mul(v));
                    v = (DoubleVector) FloatVector.fromArray(F_HALF, x, i + 8).castShape(D, 0);
                    c = FMA ? v.fma(v, c) : c.add(v.mul(v));
                    v = (DoubleVector) FloatVector.fromArray(F_HALF, x, i + 16).castShape(D, 0);
                    b = FMA ? v.fma(v, b) : b.add(v.mul(v));
                    v = (DoubleVector) FloatVector.fromArray(F_HALF, x, i + 24).castShape(D, 0);
                    d = FMA ? v.fma(v, d) : d.add(v.mul(v));
                }
                a.add(b).add(c.add(d)).intoArray(lanes, at + row * LANES + first);
            }
            float coefficient = coefficients[coefficient0 + row];
            int i = xi + row * HALF;
            int k = gi + row * HALF;
            if (add) {
                for (int j = 0; j < HALF; j += WIDE) {
                    FloatVector.fromArray(F, g, k + j)
                            .add(FloatVector.fromArray(F, scaled, i + j).mul(coefficient))
                            .intoArray(g, k + j);
                }
                continue;
            }
            for (int j = 0; j < HALF; j += WIDE) {
                FloatVector.fromArray(F, scaled, i + j).mul(coefficient).intoArray(g, k + j);
            }
        }
    }
}
