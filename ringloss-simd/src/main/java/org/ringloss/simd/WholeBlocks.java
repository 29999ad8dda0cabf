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
 * The whole blocks of rows, and rows of half a block: in one loop a block is summed and a block of the rows that wait is
 * scaled, so that the CPU overlaps arithmetic and stores.
 */
final class WholeBlocks {
    private static final int BLOCK = ScalarBackend.BLOCK;
    private static final int HALF = BLOCK / 2;
    /** With vectors of two doubles the loops would be too long for the compiler of JDK 17. */
    static final boolean USED = DOUBLES > 2;

    private static final int WIDE = F.length();

    private WholeBlocks() {}

    /**
     * Sums of the whole blocks of rows, one row after the other: 8 lanes for each block, from {@code scratch.doubles[at]} on.
     * Scales as many of the rows that wait: beside the sums where what is left of a row is a vector or more, or nothing.
     * A vector that began in the last block would scale some of it twice, where a gradient lies on its features or is added.
     */
    static void sums(float[] x, int start, int stride, int rows, int dim, Scratch scratch, int at, RowScale waiting) {
        int blocks = dim / BLOCK;
        int rest = dim % BLOCK;
        int scaled = rest == 0 || rest >= WIDE ? Math.min(rows, waiting.left()) : 0;
        double[] lanes = scratch.doubles;
        if (scaled > 0) {
            int row = waiting.take(scaled);
            both(x, start, stride, scaled, blocks, lanes, at, waiting, row);
            if (rest > 0) {
                RowScaling.rest(waiting, row, scaled, blocks * BLOCK);
            }
        }
        RowScaling.next(waiting, rows - scaled);
        int apart = blocks * LANES;
        if (blocks == 1) {
            RowLanes.blocks(x, start + scaled * stride, stride, rows - scaled, lanes, at + scaled * apart);
        } else if (stride == blocks * BLOCK) {
            RowLanes.blocks(x, start + scaled * stride, BLOCK, (rows - scaled) * blocks, lanes, at + scaled * apart);
        } else {
            for (int row = scaled; row < rows; row++) {
                RowLanes.blocks(x, start + row * stride, BLOCK, blocks, lanes, at + row * apart);
            }
        }
    }

    static boolean isHalf(int dim) {
        return dim == HALF && USED;
    }

    /** The same of rows of half a block, {@link #isHalf}, without gaps. */
    static void halfSums(float[] x, int start, int rows, Scratch scratch, int at, RowScale waiting) {
        boolean dense = waiting.stride == HALF && waiting.gradientStride == HALF;
        int scaled = dense ? Math.min(rows, waiting.left()) : 0;
        if (scaled > 0) {
            bothHalves(x, start, scaled, scratch.doubles, at, waiting, waiting.take(scaled));
        }
        RowScaling.next(waiting, rows - scaled);
        RowLanes.sums(x, start + scaled * HALF, HALF, rows - scaled, HALF, scratch.doubles, at + scaled * LANES);
    }

    /**
     * Sums the blocks of rows, and scales those of as many of the rows that wait, from number {@code waiting0} on. Rows of one
     * block without gaps are taken as the blocks of one line: the compiler takes the first turn of an inner loop apart, with all
     * its checks, and each would be a first.
     */
    private static void both(
            float[] x,
            int start,
            int stride,
            int rows,
            int blocks,
            double[] lanes,
            int at,
            RowScale waiting,
            int waiting0) {
        float[] scaled = waiting.x;
        float[] g = waiting.gradient;
        float[] coefficients = waiting.coefficients;
        boolean add = waiting.add;
        int scaledStride = waiting.stride;
        int gradientStride = waiting.gradientStride;
        int xi = waiting.offset + waiting0 * scaledStride;
        int gi = waiting.gradientOffset + waiting0 * gradientStride;
        boolean line = blocks == 1 && stride == BLOCK && scaledStride == BLOCK && gradientStride == BLOCK;
        int outer = line ? 1 : rows;
        int inner = line ? rows : blocks;
        int along = line ? 1 : 0;
        for (int row = 0; row < outer; row++) {
            for (int block = 0; block < inner; block++) {
                for (int first = 0; first < LANES; first += DOUBLES) {
                    DoubleVector a = DoubleVector.zero(D);
                    DoubleVector b = a;
                    DoubleVector c = a;
                    DoubleVector d = a;
                    int from = start + row * stride + block * BLOCK + first;
                    for (int k = 0; k < BLOCK; k += STEP) {
                        int i = from + k;
                        DoubleVector v;
                        v = (DoubleVector) FloatVector.fromArray(F_HALF, x, i).castShape(D, 0);
                        a = FMA ? v.fma(v, a) : a.add(v.mul(v));
                        v = (DoubleVector)
                                FloatVector.fromArray(F_HALF, x, i + 8).castShape(D, 0);
                        c = FMA ? v.fma(v, c) : c.add(v.mul(v));
                        v = (DoubleVector)
                                FloatVector.fromArray(F_HALF, x, i + 16).castShape(D, 0);
                        b = FMA ? v.fma(v, b) : b.add(v.mul(v));
                        v = (DoubleVector)
                                FloatVector.fromArray(F_HALF, x, i + 24).castShape(D, 0);
                        d = FMA ? v.fma(v, d) : d.add(v.mul(v));
                    }
                    a.add(b).add(c.add(d)).intoArray(lanes, at + (row * blocks + block) * LANES + first);
                }
                float coefficient = coefficients[waiting0 + row + block * along];
                int i = xi + row * scaledStride + block * BLOCK;
                int k = gi + row * gradientStride + block * BLOCK;
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
    }

    /** As {@link #both}, of rows of half a block: a method of its own, since the compiler writes out loops of constant length. */
    private static void bothHalves(
            float[] x, int start, int rows, double[] lanes, int at, RowScale waiting, int waiting0) {
        float[] scaled = waiting.x;
        float[] g = waiting.gradient;
        float[] coefficients = waiting.coefficients;
        boolean add = waiting.add;
        int xi = waiting.offset + waiting0 * HALF;
        int gi = waiting.gradientOffset + waiting0 * HALF;
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
            float coefficient = coefficients[waiting0 + row];
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
