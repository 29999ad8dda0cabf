// SPDX-License-Identifier: Apache-2.0
package org.ringloss.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.training.loss.Loss;
import java.util.Arrays;

/**
 * Picks the term that a {@link RingLossBlock} appended: the last of the predictions. Nothing is computed here, so it does no
 * harm that DJL evaluates a loss twice for each batch.
 *
 * <p>As a part of {@link ai.djl.training.loss.SimpleCompositeLoss} it adds the term to the other losses; given to
 * {@code addEvaluator} it shows the ring loss alone in DJL's log.
 */
public final class RingTermLoss extends Loss {
    /** A loss that the log calls RingLoss. */
    public RingTermLoss() {
        this("RingLoss");
    }

    /**
     * A loss with another name in the log.
     *
     * @param name the name
     */
    public RingTermLoss(String name) {
        super(name);
    }

    /**
     * The term.
     *
     * @param labels are not looked at
     * @param predictions end with the term
     * @return the term
     * @throws IllegalArgumentException if the last of the predictions is no scalar
     */
    @Override
    public NDArray evaluate(NDList labels, NDList predictions) {
        NDArray last = predictions.isEmpty() ? null : predictions.get(predictions.size() - 1);
        if (last == null || !last.getShape().isScalar()) {
            throw new IllegalArgumentException("predictions has shapes "
                    + Arrays.toString(predictions.getShapes())
                    + ", must end with the ring term, a scalar: put a RingLossBlock after the features, and the blocks"
                    + " behind it into RingLossBlock.classifier(...), which hands the term on");
        }
        return last;
    }
}
