package org.ringloss.simd;

import static org.ringloss.simd.Lanes.F;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import org.ringloss.internal.RowScale;

/**
 * Gradient rows: coefficient times feature row, written or added. Where the row is no multiple of the vector, its last
 * vector ends where the row ends and overlaps the one before; both are loaded before either is stored, so that a gradient
 * that lies on its features is not scaled twice.
 *
 * <p>All vectors here are of one species. Methods of FloatVector that are final, such as mul and intoArray, see in their
 * profile the species that all their callers have used; with two, they were compiled for both and every vector went to the
 * heap: rows of 64 elements took 15 times as long after rows of 13 had been scaled in vectors half as wide.
 */
final class RowScaling {
    private static final int WIDE = F.length();

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
            if ((dim == 2 || dim == 4) && stride == dim && gradientStride == dim) {
                done = count & -(WIDE / dim);
                expanded(x, xi, coefficients, from, done, dim, g, gi, waiting.add);
            } else if (2 * dim >= WIDE && gradientStride == dim && !waiting.add && x != g) {
                done = Math.min(count - 1, whole(x.length, xi, stride));
                spilling(x, xi, stride, coefficients, from, done, dim, g, gi);
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
        } else {
            write(x, xi, stride, coefficients, from, count, dim, g, gi, gradientStride);
        }
    }

    /** How many rows from {@code xi} on are followed by so much that a whole vector can be read. */
    private static int whole(int length, int xi, int stride) {
        return Math.max(0, (length - WIDE - xi) / stride + 1);
    }

    /** Rows of 2 or 4 elements without gaps, several in a vector. */
    private static void expanded(
            float[] x, int xi, float[] coefficients, int from, int rows, int dim, float[] g, int gi, boolean add) {
        VectorShuffle<Float> expand = dim == 2 ? EXPAND_2 : EXPAND_4;
        int step = WIDE / dim;
        for (int row = 0; row < rows; row += step) {
            // Padding of the coefficients beyond the last row is loaded, not used.
            FloatVector ring = FloatVector.fromArray(F, coefficients, from + row)
                    .rearrange(expand)
                    .mul(FloatVector.fromArray(F, x, xi + row * dim));
            if (add) {
                FloatVector.fromArray(F, g, gi + row * dim).add(ring).intoArray(g, gi + row * dim);
            } else {
                ring.intoArray(g, gi + row * dim);
            }
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
     * Writes rows of at least half a vector, without gaps. What a vector writes beyond its row is written over by the next
     * one; the last row is left to the caller.
     */
    private static void spilling(
            float[] x, int xi, int stride, float[] coefficients, int from, int rows, int dim, float[] g, int gi) {
        for (int row = 0; row < rows; row++) {
            FloatVector.fromArray(F, x, xi + row * stride)
                    .mul(coefficients[from + row])
                    .intoArray(g, gi + row * dim);
        }
    }

    /** Rows of a whole vector or more. */
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
        int lastWhole = last - last % WIDE;
        for (int row = 0; row < rows; row++) {
            float coefficient = coefficients[from + row];
            int i = xi + row * stride;
            int k = gi + row * gradientStride;
            for (int j = 0; j < lastWhole; j += WIDE) {
                FloatVector.fromArray(F, x, i + j).mul(coefficient).intoArray(g, k + j);
            }
            FloatVector whole = FloatVector.fromArray(F, x, i + lastWhole).mul(coefficient);
            FloatVector end = FloatVector.fromArray(F, x, i + last).mul(coefficient);
            whole.intoArray(g, k + lastWhole);
            end.intoArray(g, k + last);
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
        int lastWhole = last - last % WIDE;
        for (int row = 0; row < rows; row++) {
            float coefficient = coefficients[from + row];
            int i = xi + row * stride;
            int k = gi + row * gradientStride;
            for (int j = 0; j < lastWhole; j += WIDE) {
                FloatVector.fromArray(F, g, k + j)
                        .add(FloatVector.fromArray(F, x, i + j).mul(coefficient))
                        .intoArray(g, k + j);
            }
            FloatVector whole = FloatVector.fromArray(F, g, k + lastWhole)
                    .add(FloatVector.fromArray(F, x, i + lastWhole).mul(coefficient));
            FloatVector end = FloatVector.fromArray(F, g, k + last)
                    .add(FloatVector.fromArray(F, x, i + last).mul(coefficient));
            whole.intoArray(g, k + lastWhole);
            end.intoArray(g, k + last);
        }
    }
}
