package org.ringloss.simd;

import static org.ringloss.simd.Lanes.F;
import static org.ringloss.simd.Lanes.F_HALF;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;

/**
 * Gradient rows: coefficient times feature row, written or added. Where the row is no multiple of the vector, its last
 * vector ends where the row ends and overlaps the one before; it is loaded first, so that a gradient that lies on its
 * features is not scaled twice.
 */
final class RowScaling {
    private static final int WIDE = F.length();
    private static final int HALF = F_HALF.length();

    private static final VectorShuffle<Float> EXPAND_2 = VectorShuffle.fromOp(F, i -> i / 2);
    private static final VectorShuffle<Float> EXPAND_4 = VectorShuffle.fromOp(F, i -> i / 4);

    private RowScaling() {}

    /** Rows {@code from} to {@code to}. */
    static void rows(
            float[] x,
            int offset,
            int stride,
            float[] coefficients,
            int from,
            int to,
            int dim,
            float[] g,
            int gradientOffset,
            int gradientStride,
            boolean add) {
        if (stride == dim && gradientStride == dim && (dim == 2 || dim == 4) && dim < HALF) {
            // Padding of the coefficients beyond the last row is loaded, not used.
            int whole = (to - from) & -(WIDE / dim);
            expanded(x, offset + from * dim, coefficients, from, whole, dim, g, gradientOffset + from * dim, add);
            from += whole;
        }
        if (dim < HALF || HALF < 4) {
            few(x, offset, stride, coefficients, from, to, dim, g, gradientOffset, gradientStride, add);
            return;
        }
        for (int row = from; row < to; row++) {
            int xi = offset + row * stride;
            int gi = gradientOffset + row * gradientStride;
            if (dim < WIDE) {
                twoHalves(x, xi, coefficients[row], dim, g, gi, add);
            } else if (add) {
                add(x, xi, coefficients[row], dim, g, gi);
            } else {
                write(x, xi, coefficients[row], dim, g, gi);
            }
        }
    }

    /** Rows of 2 or 4 elements without gaps, several in a vector. */
    private static void expanded(
            float[] x, int xi, float[] coefficients, int from, int rows, int dim, float[] g, int gi, boolean add) {
        VectorShuffle<Float> expand = dim == 2 ? EXPAND_2 : EXPAND_4;
        int step = WIDE / dim;
        for (int row = 0; row < rows; row += step) {
            FloatVector ring = FloatVector.fromArray(F, coefficients, from + row)
                    .rearrange(expand)
                    .mul(FloatVector.fromArray(F, x, xi + row * dim));
            if (add) {
                ring = FloatVector.fromArray(F, g, gi + row * dim).add(ring);
            }
            ring.intoArray(g, gi + row * dim);
        }
    }

    /** Rows that are shorter than the vectors. */
    private static void few(
            float[] x,
            int offset,
            int stride,
            float[] coefficients,
            int from,
            int to,
            int dim,
            float[] g,
            int gradientOffset,
            int gradientStride,
            boolean add) {
        for (int row = from; row < to; row++) {
            float coefficient = coefficients[row];
            int xi = offset + row * stride;
            int gi = gradientOffset + row * gradientStride;
            int j = 0;
            if ((dim & 1) != 0) {
                g[gi] = add ? g[gi] + coefficient * x[xi] : coefficient * x[xi];
                j = 1;
            }
            for (; j < dim; j += 2) {
                float ring0 = coefficient * x[xi + j];
                float ring1 = coefficient * x[xi + j + 1];
                g[gi + j] = add ? g[gi + j] + ring0 : ring0;
                g[gi + j + 1] = add ? g[gi + j + 1] + ring1 : ring1;
            }
        }
    }

    private static void twoHalves(float[] x, int xi, float coefficient, int dim, float[] g, int gi, boolean add) {
        int last = dim - HALF;
        FloatVector head = FloatVector.fromArray(F_HALF, x, xi).mul(coefficient);
        FloatVector tail = FloatVector.fromArray(F_HALF, x, xi + last).mul(coefficient);
        if (add) {
            head = FloatVector.fromArray(F_HALF, g, gi).add(head);
            tail = FloatVector.fromArray(F_HALF, g, gi + last).add(tail);
        }
        head.intoArray(g, gi);
        tail.intoArray(g, gi + last);
    }

    private static void write(float[] x, int xi, float coefficient, int dim, float[] g, int gi) {
        int last = dim - WIDE;
        FloatVector end = FloatVector.fromArray(F, x, xi + last).mul(coefficient);
        int j = 0;
        for (; j <= last - 3 * WIDE; j += 4 * WIDE) {
            FloatVector.fromArray(F, x, xi + j).mul(coefficient).intoArray(g, gi + j);
            FloatVector.fromArray(F, x, xi + j + WIDE).mul(coefficient).intoArray(g, gi + j + WIDE);
            FloatVector.fromArray(F, x, xi + j + 2 * WIDE).mul(coefficient).intoArray(g, gi + j + 2 * WIDE);
            FloatVector.fromArray(F, x, xi + j + 3 * WIDE).mul(coefficient).intoArray(g, gi + j + 3 * WIDE);
        }
        for (; j < last; j += WIDE) {
            FloatVector.fromArray(F, x, xi + j).mul(coefficient).intoArray(g, gi + j);
        }
        if (j < dim) {
            end.intoArray(g, gi + last);
        }
    }

    private static void add(float[] x, int xi, float coefficient, int dim, float[] g, int gi) {
        int last = dim - WIDE;
        FloatVector end = FloatVector.fromArray(F, g, gi + last)
                .add(FloatVector.fromArray(F, x, xi + last).mul(coefficient));
        int j = 0;
        for (; j <= last - 3 * WIDE; j += 4 * WIDE) {
            FloatVector.fromArray(F, g, gi + j)
                    .add(FloatVector.fromArray(F, x, xi + j).mul(coefficient))
                    .intoArray(g, gi + j);
            FloatVector.fromArray(F, g, gi + j + WIDE)
                    .add(FloatVector.fromArray(F, x, xi + j + WIDE).mul(coefficient))
                    .intoArray(g, gi + j + WIDE);
            FloatVector.fromArray(F, g, gi + j + 2 * WIDE)
                    .add(FloatVector.fromArray(F, x, xi + j + 2 * WIDE).mul(coefficient))
                    .intoArray(g, gi + j + 2 * WIDE);
            FloatVector.fromArray(F, g, gi + j + 3 * WIDE)
                    .add(FloatVector.fromArray(F, x, xi + j + 3 * WIDE).mul(coefficient))
                    .intoArray(g, gi + j + 3 * WIDE);
        }
        for (; j < last; j += WIDE) {
            FloatVector.fromArray(F, g, gi + j)
                    .add(FloatVector.fromArray(F, x, xi + j).mul(coefficient))
                    .intoArray(g, gi + j);
        }
        if (j < dim) {
            end.intoArray(g, gi + last);
        }
    }
}
