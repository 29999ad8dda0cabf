package org.ringloss.simd;

import static org.ringloss.simd.Lanes.F;
import static org.ringloss.simd.Lanes.F_HALF;

import jdk.incubator.vector.FloatVector;

/**
 * Gradient rows: coefficient times feature row, written or added. Where the row is no multiple of the vector, its last
 * vector ends where the row ends and overlaps the one before; it is loaded first, so that a gradient that lies on its
 * features is not scaled twice.
 */
final class RowScaling {
    private static final int WIDE = F.length();
    private static final int HALF = F_HALF.length();

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
        for (int row = from; row < to; row++) {
            int xi = offset + row * stride;
            int gi = gradientOffset + row * gradientStride;
            if (dim < HALF || HALF < 4) {
                few(x, xi, coefficients[row], dim, g, gi, add);
            } else if (dim < WIDE) {
                twoHalves(x, xi, coefficients[row], dim, g, gi, add);
            } else if (add) {
                add(x, xi, coefficients[row], dim, g, gi);
            } else {
                write(x, xi, coefficients[row], dim, g, gi);
            }
        }
    }

    private static void few(float[] x, int xi, float coefficient, int dim, float[] g, int gi, boolean add) {
        for (int j = 0; j < dim; j++) {
            float ring = coefficient * x[xi + j];
            g[gi + j] = add ? g[gi + j] + ring : ring;
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
