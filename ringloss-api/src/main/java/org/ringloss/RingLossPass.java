// SPDX-License-Identifier: Apache-2.0
package org.ringloss;

import java.util.Objects;

/**
 * A forward pass that can be followed by backward passes, as autograd frameworks call them. It keeps two doubles per row
 * and the views that it was given: features, radii and weights must not change before the last backward pass.
 *
 * <p>Backward passes may run at the same time on several threads, each with a gradient of its own.
 */
public final class RingLossPass {
    private final RingLoss ring;
    private final RingLossBatch batch;
    private final RingLossResult result;
    private final double[] norms;
    private final double[] derivatives;
    private final double factor;
    private final double scale;

    RingLossPass(
            RingLoss ring,
            RingLossBatch batch,
            RingLossResult result,
            double[] norms,
            double[] derivatives,
            double factor) {
        this.ring = ring;
        this.batch = batch;
        this.result = result;
        this.norms = norms;
        this.derivatives = derivatives;
        this.factor = factor;
        // Kept here: the result may be filled anew by another call. Without rows there is no scale.
        this.scale = norms.length == 0 ? 1 : result.totals.scale;
    }

    /** The loss; see {@link RingLossResult#loss()}. */
    public double loss() {
        return result.loss();
    }

    /** The gradient with respect to the radius, for upstream gradient 1; see {@link RingLossResult#radiusGradient()}. */
    public double radiusGradient() {
        return result.radiusGradient();
    }

    /** All that the forward pass found. */
    public RingLossResult result() {
        return result;
    }

    /** The norms of the rows, as a copy. */
    public double[] norms() {
        return norms.clone();
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
     */
    public void backward(double upstream, FloatMatrix gradient, GradientMode mode) {
        double scaled = RingLoss.gradientFactor(Checks.finite("upstream", upstream), factor, scale);
        ring.backward(batch, norms, derivatives, scaled, null, gradient, mode);
    }

    /**
     * Writes or adds the gradient of a sum of row losses that are each times an upstream gradient of their own.
     *
     * @param rowUpstream finite, one per row
     * @param gradient of the shape of the features; it may be the features' own rows, but may not overlap them otherwise
     * @param mode whether to overwrite or to add
     * @throws IllegalArgumentException if an upstream gradient is not finite, or an argument does not fit
     * @throws IllegalStateException unless the reduction is {@link Reduction#NONE}
     */
    public void backward(double[] rowUpstream, FloatMatrix gradient, GradientMode mode) {
        Objects.requireNonNull(rowUpstream, "rowUpstream is null");
        if (ring.reduction() != Reduction.NONE) {
            throw new IllegalStateException("the reduction is " + ring.reduction()
                    + ", an upstream gradient per row needs NONE: give a single upstream gradient");
        }
        Checks.length("rowUpstream", rowUpstream.length, "the number of rows", norms.length);
        Checks.allFinite("rowUpstream", rowUpstream);
        double scaled = RingLoss.gradientFactor(1, factor, scale);
        ring.backward(batch, norms, derivatives, scaled, rowUpstream, gradient, mode);
    }
}
