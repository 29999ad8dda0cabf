// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples.training;

import java.util.List;

/** An arm between two epochs: what it takes to go on as if nothing had happened. The arrays are not copied. */
final class Checkpoint {
    private final List<EpochStats> epochs;
    private final byte[] parameters;
    private final byte[] moments;
    private final int steps;
    private final String radius;

    /**
     * The state after some epochs.
     *
     * @param epochs those that are done
     * @param parameters of the network
     * @param moments of the optimizer
     * @param steps of the optimizer
     * @param radius as a text; empty in the arm without ring loss
     */
    Checkpoint(List<EpochStats> epochs, byte[] parameters, byte[] moments, int steps, String radius) {
        this.epochs = List.copyOf(epochs);
        this.parameters = parameters;
        this.moments = moments;
        this.steps = steps;
        this.radius = radius;
    }

    List<EpochStats> epochs() {
        return epochs;
    }

    byte[] parameters() {
        return parameters;
    }

    byte[] moments() {
        return moments;
    }

    int steps() {
        return steps;
    }

    String radius() {
        return radius;
    }
}
