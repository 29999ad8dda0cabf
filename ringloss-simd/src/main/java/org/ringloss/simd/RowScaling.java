package org.ringloss.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Gradient rows: coefficient times feature row, written or added. The last vector of a row ends where the row ends and
 * overlaps the one before; it is loaded first, so that a gradient that lies on its features is not scaled twice.
 */
final class RowScaling {
    private static final VectorSpecies<Float> F = Lanes.F;
    private static final int WIDE = F.length();

    private RowScaling() {}

    static void write(
            float[] x,
            int offset,
            int stride,
            float[] coefficients,
            int from,
            int to,
            int dim,
            float[] g,
            int go,
            int gs) {
        for (int i = from; i < to; i++) {
            float coefficient = coefficients[i];
            int xi = offset + i * stride;
            int gi = go + i * gs;
            if (dim >= WIDE) {
                int last = dim - WIDE;
                FloatVector end = FloatVector.fromArray(F, x, xi + last).mul(coefficient);
                for (int j = 0; j < last; j += WIDE) {
                    FloatVector.fromArray(F, x, xi + j).mul(coefficient).intoArray(g, gi + j);
                }
                end.intoArray(g, gi + last);
            } else {
                for (int j = 0; j < dim; j++) {
                    g[gi + j] = coefficient * x[xi + j];
                }
            }
        }
    }

    static void add(
            float[] x,
            int offset,
            int stride,
            float[] coefficients,
            int from,
            int to,
            int dim,
            float[] g,
            int go,
            int gs) {
        for (int i = from; i < to; i++) {
            float coefficient = coefficients[i];
            int xi = offset + i * stride;
            int gi = go + i * gs;
            if (dim >= WIDE) {
                int last = dim - WIDE;
                FloatVector end = sum(x, xi + last, coefficient, g, gi + last);
                for (int j = 0; j < last; j += WIDE) {
                    sum(x, xi + j, coefficient, g, gi + j).intoArray(g, gi + j);
                }
                end.intoArray(g, gi + last);
            } else {
                for (int j = 0; j < dim; j++) {
                    g[gi + j] += coefficient * x[xi + j];
                }
            }
        }
    }

    private static FloatVector sum(float[] x, int i, float coefficient, float[] g, int k) {
        return FloatVector.fromArray(F, g, k).add(FloatVector.fromArray(F, x, i).mul(coefficient));
    }
}
