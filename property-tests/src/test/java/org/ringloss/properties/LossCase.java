package org.ringloss.properties;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.ringloss.FloatMatrix;
import org.ringloss.Penalty;
import org.ringloss.Radii;
import org.ringloss.Reduction;
import org.ringloss.RingLoss;
import org.ringloss.RingLossBatch;

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

    /** A plain scene: huber(1), weight 1, MEAN, one shared radius. */
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

    LossCase withPenalty(PenaltyCase other) {
        return new LossCase(
                other,
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

    LossCase withReduction(Reduction other) {
        double kept = other == Reduction.MEAN ? divisor : Double.NaN;
        return new LossCase(
                penalty,
                weight,
                other,
                relative,
                rows,
                dim,
                x,
                radiusKind,
                radii,
                labels,
                rowWeights,
                kept,
                normScale,
                upstream);
    }

    /** The same scene without what belongs to its shards: a divisor and a scale given by the caller. */
    LossCase undivided() {
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
                Double.NaN,
                Double.NaN,
                upstream);
    }

    LossCase withUpstream(double other) {
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
                other);
    }

    LossCase withNormScale(double other) {
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
                other,
                upstream);
    }

    LossCase withX(float[] other) {
        return new LossCase(
                penalty,
                weight,
                reduction,
                relative,
                rows,
                dim,
                other,
                radiusKind,
                radii,
                labels,
                rowWeights,
                divisor,
                normScale,
                upstream);
    }

    LossCase withDivisor(double other) {
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
                other,
                normScale,
                upstream);
    }

    /** These rows, in this order, with what belongs to them. */
    LossCase pick(int... order) {
        float[] picked = new float[order.length * dim];
        int[] pickedLabels = labels.length == 0 ? labels : new int[order.length];
        double[] pickedWeights = rowWeights == null ? null : new double[order.length];
        double[] pickedRadii = radiusKind == RadiusKind.PER_ROW ? new double[order.length] : radii;
        for (int i = 0; i < order.length; i++) {
            System.arraycopy(x, order[i] * dim, picked, i * dim, dim);
            if (labels.length > 0) {
                pickedLabels[i] = labels[order[i]];
            }
            if (pickedWeights != null && rowWeights != null) {
                pickedWeights[i] = rowWeights[order[i]];
            }
            if (radiusKind == RadiusKind.PER_ROW) {
                pickedRadii[i] = radii[order[i]];
            }
        }
        return new LossCase(
                penalty,
                weight,
                reduction,
                relative,
                order.length,
                dim,
                picked,
                radiusKind,
                pickedRadii,
                pickedLabels,
                pickedWeights,
                divisor,
                normScale,
                upstream);
    }

    RingLoss.Builder builder() {
        Penalty library = penalty.library();
        return RingLoss.builder()
                .penalty(library)
                .weight(weight)
                .reduction(reduction)
                .relative(relative);
    }

    RingLoss ring() {
        return builder().build();
    }

    RingLoss ring(String backend) {
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
}
