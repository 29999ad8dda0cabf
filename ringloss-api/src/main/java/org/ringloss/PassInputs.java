// SPDX-License-Identifier: Apache-2.0
package org.ringloss;

import org.jspecify.annotations.Nullable;
import org.ringloss.internal.Backend;
import org.ringloss.internal.ScalarBackend;

/**
 * What a pass reads and where it writes. Filled by the call that begins the pass, only read while threads work on it, then
 * emptied and used again: a call allocates nothing.
 */
final class PassInputs {
    private static final Pool<PassInputs> POOL = new Pool<>();
    private static final Backend NO_BACKEND = new ScalarBackend();
    private static final FloatMatrix NO_ROWS = FloatMatrix.of(new float[0], 0, 1);

    private static final Penalty NO_PENALTY = Penalty.squared();

    Backend kernels = NO_BACKEND;
    Penalty penalty = NO_PENALTY;
    FloatMatrix features = NO_ROWS;
    /** The radii, or null for the shared {@link #radius}. */
    @Nullable Radii radii;

    double radius;
    double @Nullable [] rowWeights;
    /** s: residuals are divided by it. */
    double scale = 1;
    /** lambda/N times the upstream gradient, over s. */
    double gradientFactor;
    /** lambda, for the losses per row. */
    double rowLossFactor;
    /** An upstream gradient per row, beside {@link #gradientFactor}. */
    double @Nullable [] rowUpstream;
    /** Where dL/dx goes, or null. */
    @Nullable FloatMatrix gradient;

    boolean add;
    /** What is kept of every row, and read by a later pass over the same rows. */
    double @Nullable [] rowNorms;

    double @Nullable [] rowDerivatives;
    double @Nullable [] rowLosses;

    private PassInputs() {}

    static PassInputs take() {
        PassInputs inputs = POOL.take();
        return inputs != null ? inputs : new PassInputs();
    }

    void set(RingLossBatch batch) {
        features = batch.features();
        rowWeights = batch.rowWeights();
        if (batch.radii() instanceof Radii.Shared shared) {
            radius = shared.radius();
        } else {
            radii = batch.radii();
        }
    }

    /** Lets go of the caller's arrays. */
    void giveBack() {
        penalty = NO_PENALTY;
        features = NO_ROWS;
        radii = null;
        rowWeights = null;
        scale = 1;
        rowUpstream = null;
        gradient = null;
        add = false;
        rowNorms = null;
        rowDerivatives = null;
        rowLosses = null;
        POOL.giveBack(this);
    }

    int classes() {
        return radii == null ? 0 : radii.classes();
    }

    /** Whether kernels read and write the caller's memory segments: features and gradient have to be of one kind. */
    boolean inSegments() {
        FloatMatrix into = gradient;
        return kernels.readsSegments() && features.segment != null && (into == null || into.segment != null);
    }
}
