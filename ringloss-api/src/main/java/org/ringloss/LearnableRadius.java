// SPDX-License-Identifier: Apache-2.0
package org.ringloss;

import java.util.Objects;

/**
 * A radius that is trained by plain gradient descent with a learning rate of its own and never falls below 0.
 *
 * <p>It starts at a given value, or uninitialised: then {@link #initialise} sets it to the mean norm of a batch. Being
 * initialised is a state of its own, not a sign of the value. Not safe for use by several threads at once.
 */
public final class LearnableRadius {
    private final double learningRate;
    private boolean initialised;
    private double value;

    private LearnableRadius(double learningRate, boolean initialised, double value) {
        this.learningRate = Checks.notNegative("learningRate", learningRate);
        this.initialised = initialised;
        this.value = value;
    }

    /**
     * A radius that starts at a value.
     *
     * @param radius zero or positive, finite
     * @param learningRate zero or positive, finite; 0 keeps the radius fixed
     * @throws IllegalArgumentException if one of them is out of range
     */
    public static LearnableRadius startingAt(double radius, double learningRate) {
        return new LearnableRadius(learningRate, true, Checks.notNegative("radius", radius));
    }

    /**
     * A radius that waits for {@link #initialise}.
     *
     * @param learningRate zero or positive, finite
     * @throws IllegalArgumentException if it is out of range
     */
    public static LearnableRadius startingAtMeanNorm(double learningRate) {
        return new LearnableRadius(learningRate, false, Double.NaN);
    }

    /** Whether the radius has a value. */
    public boolean isInitialised() {
        return initialised;
    }

    /**
     * Starts the radius at the mean norm of a batch. With several workers, take the summary of their merged totals, so
     * that all start alike.
     *
     * @param norms of a batch with at least one row and without NaN or infinity
     * @throws IllegalArgumentException if a row is not finite, or there is none
     * @throws IllegalStateException if the radius is initialised already
     */
    public void initialise(NormSummary norms) {
        Objects.requireNonNull(norms, "norms is null");
        if (initialised) {
            throw new IllegalStateException("the radius is initialised already, to " + value);
        }
        if (norms.nonFiniteRows() > 0) {
            throw new IllegalArgumentException("norms has " + norms.nonFiniteRows() + " rows with NaN or infinity of "
                    + norms.rows() + ", must have none to start a radius from");
        }
        if (!Double.isFinite(norms.mean())) {
            throw new IllegalArgumentException("norms has " + norms.rows() + " rows and mean " + norms.mean()
                    + ", must have a row to start a radius from");
        }
        value = norms.mean();
        initialised = true;
    }

    /**
     * The radius.
     *
     * @throws IllegalStateException if it is not initialised
     */
    public double value() {
        if (!initialised) {
            throw new IllegalStateException(
                    "the radius is not initialised: call initialise(NormSummary.of(features)) with the first batch");
        }
        return value;
    }

    /**
     * One step down the gradient: R becomes max(0, R - learningRate * gradient).
     *
     * @param gradient dL/dR, finite
     * @throws IllegalArgumentException if it is not finite, or the step would make the radius infinite; the radius keeps
     *     its value
     * @throws IllegalStateException if the radius is not initialised
     */
    public void update(double gradient) {
        Checks.finite("gradient", gradient);
        double next = Math.max(0, value() - learningRate * gradient);
        if (!Double.isFinite(next)) {
            throw new IllegalArgumentException("gradient is " + gradient + ", times the learning rate (" + learningRate
                    + ") it must leave the radius finite");
        }
        value = next;
    }

    @Override
    public String toString() {
        return initialised ? Double.toString(value) : "not initialised";
    }
}
