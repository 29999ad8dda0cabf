// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples.training;

import java.util.Locale;
import java.util.OptionalDouble;
import org.ringloss.Penalty;

/**
 * How both arms are trained.
 *
 * @param dim the length of a feature
 * @param penalty what a norm off the radius costs
 * @param lambda the weight of the ring loss
 * @param radius where the radius starts; empty for the mean norm of the first batch with ring loss
 * @param radiusRate the learning rate of the radius; 0 keeps it where it starts
 * @param warmUp epochs before the ring loss joins
 * @param epochs walks over the training images
 * @param batch images per step
 * @param learningRate the first learning rate; it falls to a hundredth along a cosine
 * @param threads of PyTorch and of the ring loss
 */
public record Settings(
        int dim,
        Penalty penalty,
        double lambda,
        OptionalDouble radius,
        double radiusRate,
        int warmUp,
        int epochs,
        int batch,
        double learningRate,
        int threads) {
    /** All that a result depends on, the seed and the data aside. */
    public String textOfResult() {
        return String.format(
                Locale.ROOT,
                "dim %d, %s, lambda %s, radius %s, radius rate %s, warm-up %d, epochs %d, batch %d, learning rate %s",
                dim,
                penalty,
                lambda,
                radius.isPresent() ? radius.getAsDouble() : "auto",
                radiusRate,
                warmUp,
                epochs,
                batch,
                learningRate);
    }
}
