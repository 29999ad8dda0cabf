// SPDX-License-Identifier: Apache-2.0
package org.ringloss;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Euclidean norms of feature rows, by the same kernels as the loss. */
public final class Norms {
    private Norms() {}

    /**
     * The norms in double: within 2^-20 of the exact ones, relatively, for every finite row, and within 2^-24 for
     * usual ones.
     *
     * @param features the rows
     * @param norms receives one norm per row; its length is the number of rows
     * @throws IllegalArgumentException if the length differs
     */
    public static void compute(FloatMatrix features, double[] norms) {
        Objects.requireNonNull(features, "features is null");
        Objects.requireNonNull(norms, "norms is null");
        Checks.length("norms", norms.length, "the number of rows", features.rows());
        run(BatchPass::norms, features, norms, null);
    }

    /**
     * The norms of {@link #compute(FloatMatrix, double[])} rounded to float. A norm above the largest float
     * becomes infinite.
     *
     * @param features the rows
     * @param norms receives one norm per row; its length is the number of rows
     * @throws IllegalArgumentException if the length differs
     */
    public static void compute(FloatMatrix features, float[] norms) {
        Objects.requireNonNull(features, "features is null");
        Objects.requireNonNull(norms, "norms is null");
        Checks.length("norms", norms.length, "the number of rows", features.rows());
        double[] precise = new double[norms.length];
        run(BatchPass::norms, features, precise, null);
        for (int i = 0; i < norms.length; i++) {
            norms[i] = (float) precise[i];
        }
    }

    /**
     * Mean, minimum, maximum, deviation and the counts of zero and non-finite rows.
     *
     * @param features the rows
     * @return the summary of all rows
     */
    public static NormSummary summary(FloatMatrix features) {
        Objects.requireNonNull(features, "features is null");
        return totals(features).summary();
    }

    /**
     * Exact totals of the norms: those of several shards merge to the bits of an undivided matrix.
     *
     * @param features the rows
     * @return the totals of all rows
     */
    public static NormTotals totals(FloatMatrix features) {
        Objects.requireNonNull(features, "features is null");
        RingLossTotals totals = new RingLossTotals();
        run(BatchPass::normTotals, features, null, totals);
        return totals.norms;
    }

    private static void run(
            BatchPass.Steps steps, FloatMatrix features, double @Nullable [] norms, @Nullable RingLossTotals totals) {
        PassInputs in = PassInputs.take();
        try {
            in.kernels = Backends.current();
            in.features = features;
            in.rowNorms = norms;
            ParallelPass.run(steps, in, totals, null, 1, 1);
        } finally {
            in.giveBack();
        }
    }
}
