// SPDX-License-Identifier: Apache-2.0
package org.ringloss;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The radius of every row: {@linkplain Shared one for all}, {@linkplain PerClass one per class} picked by the row's label,
 * or {@linkplain PerRow a target per row}.
 *
 * <p>A view: the arrays are not copied, so an optimizer may change the radii and a data loader the labels between two
 * calls. Their content is checked at each call.
 */
public abstract sealed class Radii {
    private Radii() {}

    /**
     * One radius for all rows.
     *
     * @param radius any number in the range of float, in the unit of the features; usually positive
     * @return the radii
     * @throws IllegalArgumentException if {@code radius} is not finite, or out of the range of float
     */
    public static Radii shared(double radius) {
        return new Shared(Checks.radius("radius", radius));
    }

    /**
     * A radius per class.
     *
     * @param radii the radius of each class, finite at the time of a call
     * @param labels the class of each row, from 0 to {@code radii.length - 1} at the time of a call; its length is the
     *     number of rows
     * @return the radii
     */
    public static Radii perClass(double[] radii, int[] labels) {
        return new PerClass(
                Objects.requireNonNull(radii, "radii is null"), Objects.requireNonNull(labels, "labels is null"));
    }

    /**
     * A target norm per row. Targets are constants of the loss: it has no gradient with respect to each of them.
     *
     * @param targets finite at the time of a call; its length is the number of rows
     * @return the radii
     */
    public static Radii perRow(double[] targets) {
        return new PerRow(Objects.requireNonNull(targets, "targets is null"));
    }

    /** The number of classes, or 0 when the radius is not per class. */
    int classes() {
        return 0;
    }

    /** The radius of a row. */
    abstract double radius(int row);

    abstract void check(int rows);

    /** One radius for all rows. */
    public static final class Shared extends Radii {
        private final double radius;

        private Shared(double radius) {
            this.radius = radius;
        }

        /**
         * The radius.
         *
         * @return a number in the range of float
         */
        public double radius() {
            return radius;
        }

        @Override
        double radius(int row) {
            return radius;
        }

        @Override
        void check(int rows) {}

        @Override
        @SuppressWarnings("exports") // callers need no jspecify
        public boolean equals(@Nullable Object other) {
            return other instanceof Shared shared && Double.compare(shared.radius, radius) == 0;
        }

        @Override
        public int hashCode() {
            return Double.hashCode(radius);
        }

        @Override
        public String toString() {
            return "radius " + radius;
        }
    }

    /** A radius per class, picked by the row's label. */
    public static final class PerClass extends Radii {
        private final double[] radii;
        private final int[] labels;

        private PerClass(double[] radii, int[] labels) {
            this.radii = radii;
            this.labels = labels;
        }

        @Override
        int classes() {
            return radii.length;
        }

        int label(int row) {
            return labels[row];
        }

        @Override
        double radius(int row) {
            return radii[labels[row]];
        }

        /** Of the values, in 64 bits, the same on every machine. */
        long hash() {
            long hash = radii.length;
            for (double radius : radii) {
                hash = (hash ^ Double.doubleToLongBits(radius + 0.0)) * 0x9e3779b97f4a7c15L;
                hash ^= hash >>> 32;
            }
            return hash;
        }

        @Override
        void check(int rows) {
            Checks.length("labels", labels.length, "the number of rows", rows);
            Checks.allRadii("radii", radii);
            for (int i = 0; i < rows; i++) {
                if (labels[i] < 0 || labels[i] >= radii.length) {
                    throw new IndexOutOfBoundsException(
                            "labels[" + i + "] is " + labels[i] + ", must be from 0 to " + (radii.length - 1));
                }
            }
        }

        @Override
        public String toString() {
            return "radii of " + radii.length + " classes";
        }
    }

    /** A target norm per row. */
    public static final class PerRow extends Radii {
        private final double[] targets;

        private PerRow(double[] targets) {
            this.targets = targets;
        }

        @Override
        double radius(int row) {
            return targets[row];
        }

        @Override
        void check(int rows) {
            Checks.length("targets", targets.length, "the number of rows", rows);
            Checks.allRadii("targets", targets);
        }

        @Override
        public String toString() {
            return "a target per row";
        }
    }
}
