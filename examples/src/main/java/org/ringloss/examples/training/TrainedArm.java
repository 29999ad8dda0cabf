// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples.training;

import java.util.List;
import org.ringloss.examples.input.LabelledImages;

/** A trained network that can be asked for features; holds native memory until it is closed. */
public final class TrainedArm implements AutoCloseable {
    private final Arm arm;
    private final List<EpochStats> epochs;
    private final int dim;
    private final Classifier classifier;

    TrainedArm(Arm arm, List<EpochStats> epochs, int dim, Classifier classifier) {
        this.arm = arm;
        this.epochs = epochs;
        this.dim = dim;
        this.classifier = classifier;
    }

    /** Which of the two. */
    public Arm arm() {
        return arm;
    }

    /** One entry per epoch. */
    public List<EpochStats> epochs() {
        return epochs;
    }

    /** The learned radius; NaN without ring loss. */
    public double radius() {
        return epochs.get(epochs.size() - 1).radius();
    }

    /** The share of right answers on held-out images. */
    public double accuracy() {
        return epochs.get(epochs.size() - 1).heldOutAccuracy();
    }

    /** The length of a feature. */
    public int dim() {
        return dim;
    }

    /** The features of images, row by row, {@link #dim()} numbers each. */
    public float[] features(LabelledImages images) {
        return classifier.ask(images).features();
    }

    @Override
    public void close() {
        classifier.close();
    }
}
