// SPDX-License-Identifier: Apache-2.0
package org.ringloss;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a pass reads beside its configuration: the features, the radii, and what is optional. Immutable, and
 * a view: the arrays behind it are not copied, so one batch object serves every step of a training loop that refills
 * the same arrays.
 */
public final class RingLossBatch {
    private static final double[] NO_WEIGHTS = new double[0];

    private final FloatMatrix features;
    private final Radii radii;
    private final double[] rowWeights;
    private final double divisor;
    private final double normScale;

    private RingLossBatch(FloatMatrix features, Radii radii, double[] rowWeights, double divisor, double normScale) {
        this.features = features;
        this.radii = radii;
        this.rowWeights = rowWeights;
        this.divisor = divisor;
        this.normScale = normScale;
    }

    /**
     * Features with one shared radius.
     *
     * @param features the rows
     * @param radius the radius R of all rows, finite
     * @return the batch, a view of both
     */
    public static RingLossBatch of(FloatMatrix features, double radius) {
        return of(features, Radii.shared(radius));
    }

    /**
     * Features with their radii.
     *
     * @param features the rows
     * @param radii a radius for each class or row, or one for all
     * @return the batch, a view of both
     */
    public static RingLossBatch of(FloatMatrix features, Radii radii) {
        Objects.requireNonNull(features, "features is null");
        Objects.requireNonNull(radii, "radii is null");
        return new RingLossBatch(features, radii, NO_WEIGHTS, Double.NaN, Double.NaN);
    }

    /**
     * The same batch with a weight per row. A row of weight 0 is ignored altogether: it adds nothing to the loss, to
     * any gradient or to the norm summary, whatever it holds; only the divisor of {@link Reduction#MEAN} counts it.
     *
     * @param rowWeights one per row; zero or positive and finite at the time of a call
     * @return a batch with these weights and all else as here
     */
    public RingLossBatch withRowWeights(double[] rowWeights) {
        Objects.requireNonNull(rowWeights, "rowWeights is null");
        Checks.length("rowWeights", rowWeights.length, "the number of rows", features.rows());
        return new RingLossBatch(features, radii, rowWeights, divisor, normScale);
    }

    /**
     * The same batch with N given instead of counted: what {@link Reduction#MEAN} divides by. A caller that holds one
     * shard of a batch gives the size of the whole batch.
     *
     * @param divisor positive and finite
     * @return a batch with this divisor and all else as here
     * @throws IllegalArgumentException if it is not
     */
    public RingLossBatch withDivisor(double divisor) {
        return new RingLossBatch(features, radii, rowWeights, Checks.positive("divisor", divisor), normScale);
    }

    /**
     * The same batch with the scale s of relative mode given instead of computed from these rows. A caller that holds
     * one shard takes it from the merged summary of all shards, {@link NormSummary#relativeScale()}.
     *
     * @param normScale positive and finite
     * @return a batch with this scale and all else as here
     * @throws IllegalArgumentException if it is not
     */
    public RingLossBatch withNormScale(double normScale) {
        return new RingLossBatch(features, radii, rowWeights, divisor, Checks.positive("normScale", normScale));
    }

    /** {@return the features} */
    public FloatMatrix features() {
        return features;
    }

    /** {@return the radii} */
    public Radii radii() {
        return radii;
    }

    double @Nullable [] rowWeights() {
        return rowWeights == NO_WEIGHTS ? null : rowWeights;
    }

    /** N as the caller gave it, or NaN. */
    double divisor() {
        return divisor;
    }

    /** s as the caller gave it, or NaN. */
    double normScale() {
        return normScale;
    }

    /** Checks what may have changed since the batch was made, and what only some losses take. */
    void check(Reduction reduction, boolean relative) {
        radii.check(features.rows());
        for (int i = 0; i < rowWeights.length; i++) {
            if (!(rowWeights[i] >= 0 && rowWeights[i] < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                        "rowWeights[" + i + "] is " + rowWeights[i] + ", must be zero or positive, and finite");
            }
        }
        if (!Double.isNaN(divisor) && reduction != Reduction.MEAN) {
            throw new IllegalArgumentException(
                    "divisor is " + divisor + ", must not be given with reduction " + reduction);
        }
        if (!Double.isNaN(normScale) && !relative) {
            throw new IllegalArgumentException(
                    "normScale is " + normScale + ", must not be given without relative mode");
        }
    }

    /** For example {@code 64 x 128, radius 20.0}, and what else was given. */
    @Override
    public String toString() {
        return features
                + ", "
                + radii
                + (rowWeights == NO_WEIGHTS ? "" : ", row weights")
                + (Double.isNaN(divisor) ? "" : ", divisor " + divisor)
                + (Double.isNaN(normScale) ? "" : ", norm scale " + normScale);
    }
}
