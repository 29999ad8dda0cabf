// SPDX-License-Identifier: Apache-2.0
package org.ringloss.properties;

import org.ringloss.FloatMatrix;
import org.ringloss.Norms;

/** The norms of very many rows against the exact ones. */
final class NormSweep {
    /** Promised for every finite row. */
    static final double ALLOWED = 0x1p-20;
    /** Promised for {@linkplain NormRows.Kind#NORMAL usual} rows; half an ulp of a float, or one below a power of two. */
    static final double ALLOWED_USUAL = 0x1p-24;

    private static final int FLOATS_AT_ONCE = 4096;

    private final NormRows maker;

    NormSweep(long seed) {
        maker = new NormRows(seed);
    }

    /** The largest relative error of so many rows; infinite if one is NaN. */
    double worst(NormRows.Kind kind, int dim, int rows) {
        int atOnce = Math.max(1, FLOATS_AT_ONCE / dim);
        float[] x = new float[atOnce * dim];
        double worst = 0;
        for (int done = 0; done < rows; done += atOnce) {
            int some = Math.min(atOnce, rows - done);
            for (int i = 0; i < some; i++) {
                maker.fill(kind, x, i * dim, dim);
            }
            worst = Math.max(worst, worst(x, some, dim));
        }
        return worst;
    }

    private static double worst(float[] x, int rows, int dim) {
        double[] norms = new double[rows];
        Norms.compute(FloatMatrix.of(x, rows, dim), norms);
        double worst = 0;
        for (int i = 0; i < rows; i++) {
            double error = Math.abs(NormOracle.relativeError(norms[i], x, i * dim, dim));
            worst = Double.isNaN(error) ? Double.POSITIVE_INFINITY : Math.max(worst, error);
        }
        return worst;
    }
}
