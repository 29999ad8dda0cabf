// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples.training;

import ai.djl.ndarray.NDArray;
import org.ringloss.LearnableRadius;
import org.ringloss.RingLoss;
import org.ringloss.RingLossResult;
import org.ringloss.djl.RingLossTerm;

/** Where ring loss enters the training: a term that is added to the loss, and a radius that learns beside the network. */
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
     * @param features rows of finite features, while a gradient collector is open
     * @return a scalar whose value is the ring loss, and whose gradient is that of the ring loss
     */
    NDArray of(NDArray features) {
        return RingLossTerm.term(loss, features, radius, result);
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

    /** The radius as a text that {@link LearnableRadius#parse} reads, before its start too. */
    String radiusText() {
        return radius.toString();
    }
}
