// SPDX-License-Identifier: Apache-2.0
package org.ringloss.properties;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.ringloss.BackendChoice;
import org.ringloss.FloatMatrix;
import org.ringloss.Radii;
import org.ringloss.Reduction;
import org.ringloss.RingLoss;
import org.ringloss.RingLossBatch;
import org.ringloss.RingLossBuilder;

/** One call of the ring loss with everything that a batch can carry, independent of how its floats lie in memory. */
@SuppressWarnings("ArrayRecordComponent") // a test reads them all the time and changes none
record LossCase(
        PenaltyCase penalty,
        double weight,
        Reduction reduction,
        boolean relative,
        int rows,
        int dim,
        float[] x,
        RadiusKind radiusKind,
        double[] radii,
        int[] labels,
        double @Nullable [] rowWeights,
        double divisor,
        double normScale,
        double upstream) {
    enum RadiusKind {
        SHARED,
        PER_CLASS,
        PER_ROW
    }

    /** A plain case: huber(1), weight 1, MEAN, one shared radius. */
    static LossCase of(int rows, int dim, float[] x, double radius) {
        return new LossCase(
                PenaltyCase.of("huber", 1),
                1,
                Reduction.MEAN,
                false,
                rows,
                dim,
                x,
                RadiusKind.SHARED,
                new double[] {radius},
                new int[0],
                null,
                Double.NaN,
                Double.NaN,
                1);
    }

    /** A copy in which something is different: {@code with(c -> c.weight = 2)}. */
    LossCase with(Consumer<Changes> changes) {
        Changes changed = new Changes(this);
        changes.accept(changed);
        return changed.apply();
    }

    LossCase withPenalty(PenaltyCase other) {
        return with(c -> c.penalty = other);
    }

    /** Only a mean can have a divisor. */
    LossCase withReduction(Reduction other) {
        return with(c -> {
            c.reduction = other;
            c.divisor = other == Reduction.MEAN ? divisor : Double.NaN;
        });
    }

    LossCase withX(float[] other) {
        return with(c -> c.x = other);
    }

    LossCase withUpstream(double other) {
        return with(c -> c.upstream = other);
    }

    LossCase withDivisor(double other) {
        return with(c -> c.divisor = other);
    }

    LossCase withNormScale(double other) {
        return with(c -> c.normScale = other);
    }

    /** The same without what belongs to its shards: a divisor and a scale given by the caller. */
    LossCase undivided() {
        return withDivisor(Double.NaN).withNormScale(Double.NaN);
    }

    /** These rows, in this order, with what belongs to them. */
    LossCase pick(int... order) {
        int count = order.length;
        float[] picked = new float[count * dim];
        for (int i = 0; i < count; i++) {
            System.arraycopy(x, order[i] * dim, picked, i * dim, dim);
        }
        return with(c -> {
            c.rows = count;
            c.x = picked;
            if (labels.length > 0) {
                c.labels = Arrays.stream(order).map(i -> labels[i]).toArray();
            }
            if (rowWeights != null) {
                c.rowWeights = Arrays.stream(order).mapToDouble(this::rowWeight).toArray();
            }
            if (radiusKind == RadiusKind.PER_ROW) {
                c.radii = Arrays.stream(order).mapToDouble(i -> radii[i]).toArray();
            }
        });
    }

    RingLossBuilder builder() {
        return RingLoss.builder()
                .penalty(penalty.library())
                .weight(weight)
                .reduction(reduction)
                .relative(relative);
    }

    RingLoss ring() {
        return builder().build();
    }

    RingLoss ring(BackendChoice backend) {
        return builder().backend(backend).build();
    }

    FloatMatrix features() {
        return FloatMatrix.of(x, rows, dim);
    }

    RingLossBatch batch() {
        return batch(features());
    }

    RingLossBatch batch(FloatMatrix features) {
        Radii of = switch (radiusKind) {
            case SHARED -> Radii.shared(radii[0]);
            case PER_CLASS -> Radii.perClass(radii, labels);
            case PER_ROW -> Radii.perRow(radii);
        };
        RingLossBatch batch = RingLossBatch.of(features, of);
        if (rowWeights != null) {
            batch = batch.withRowWeights(rowWeights);
        }
        if (!Double.isNaN(divisor)) {
            batch = batch.withDivisor(divisor);
        }
        return Double.isNaN(normScale) ? batch : batch.withNormScale(normScale);
    }

    double radius(int row) {
        return switch (radiusKind) {
            case SHARED -> radii[0];
            case PER_CLASS -> radii[labels[row]];
            case PER_ROW -> radii[row];
        };
    }

    double rowWeight(int row) {
        return rowWeights == null ? 1 : rowWeights[row];
    }

    @Override
    public String toString() {
        return penalty + ", weight " + weight + ", " + reduction + (relative ? ", relative" : "") + ", " + rows + " x "
                + dim + ", " + radiusKind + " " + Arrays.toString(radii) + ", labels " + Arrays.toString(labels)
                + ", weights " + Arrays.toString(rowWeights) + ", divisor " + divisor + ", scale " + normScale
                + ", upstream " + upstream + ", x " + Arrays.toString(Arrays.copyOf(x, Math.min(x.length, 64)));
    }

    /** The components of a case, to be changed. */
    static final class Changes {
        PenaltyCase penalty;
        double weight;
        Reduction reduction;
        boolean relative;
        int rows;
        final int dim;
        float[] x;
        RadiusKind radiusKind;
        double[] radii;
        int[] labels;
        double @Nullable [] rowWeights;
        double divisor;
        double normScale;
        double upstream;

        private Changes(LossCase from) {
            penalty = from.penalty;
            weight = from.weight;
            reduction = from.reduction;
            relative = from.relative;
            rows = from.rows;
            dim = from.dim;
            x = from.x;
            radiusKind = from.radiusKind;
            radii = from.radii;
            labels = from.labels;
            rowWeights = from.rowWeights;
            divisor = from.divisor;
            normScale = from.normScale;
            upstream = from.upstream;
        }

        private LossCase apply() {
            return new LossCase(
                    penalty,
                    weight,
                    reduction,
                    relative,
                    rows,
                    dim,
                    x,
                    radiusKind,
                    radii,
                    labels,
                    rowWeights,
                    divisor,
                    normScale,
                    upstream);
        }
    }
}
