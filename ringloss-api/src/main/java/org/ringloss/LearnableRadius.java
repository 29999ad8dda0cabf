// SPDX-License-Identifier: Apache-2.0
package org.ringloss;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A radius that is trained by plain gradient descent with a learning rate of its own and never falls below 0.
 *
 * <p>It starts at a given value, or uninitialised: then the first {@link RingLoss#forwardBackward(FloatMatrix,
 * LearnableRadius, FloatMatrix) forwardBackward}, or {@link #initialise}, sets it to the mean norm of a batch. Being
 * initialised is a state of its own, not a sign of the value. Its text ({@link #toString}, {@link #parse}) is a checkpoint.
 * Not safe for use by several threads at once.
 *
 * <pre>{@code
 * LearnableRadius radius = LearnableRadius.startingAtMeanNorm(0.1);
 * RingLossResult r = ring.forwardBackward(features, radius, gradient);
 * radius.update(r.radiusGradient());
 * }</pre>
 */
@SuppressWarnings("serial") // Java serialization writes the text in place of the fields
public final class LearnableRadius implements Serializable {
    private static final long serialVersionUID = 1;
    private static final String EXAMPLE = "radius(value=12.5, learningRate=0.1)";
    private static final String NOT_INITIALISED = "meanNorm";

    private double learningRate;
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
     * @param radius from 0 to the largest float
     * @param learningRate zero or positive, finite; 0 keeps the radius fixed
     * @return the radius
     * @throws IllegalArgumentException if one of them is out of range
     */
    public static LearnableRadius startingAt(double radius, double learningRate) {
        Checks.notNegative("radius", radius);
        return new LearnableRadius(learningRate, true, Checks.radius("radius", radius));
    }

    /**
     * A radius that starts at the mean norm of the first batch.
     *
     * @param learningRate zero or positive, finite
     * @return the radius, without a value yet
     * @throws IllegalArgumentException if it is out of range
     */
    public static LearnableRadius startingAtMeanNorm(double learningRate) {
        return new LearnableRadius(learningRate, false, Double.NaN);
    }

    /**
     * Whether the radius has a value.
     *
     * @return false for a radius that waits for its first batch
     */
    public boolean isInitialised() {
        return initialised;
    }

    /**
     * Starts the radius at the mean norm of a batch. With several workers, take the summary of their merged {@link
     * NormTotals}, so that all start alike.
     *
     * @param norms of a batch with at least one row and without NaN or infinity
     * @throws IllegalArgumentException if a row is not finite, or there is none
     * @throws IllegalStateException if the radius is initialised already
     */
    public void initialise(NormSummary norms) {
        initialise("norms", Objects.requireNonNull(norms, "norms is null"));
    }

    void initialise(String argument, NormSummary norms) {
        if (initialised) {
            throw new IllegalStateException("the radius is initialised already, to " + value);
        }
        if (norms.nonFiniteRows() > 0) {
            throw new IllegalArgumentException(argument + " has " + norms.nonFiniteRows()
                    + " rows with NaN or infinity of " + norms.rows() + ", must have none to start a radius from");
        }
        if (!Double.isFinite(norms.mean())) {
            throw new IllegalArgumentException(argument + " has " + norms.rows() + " rows and mean norm " + norms.mean()
                    + ", must have a row to start a radius from");
        }
        value = norms.mean();
        initialised = true;
    }

    /**
     * The radius.
     *
     * @return zero or positive, finite
     * @throws IllegalStateException if it is not initialised
     */
    public double value() {
        if (!initialised) {
            throw new IllegalStateException(
                    "the radius is not initialised: call initialise(Norms.summary(features)) with the first batch");
        }
        return value;
    }

    /**
     * The learning rate.
     *
     * @return zero or positive, finite
     */
    public double learningRate() {
        return learningRate;
    }

    /**
     * Changes the learning rate, for schedules; 0 keeps the radius fixed.
     *
     * @param learningRate zero or positive, finite
     * @throws IllegalArgumentException if it is out of range
     */
    public void setLearningRate(double learningRate) {
        this.learningRate = Checks.notNegative("learningRate", learningRate);
    }

    /**
     * One step down the gradient: R becomes max(0, R - learningRate * gradient).
     *
     * @param gradient dL/dR, finite
     * @throws IllegalArgumentException if it is not finite, or the step would take the radius above the largest float; the
     *     radius keeps its value
     * @throws IllegalStateException if the radius is not initialised
     */
    public void update(double gradient) {
        Checks.finite("gradient", gradient);
        double next = Math.max(0, value() - learningRate * gradient);
        if (!(next <= Float.MAX_VALUE)) {
            throw new IllegalArgumentException("gradient is " + gradient + ", times the learning rate (" + learningRate
                    + ") it must leave the radius (" + value + ") at most " + Float.MAX_VALUE);
        }
        value = next;
    }

    /**
     * Reads what {@link #toString} gave, keys in any order.
     *
     * @param text such as {@code radius(value=12.5, learningRate=0.1)}, or with {@code value=meanNorm} for a radius that
     *     has no value yet
     * @return the radius
     * @throws IllegalArgumentException if the text is not of that form
     */
    public static LearnableRadius parse(String text) {
        KeyedText keyed = KeyedText.parse(text, EXAMPLE, List.of("value", "learningRate"));
        double learningRate = keyed.number("learningRate");
        return keyed.get("value").equals(NOT_INITIALISED)
                ? startingAtMeanNorm(learningRate)
                : startingAt(keyed.number("value"), learningRate);
    }

    private Object writeReplace() {
        return new Serialized(toString());
    }

    /** A radius comes from its text only, which is checked. */
    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw new InvalidObjectException("a radius is read from its text");
    }

    /** What Java serialization writes in place of a radius. */
    private record Serialized(String text) implements Serializable {
        private Object readResolve() throws InvalidObjectException {
            try {
                return parse(text);
            } catch (IllegalArgumentException | NullPointerException e) {
                throw BuiltInPenalty.invalidObject(e);
            }
        }
    }

    /** Whether the other radius has the same state: value, if any, and learning rate. */
    @Override
    @SuppressWarnings("exports") // callers need no jspecify
    public boolean equals(@Nullable Object other) {
        return other instanceof LearnableRadius radius && toString().equals(radius.toString());
    }

    @Override
    public int hashCode() {
        return toString().hashCode();
    }

    /** The text that {@link #parse} reads back. */
    @Override
    public String toString() {
        return "radius(value=" + (initialised ? Double.toString(value) : NOT_INITIALISED) + ", learningRate="
                + learningRate + ")";
    }
}
