// SPDX-License-Identifier: Apache-2.0
package org.ringloss.spark;

import java.io.Serializable;
import java.util.Objects;
import org.ringloss.FloatMatrix;
import org.ringloss.Reduction;
import org.ringloss.RingLoss;
import org.ringloss.RingLossBatch;
import org.ringloss.RingLossPass;
import org.ringloss.RingLossTotals;

/**
 * What an audit measures rows against; travels to the executors, where the loss chooses its backend.
 *
 * @param ring the loss
 * @param radius the radius of all rows
 * @param normScale the scale of relative mode, NaN without
 * @param dim the length of every embedding
 */
record LossSettings(RingLoss ring, double radius, double normScale, int dim) implements Serializable {

    static LossSettings of(RingLoss ring, double radius, double normScale, int dim) {
        Objects.requireNonNull(ring, "ring is null");
        requireDim(dim);
        if (!(Math.abs(radius) <= Float.MAX_VALUE)) {
            throw new IllegalArgumentException(
                    "radius is " + radius + ", must be finite and at most " + Float.MAX_VALUE + " in magnitude");
        }
        if (ring.reduction() == Reduction.NONE) {
            throw new IllegalArgumentException("ring has reduction NONE, must have MEAN or SUM: an audit adds rows up");
        }
        return new LossSettings(ring, radius, normScale, dim);
    }

    static int requireDim(int dim) {
        if (dim < 1) {
            throw new IllegalArgumentException("dim is " + dim + ", must be 1 or more");
        }
        return dim;
    }

    LossSettings withRadius(double newRadius) {
        return new LossSettings(ring, newRadius, normScale, dim);
    }

    /** Rows as the loss takes them. */
    RingLossBatch batch(FloatMatrix rows) {
        RingLossBatch batch = RingLossBatch.of(rows, radius);
        return Double.isNaN(normScale) ? batch : batch.withNormScale(normScale);
    }

    RingLossPass forward(FloatMatrix rows) {
        return ring.forward(batch(rows));
    }

    /**
     * Refuses totals of another penalty or radius: those of a row of these settings would not merge with them.
     *
     * @throws IllegalArgumentException if they are
     */
    void requireSame(RingLossTotals totals) {
        FloatMatrix row = FloatMatrix.of(new float[dim], 1, dim);
        forward(row).result().totals().merge(totals);
    }

    /** For example {@code ringloss(penalty=huber(1.0), ...), radius 16.0, dim 128}. */
    @Override
    public String toString() {
        return ring + ", radius " + radius + (Double.isNaN(normScale) ? "" : ", norm scale " + normScale) + ", dim "
                + dim;
    }
}
