package org.ringloss;

import java.util.Objects;

/** Euclidean norms of feature rows, by the same kernels as the loss. */
public final class Norms {
    private Norms() {}

    /**
     * The norms in double: within 2^-51 of the exact ones, relatively, for every finite row.
     *
     * @param features the rows
     * @param norms receives one norm per row; its length is the number of rows
     * @throws IllegalArgumentException if the length differs
     */
    public static void compute(FloatMatrix features, double[] norms) {
        Objects.requireNonNull(features, "features is null");
        Objects.requireNonNull(norms, "norms is null");
        Checks.length("norms", norms.length, "the number of rows", features.rows());
        walk(features, norms, new RingLossTotals());
    }

    /**
     * The norms rounded to float: at most 0.5 ulp + 1e-6 ulp off, for every finite row. A norm above the largest float
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
        walk(features, precise, new RingLossTotals());
        for (int i = 0; i < norms.length; i++) {
            norms[i] = (float) precise[i];
        }
    }

    /** Mean, minimum, maximum, deviation and the counts of zero and non-finite rows. */
    public static NormSummary summary(FloatMatrix features) {
        Objects.requireNonNull(features, "features is null");
        return totals(features).summary();
    }

    /** Exact totals of the norms: those of several shards merge to the bits of an undivided matrix. */
    public static NormTotals totals(FloatMatrix features) {
        Objects.requireNonNull(features, "features is null");
        RingLossTotals totals = new RingLossTotals();
        walk(features, new double[features.rows()], totals);
        return totals.norms;
    }

    private static void walk(FloatMatrix features, double[] norms, RingLossTotals totals) {
        Walk walk = Walk.take();
        try {
            walk.backend = Backends.current();
            walk.features = features;
            walk.rowNorms = norms;
            walk.totals = totals;
            walk.phase = Walk.Phase.NORMS;
            walk.run(0, features.rows());
        } finally {
            walk.giveBack();
        }
    }
}
