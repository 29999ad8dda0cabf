// SPDX-License-Identifier: Apache-2.0
package org.ringloss;

import java.util.Objects;

/** Argument checks whose messages name the argument, its value and what is allowed. */
final class Checks {
    private Checks() {}

    static double finite(String name, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(name + " is " + value + ", must be finite");
        }
        return value;
    }

    /** Finite in the range of float: features are floats, and residuals stay far from the ends of double. */
    static double radius(String name, double value) {
        if (!(Math.abs(value) <= Float.MAX_VALUE)) {
            throw new IllegalArgumentException(
                    name + " is " + value + ", must be finite and at most " + Float.MAX_VALUE + " in magnitude");
        }
        return value;
    }

    /** A weight lambda: 0 to 2^100. */
    static double lambda(String name, double value) {
        if (!(value >= 0 && value <= 0x1p100)) {
            throw new IllegalArgumentException(name + " is " + value + ", must be from 0 to 2^100");
        }
        return value;
    }

    static double positive(String name, double value) {
        if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(name + " is " + value + ", must be positive and finite");
        }
        return value;
    }

    static double notNegative(String name, double value) {
        if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(name + " is " + value + ", must be zero or positive, and finite");
        }
        return value;
    }

    static void length(String name, int length, String expectedName, int expected) {
        if (length != expected) {
            throw new IllegalArgumentException(
                    name + " has length " + length + ", must be " + expectedName + " (" + expected + ")");
        }
    }

    static void gradient(FloatMatrix features, FloatMatrix gradient, GradientMode mode) {
        Objects.requireNonNull(features, "features is null");
        Objects.requireNonNull(gradient, "gradient is null");
        if (gradient.rows() != features.rows() || gradient.dim() != features.dim()) {
            throw new IllegalArgumentException("gradient is " + gradient.rows() + " x " + gradient.dim()
                    + ", must be of the shape of features (" + features.rows() + " x " + features.dim() + ")");
        }
        if (gradient.isReadOnly()) {
            throw new IllegalArgumentException("gradient is a read-only buffer, must be writable");
        }
        if (gradient.overlaps(features)) {
            throw new IllegalArgumentException("gradient (" + gradient + ") overlaps features (" + features
                    + "), must be apart from them or exactly the same rows");
        }
        Objects.requireNonNull(mode, "mode is null");
    }

    static void allRadii(String name, double[] values) {
        for (int i = 0; i < values.length; i++) {
            if (!(Math.abs(values[i]) <= Float.MAX_VALUE)) {
                throw new IllegalArgumentException(name + "[" + i + "] is " + values[i]
                        + ", must be finite and at most " + Float.MAX_VALUE + " in magnitude");
            }
        }
    }

    static void allFinite(String name, double[] values) {
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i])) {
                throw new IllegalArgumentException(name + "[" + i + "] is " + values[i] + ", must be finite");
            }
        }
    }
}
