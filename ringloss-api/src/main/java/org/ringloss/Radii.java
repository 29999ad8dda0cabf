// SPDX-License-Identifier: Apache-2.0
package org.ringloss;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The radius of every row: one for all, one per class picked by the row's label, or a target per row.
 *
 * <p>A view: the arrays are not copied, so an optimizer may change the radii and a data loader the labels between two
 * calls. Their content is checked at each call.
 */
public final class Radii {
    private final double shared;

    /** Radii per class, or targets per row when there are no labels, or null for one shared radius. */
    private final double @Nullable [] values;

    private final int @Nullable [] labels;

    private Radii(double shared, double @Nullable [] values, int @Nullable [] labels) {
        this.shared = shared;
        this.values = values;
        this.labels = labels;
    }

    /**
     * One radius for all rows.
     *
     * @param radius any number in the range of float, in the unit of the features; usually positive
     * @throws IllegalArgumentException if {@code radius} is not finite
     */
    public static Radii shared(double radius) {
        return new Radii(Checks.radius("radius", radius), null, null);
    }

    /**
     * A radius per class.
     *
     * @param radii the radius of each class, finite at the time of a call
     * @param labels the class of each row, from 0 to {@code radii.length - 1} at the time of a call; its length is the
     *     number of rows
     */
    public static Radii perClass(double[] radii, int[] labels) {
        Objects.requireNonNull(radii, "radii is null");
        Objects.requireNonNull(labels, "labels is null");
        return new Radii(0, radii, labels);
    }

    /**
     * A target norm per row. Targets are constants of the loss: it has no gradient with respect to each of them.
     *
     * @param targets finite at the time of a call; its length is the number of rows
     */
    public static Radii perRow(double[] targets) {
        return new Radii(0, Objects.requireNonNull(targets, "targets is null"), null);
    }

    /** The number of classes, or 0 when the radius is not per class. */
    int classes() {
        return labels != null && values != null ? values.length : 0;
    }

    boolean isShared() {
        return values == null;
    }

    double sharedRadius() {
        return shared;
    }

    int label(int row) {
        return Objects.requireNonNull(labels)[row];
    }

    /** The radius of a row where not all rows share one. */
    double radius(int row) {
        double[] each = Objects.requireNonNull(values);
        return labels == null ? each[row] : each[labels[row]];
    }

    void check(int rows) {
        if (values == null) {
            return;
        }
        if (labels == null) {
            Checks.length("targets", values.length, "the number of rows", rows);
            Checks.allRadii("targets", values);
            return;
        }
        Checks.length("labels", labels.length, "the number of rows", rows);
        Checks.allRadii("radii", values);
        for (int i = 0; i < rows; i++) {
            if (labels[i] < 0 || labels[i] >= values.length) {
                throw new IndexOutOfBoundsException(
                        "labels[" + i + "] is " + labels[i] + ", must be from 0 to " + (values.length - 1));
            }
        }
    }
}
