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
import jdk.incubator.vector.VectorMask;
import org.ringloss.internal.RowScale;
import org.ringloss.internal.ScalarBackend;
import org.ringloss.internal.Scratch;

/**
 * Rows of whole blocks without gaps: in one loop a block is summed and a block of the rows that wait is scaled, so that the
 * CPU overlaps arithmetic and stores.
 *
 * <p>A store that crosses from one cache line into the next is two. So what is scaled in the loop begins with the first line of
 * its rows, as far as that is known: in front of the elements of an array is a header, and large arrays begin with a page.
 * Then the last vector of a row reaches into the next one, whose coefficient its last lanes take. What is added begins where
 * the rows do.
 */
final class WholeBlocks {
    private static final int BLOCK = ScalarBackend.BLOCK;
    /**
     * Rows of this length and more were no faster so, and slower from memory. With vectors of two doubles the loop would be
     * too long for the compiler of JDK 17.
     */
    static final int LIMIT = DOUBLES == 2 ? 0 : 8 * BLOCK;

    /** Blocks that are summed in one go where rows cannot be scaled in the same loop. */
    private static final int TURN = 8;

    private static final int WIDE = F.length();
    /** Floats from the start of an array object to its first element. */
    private static final int ARRAY_HEADER = 4;
    /** Mask i has the lanes from i on. */
    private static final VectorMask<?>[] FROM = new VectorMask<?>[WIDE + 1];

    static {
        for (int i = 0; i < WIDE; i++) {
            FROM[i] = VectorMask.fromLong(F, -1L << i);
        }
        FROM[WIDE] = VectorMask.fromLong(F, 0);
    }

    private WholeBlocks() {}

    /**
     * Sums of rows of {@code blocks} blocks each: 8 lanes for each block, from {@code scratch.doubles[at]} on. Scales as many
     * of the rows that wait.
     */
    static void sums(float[] x, int start, int rows, int blocks, Scratch scratch, int at, RowScale waiting) {
        if (!canFuse(waiting)) {
            int turn = Math.max(1, TURN / blocks);
            for (int row = 0; row < rows; row += turn) {
                int count = Math.min(turn, rows - row);
                int block = row * blocks;
                RowLanes.blocks(x, start + block * BLOCK, BLOCK, count * blocks, scratch.doubles, at + block * LANES);
                RowScaling.next(waiting, count);
            }
            return;
        }
        int scaled = Math.min(rows, waiting.left());
        int done = 0;
        if (scaled > 0) {
            int row = waiting.take(scaled);
            float[] coefficients = perBlock(waiting.coefficients, row, scaled, blocks, scratch.floats);
            int xi = waiting.offset + row * waiting.stride;
            int gi = waiting.gradientOffset + row * waiting.dim;
            // What is added must not be added twice, as in front of the first line it would be.
            int ahead = waiting.add ? 0 : -(gi + ARRAY_HEADER) & WIDE - 1;
            done = scaled * blocks;
            if (ahead > 0) {
                // In front of the first line, and a last block whose last vector reaches into no other row.
                FloatVector.fromArray(F, waiting.x, xi).mul(coefficients[0]).intoArray(waiting.gradient, gi);
                done--;
                int end = done * BLOCK;
                lastBlock(waiting.x, xi + end, ahead, coefficients[done], waiting.gradient, gi + end);
            }
            both(
                    x,
                    start,
                    done,
                    scratch.doubles,
                    at,
                    waiting.x,
                    xi + ahead,
                    coefficients,
                    waiting.gradient,
                    gi + ahead,
                    WIDE - ahead,
                    waiting.add);
        }
        RowLanes.blocks(x, start + done * BLOCK, BLOCK, rows * blocks - done, scratch.doubles, at + done * LANES);
    }

    /** Not where a gradient lies on its features: what the first vector of a row has scaled would be scaled again. */
    private static boolean canFuse(RowScale waiting) {
        return waiting.left() == 0
                || (waiting.x != waiting.gradient
                        && waiting.stride == waiting.dim
                        && waiting.gradientStride == waiting.dim);
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

    /** Scales a block from {@code ahead} on. */
    private static void lastBlock(float[] x, int xi, int ahead, float coefficient, float[] g, int gi) {
        int last = BLOCK - WIDE;
        for (int j = ahead; j < last; j += WIDE) {
            FloatVector.fromArray(F, x, xi + j).mul(coefficient).intoArray(g, gi + j);
        }
        FloatVector.fromArray(F, x, xi + last).mul(coefficient).intoArray(g, gi + last);
    }

    /**
     * Sums blocks of {@code x}, and scales as many of {@code scaled}, which begin with a cache line and of whose last vector
     * the lanes from {@code own} on belong to the next block; or adds what is scaled, all lanes their own.
     */
    @SuppressWarnings("unchecked")
    private static void both(
            float[] x,
            int start,
            int blocks,
            double[] lanes,
            int at,
            float[] scaled,
            int xi,
            float[] coefficients,
            float[] g,
            int gi,
            int own,
            boolean add) {
        VectorMask<Float> next = (VectorMask<Float>) FROM[own];
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
            float coefficient = coefficients[block];
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
            for (int j = 0; j < BLOCK - WIDE; j += WIDE) {
                FloatVector.fromArray(F, scaled, i + j).mul(coefficient).intoArray(g, k + j);
            }
            FloatVector.fromArray(F, scaled, i + BLOCK - WIDE)
                    .mul(FloatVector.broadcast(F, coefficient).blend(coefficients[block + 1], next))
                    .intoArray(g, k + BLOCK - WIDE);
        }
    }
}
