package org.ringloss.simd;

import static org.ringloss.simd.Lanes.F;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import org.ringloss.internal.RowScale;
import org.ringloss.internal.ScalarBackend;

/**
 * Gradient rows: coefficient times feature row, written or added. Where the row is no multiple of the vector, its last
 * vector ends where the row ends and overlaps the one before; both are loaded before either is stored, so that a gradient
 * that lies on its features is not scaled twice.
 *
 * <p>All vectors here are of one species. Methods of FloatVector that are final, such as mul and intoArray, see in their
 * profile the species that all their callers have used; with two, they were compiled for both and every vector went to the
 * heap, for good. The suite {@code mixed-shapes} of the benchmarks watches over it.
 */
final class RowScaling {
    private static final int WIDE = F.length();
    private static final int BLOCK = ScalarBackend.BLOCK;

    private static final VectorShuffle<Float> EXPAND_1 = VectorShuffle.fromOp(F, i -> i);
    private static final VectorShuffle<Float> EXPAND_2 = VectorShuffle.fromOp(F, i -> i / 2);
    private static final VectorShuffle<Float> EXPAND_4 = VectorShuffle.fromOp(F, i -> i / 4);

    private RowScaling() {}

    /** Scales the next {@code rows} of the rows that wait, or as many as are left. */
    static void next(RowScale waiting, int rows) {
        int count = Math.min(rows, waiting.left());
        if (count == 0) {
            return;
        }
        int from = waiting.take(count);
        float[] x = waiting.x;
        float[] g = waiting.gradient;
        float[] coefficients = waiting.coefficients;
        int dim = waiting.dim;
        int stride = waiting.stride;
        int gradientStride = waiting.gradientStride;
        int xi = waiting.offset + from * stride;
        int gi = waiting.gradientOffset + from * gradientStride;
        if (dim < WIDE) {
            int done = 0;
            if ((dim == 1 || dim == 2 || dim == 4) && stride == dim && gradientStride == dim) {
                done = count & -(WIDE / dim);
                if (waiting.add) {
                    addExpanded(x, xi, coefficients, from, done, dim, g, gi);
                } else {
                    writeExpanded(x, xi, coefficients, from, done, dim, g, gi);
                }
            } else if (2 * dim >= WIDE && gradientStride == dim && !waiting.add && x != g) {
                done = count - 1;
                writeVectors(x, xi, stride, coefficients, from, done, g, gi, gradientStride);
            }
            few(
                    x,
                    xi + done * stride,
                    stride,
                    coefficients,
                    from + done,
                    count - done,
                    dim,
                    g,
                    gi + done * gradientStride,
                    gradientStride,
                    waiting.add);
        } else if (waiting.add) {
            add(x, xi, stride, coefficients, from, count, dim, g, gi, gradientStride);
        } else if (dim == WIDE) {
            writeVectors(x, xi, stride, coefficients, from, count, g, gi, gradientStride);
        } else {
            write(x, xi, stride, coefficients, from, count, dim, g, gi, gradientStride);
        }
    }

    /** Scales one row. */
    static void one(RowScale rows, int row) {
        float[] x = rows.x;
        float[] g = rows.gradient;
        float[] coefficients = rows.coefficients;
        int dim = rows.dim;
        int xi = rows.offset + row * rows.stride;
        int gi = rows.gradientOffset + row * rows.gradientStride;
        if (dim < WIDE) {
            few(x, xi, 0, coefficients, row, 1, dim, g, gi, 0, rows.add);
        } else if (rows.add) {
            add(x, xi, 0, coefficients, row, 1, dim, g, gi, 0);
        } else if (dim % BLOCK == 0) {
            writeBlocks(x, xi, coefficients[row], dim, g, gi);
        } else {
            write(x, xi, 0, coefficients, row, 1, dim, g, gi, 0);
        }
    }

    /** Writes the elements from {@code from} to {@code to}, a vector or more, of row {@code i} of those that wait, if it does. */
    static void writePart(RowScale waiting, int i, int from, int to) {
        if (i >= waiting.left()) {
            return;
        }
        int row = waiting.next() + i;
        int xi = waiting.offset + row * waiting.stride + from;
        int gi = waiting.gradientOffset + row * waiting.gradientStride + from;
        if ((to - from) % BLOCK == 0) {
            writeBlocks(waiting.x, xi, waiting.coefficients[row], to - from, waiting.gradient, gi);
        } else {
            write(waiting.x, xi, 0, waiting.coefficients, row, 1, to - from, waiting.gradient, gi, 0);
        }
    }

    /**
     * Writes a multiple of {@link #BLOCK} elements. The inner loop has a constant end and is written out by the compiler; with
     * such loops in {@link #write}, for rows of all lengths, parts of long rows took longer.
     */
    private static void writeBlocks(float[] x, int xi, float coefficient, int count, float[] g, int gi) {
        for (int j = 0; j < count; j += BLOCK) {
            for (int k = 0; k < BLOCK; k += WIDE) {
                FloatVector.fromArray(F, x, xi + j + k).mul(coefficient).intoArray(g, gi + j + k);
            }
        }
    }

    /** Rows of 1, 2 or 4 elements without gaps, several in a vector. Padding of the coefficients is loaded, not used. */
    private static void writeExpanded(
            float[] x, int xi, float[] coefficients, int from, int rows, int dim, float[] g, int gi) {
        VectorShuffle<Float> expand = dim == 1 ? EXPAND_1 : dim == 2 ? EXPAND_2 : EXPAND_4;
        int step = WIDE / dim;
        for (int row = 0; row < rows; row += step) {
            FloatVector.fromArray(F, coefficients, from + row)
                    .rearrange(expand)
                    .mul(FloatVector.fromArray(F, x, xi + row * dim))
                    .intoArray(g, gi + row * dim);
        }
    }

    private static void addExpanded(
            float[] x, int xi, float[] coefficients, int from, int rows, int dim, float[] g, int gi) {
        VectorShuffle<Float> expand = dim == 1 ? EXPAND_1 : dim == 2 ? EXPAND_2 : EXPAND_4;
        int step = WIDE / dim;
        for (int row = 0; row < rows; row += step) {
            FloatVector ring = FloatVector.fromArray(F, coefficients, from + row)
                    .rearrange(expand)
                    .mul(FloatVector.fromArray(F, x, xi + row * dim));
            FloatVector.fromArray(F, g, gi + row * dim).add(ring).intoArray(g, gi + row * dim);
        }
    }

    /** Rows that are shorter than the vectors. */
    private static void few(
            float[] x,
            int xi,
            int stride,
            float[] coefficients,
            int from,
            int rows,
            int dim,
            float[] g,
            int gi,
            int gradientStride,
            boolean add) {
        for (int row = 0; row < rows; row++) {
            float coefficient = coefficients[from + row];
            int i = xi + row * stride;
            int k = gi + row * gradientStride;
            for (int j = 0; j < dim; j++) {
                float ring = coefficient * x[i + j];
                g[k + j] = add ? g[k + j] + ring : ring;
            }
        }
    }

    /**
     * Writes one vector a row. Of a shorter row, which is at least half a vector and has no gap behind it, the rest of the
     * vector belongs to the next row, which writes over it: the last row, which has no next one, is left to the caller.
     */
    private static void writeVectors(
            float[] x,
            int xi,
            int stride,
            float[] coefficients,
            int from,
            int rows,
            float[] g,
            int gi,
            int gradientStride) {
        for (int row = 0; row < rows; row++) {
            FloatVector.fromArray(F, x, xi + row * stride)
                    .mul(coefficients[from + row])
                    .intoArray(g, gi + row * gradientStride);
        }
    }

    /** Rows of more than a vector. */
    private static void write(
            float[] x,
            int xi,
            int stride,
            float[] coefficients,
            int from,
            int rows,
            int dim,
            float[] g,
            int gi,
            int gradientStride) {
        int last = dim - WIDE;
        int rest = dim % WIDE;
        // The last whole vector of a row with a rest is stored with the rest.
        int plain = rest == 0 ? dim : last - rest;
        for (int row = 0; row < rows; row++) {
            float coefficient = coefficients[from + row];
            int i = xi + row * stride;
            int k = gi + row * gradientStride;
            for (int j = 0; j < plain; j += WIDE) {
                FloatVector.fromArray(F, x, i + j).mul(coefficient).intoArray(g, k + j);
            }
            if (rest > 0) {
                FloatVector whole = FloatVector.fromArray(F, x, i + plain).mul(coefficient);
                FloatVector end = FloatVector.fromArray(F, x, i + last).mul(coefficient);
                whole.intoArray(g, k + plain);
                end.intoArray(g, k + last);
            }
        }
    }

    private static void add(
            float[] x,
            int xi,
            int stride,
            float[] coefficients,
            int from,
            int rows,
            int dim,
            float[] g,
            int gi,
            int gradientStride) {
        int last = dim - WIDE;
        int rest = dim % WIDE;
        // The last whole vector of a row with a rest is stored with the rest.
        int plain = rest == 0 ? dim : last - rest;
        for (int row = 0; row < rows; row++) {
            float coefficient = coefficients[from + row];
            int i = xi + row * stride;
            int k = gi + row * gradientStride;
            for (int j = 0; j < plain; j += WIDE) {
                FloatVector.fromArray(F, g, k + j)
                        .add(FloatVector.fromArray(F, x, i + j).mul(coefficient))
                        .intoArray(g, k + j);
            }
            if (rest > 0) {
                FloatVector whole = FloatVector.fromArray(F, g, k + plain)
                        .add(FloatVector.fromArray(F, x, i + plain).mul(coefficient));
                FloatVector end = FloatVector.fromArray(F, g, k + last)
                        .add(FloatVector.fromArray(F, x, i + last).mul(coefficient));
                whole.intoArray(g, k + plain);
                end.intoArray(g, k + last);
            }
        }
    }
}
