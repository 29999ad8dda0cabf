// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples;

import ai.djl.ndarray.NDArray;
import org.ringloss.FloatMatrix;
import org.ringloss.LearnableRadius;
import org.ringloss.NormSummary;
import org.ringloss.Norms;
import org.ringloss.RingLoss;
import org.ringloss.RingLossResult;

/**
 * The ring loss as a term that an autograd framework can add to its own loss.
 *
 * <p>The gradient g comes from {@link RingLoss}; the framework never sees how. What it gets is {@code sum(x * g)} with g
 * held constant: whatever g is, the gradient of that sum with respect to the features x is g.
 */
final class RingTerm {
    private final RingLoss loss;
    private final LearnableRadius radius;
    private final RingLossResult result = new RingLossResult();

    RingTerm(RingLoss loss, LearnableRadius radius) {
        this.loss = loss;
        this.radius = radius;
    }

    /**
     * Both passes over a batch.
     *
     * @param features rows of features, while a gradient collector is open
     * @return a scalar whose gradient is that of the ring loss; its value is not the loss, {@link #loss()} is
     * @throws TrainingException if a feature is not finite
     */
    NDArray surrogate(NDArray features) {
        int rows = (int) features.getShape().get(0);
        int dim = (int) features.getShape().get(1);
        FloatMatrix x = FloatMatrix.of(features.toFloatArray(), rows, dim);
        if (!radius.isInitialised()) {
            NormSummary norms = Norms.summary(x);
            requireFinite(norms.nonFiniteRows());
            radius.initialise(norms);
        }
        float[] gradient = new float[rows * dim];
        loss.forwardBackward(x, radius.value(), FloatMatrix.of(gradient, rows, dim), result);
        requireFinite(result.nonFiniteRows());
        return features.mul(features.getManager().create(gradient, features.getShape()))
                .sum();
    }

    private static void requireFinite(long nonFiniteRows) {
        if (nonFiniteRows > 0) {
            throw new TrainingException("training diverged: " + nonFiniteRows
                    + " features of a batch are not finite; try a smaller --learning-rate");
        }
    }

    /** One step of the radius down the gradient of the last batch. */
    void updateRadius() {
        radius.update(result.radiusGradient());
    }

    /** The ring loss of the last batch. */
    double loss() {
        return result.loss();
    }

    /** The radius, once there was a batch. */
    double radius() {
        return radius.value();
    }
}
