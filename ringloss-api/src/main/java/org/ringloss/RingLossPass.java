// SPDX-License-Identifier: Apache-2.0
package org.ringloss;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A forward pass that can be followed by backward passes, as autograd frameworks call them. It keeps two doubles per row
 * and the views that it was given: features and weights must not change before the last backward pass.
 *
 * <p>A pass may be filled again, by {@link RingLoss#forward(RingLossBatch, RingLossPass)}: then a training loop allocates
 * nothing. Backward passes may run at the same time on several threads, each with a gradient of its own, while no call
 * fills it.
 */
public final class RingLossPass {
    private static final FloatMatrix NO_ROWS = FloatMatrix.of(new float[0], 0, 1);

    final RingLossResult result = new RingLossResult();
    FloatMatrix features = NO_ROWS;
    double @Nullable [] rowWeights;
    /** Of the rows; may be longer. */
    double[] norms = new double[0];

    double[] derivatives = new double[0];
    private @Nullable RingLoss ring;
    private double factor;
    private double scale;

    /** A pass to be filled by {@link RingLoss#forward(RingLossBatch, RingLossPass)}. */
    public RingLossPass() {}

    void begin(RingLossBatch batch) {
        ring = null;
        features = batch.features();
        rowWeights = batch.rowWeights();
        int rows = features.rows();
        if (norms.length < rows) {
            norms = new double[rows];
            derivatives = new double[rows];
        }
    }

    void end(RingLoss filledBy, double newFactor) {
        factor = newFactor;
        // Without rows there is no scale.
        scale = features.rows() == 0 ? 1 : result.totals.scale;
        ring = filledBy;
    }

    private RingLoss filled() {
        if (ring == null) {
            throw new IllegalStateException("the pass holds no batch: call ring.forward(batch, pass) first");
        }
        return ring;
    }

    /**
     * The loss; see {@link RingLossResult#loss()}.
     *
     * @return the loss
     */
    public double loss() {
        return result.loss();
    }

    /**
     * The gradient with respect to the radius, for upstream gradient 1; see {@link RingLossResult#radiusGradient()}.
     *
     * @return dL/dR
     */
    public double radiusGradient() {
        return result.radiusGradient();
    }

    /**
     * All that the forward pass found.
     *
     * @return the result, which the next forward pass into this object fills anew
     */
    public RingLossResult result() {
        return result;
    }

    /**
     * The norms of the rows.
     *
     * @return a copy
     */
    public double[] norms() {
        return Arrays.copyOf(norms, features.rows());
    }

    /**
     * Copies the norms of the rows into an array of the caller's.
     *
     * @param into receives them; its length is the number of rows
     * @throws IllegalArgumentException if the length differs
     */
    public void norms(double[] into) {
        Objects.requireNonNull(into, "into is null");
        Checks.length("into", into.length, "the number of rows", features.rows());
        System.arraycopy(norms, 0, into, 0, into.length);
    }

    /**
     * Writes dL/dx.
     *
     * @param gradient of the shape of the features; it may be the features' own rows, but may not overlap them otherwise
     * @throws IllegalArgumentException if the gradient is read-only, of another shape or overlaps the features
     */
    public void backward(FloatMatrix gradient) {
        backward(1, gradient, GradientMode.WRITE);
    }

    /**
     * Writes or adds upstream * dL/dx, the same bits as {@link RingLoss#forwardBackward}.
     *
     * @param upstream the gradient of the total loss with respect to this loss, finite; for {@link Reduction#NONE}, with
     *     respect to each row's loss
     * @param gradient of the shape of the features; it may be the features' own rows, but may not overlap them otherwise
     * @param mode whether to overwrite or to add
     * @throws IllegalArgumentException if {@code upstream} is not finite or {@code gradient} does not fit
     * @throws IllegalStateException if the pass holds no batch
     */
    public void backward(double upstream, FloatMatrix gradient, GradientMode mode) {
        RingLoss loss = filled();
        double scaled = LossPasses.gradientFactor(Checks.finite("upstream", upstream), factor, scale);
        Checks.gradient(features, gradient, mode);
        LossPasses.backward(loss, this, scaled, null, gradient, mode);
    }

    /**
     * Writes or adds the gradient of a sum of row losses that are each times an upstream gradient of their own.
     *
     * @param rowUpstream finite, one per row
     * @param gradient of the shape of the features; it may be the features' own rows, but may not overlap them otherwise
     * @param mode whether to overwrite or to add
     * @throws IllegalArgumentException if an upstream gradient is not finite, or an argument does not fit
     * @throws IllegalStateException unless the reduction is {@link Reduction#NONE}, or if the pass holds no batch
     */
    public void backward(double[] rowUpstream, FloatMatrix gradient, GradientMode mode) {
        Objects.requireNonNull(rowUpstream, "rowUpstream is null");
        RingLoss loss = filled();
        if (loss.reduction() != Reduction.NONE) {
            throw new IllegalStateException("the reduction is " + loss.reduction()
                    + ", an upstream gradient per row needs NONE: give a single upstream gradient");
        }
        Checks.length("rowUpstream", rowUpstream.length, "the number of rows", features.rows());
        Checks.allFinite("rowUpstream", rowUpstream);
        double scaled = LossPasses.gradientFactor(1, factor, scale);
        Checks.gradient(features, gradient, mode);
        LossPasses.backward(loss, this, scaled, rowUpstream, gradient, mode);
    }

    @Override
    public String toString() {
        return ring == null ? "no batch" : features + ": " + result;
    }
}
