// SPDX-License-Identifier: Apache-2.0
package org.ringloss.properties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ringloss.properties.Refusals.assertIllegal;
import static org.ringloss.properties.Refusals.assertIllegalState;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.ringloss.FloatMatrix;
import org.ringloss.GradientMode;
import org.ringloss.LearnableRadius;
import org.ringloss.Norms;
import org.ringloss.Radii;
import org.ringloss.Reduction;
import org.ringloss.RingLoss;
import org.ringloss.RingLossBatch;
import org.ringloss.RingLossPass;
import org.ringloss.RingLossResult;

/** Calls that fill what the caller keeps give the bits of those that make everything new. */
class CallerArraysTest {
    private final FloatMatrix features = FloatMatrix.of(new float[] {3, 4, 6, 8, 0.3f, 0.4f}, 3, 2);

    private static FloatMatrix gradient() {
        return FloatMatrix.of(new float[6], 3, 2);
    }

    /** One pass object goes through batches of any size, in any order. */
    @Property
    void aPassCanBeFilledAgain(
            @ForAll(supplier = LossCases.class) LossCase first,
            @ForAll(supplier = LossCases.class) LossCase second,
            @ForAll(supplier = LossCases.class) LossCase third) {
        RingLossPass kept = new RingLossPass();
        for (LossCase each : new LossCase[] {first, second, third, first}) {
            RingLoss ring = each.ring();
            ring.forward(each.batch(), kept);
            RingLossPass fresh = ring.forward(each.batch());
            assertThat(kept.result()).isEqualTo(fresh.result());
            Bits.assertSame("norms", kept.norms(), fresh.norms());
            double[] norms = new double[each.rows()];
            kept.norms(norms);
            Bits.assertSame("norms", norms, fresh.norms());
            float[] here = new float[each.x().length];
            float[] there = new float[each.x().length];
            kept.backward(FloatMatrix.of(here, each.rows(), each.dim()));
            fresh.backward(FloatMatrix.of(there, each.rows(), each.dim()));
            Bits.assertSame("gradient", here, there);
        }
    }

    @Test
    void aPassWithoutABatchHasNoBackwardPass() {
        RingLossPass pass = new RingLossPass();
        assertIllegalState(() -> pass.backward(gradient()), "ring.forward(batch, pass)");
        assertThat(pass).hasToString("no batch");
        RingLoss ring = RingLoss.builder().build();
        ring.forward(RingLossBatch.of(features, 5), pass);
        pass.backward(gradient());
        // A batch that is refused leaves the pass as it is.
        RingLossBatch bad = RingLossBatch.of(features, Radii.perRow(new double[] {1}));
        assertIllegal(() -> ring.forward(bad, pass), "targets");
        pass.backward(gradient());
        assertThat(pass.loss())
                .isEqualTo(ring.forwardBackward(features, 5, gradient()).loss());
    }

    /** A gradient that something else has begun; no batch object is needed. */
    @Test
    void aGradientIsAddedTo() {
        RingLoss ring = RingLoss.builder().weight(0.5).build();
        float[] sum = {1, 2, 3, 4, 5, 6};
        float[] alone = new float[6];
        RingLossResult result = new RingLossResult();
        ring.forwardBackward(features, 2, FloatMatrix.of(sum, 3, 2), GradientMode.ADD, result);
        assertThat(result).isEqualTo(ring.forwardBackward(features, 2, FloatMatrix.of(alone, 3, 2)));
        for (int i = 0; i < 6; i++) {
            assertThat(sum[i]).isEqualTo(i + 1 + alone[i]);
        }
    }

    @Test
    void theFirstCallStartsARadiusThatLearns() {
        RingLoss ring = RingLoss.builder().build();
        LearnableRadius radius = LearnableRadius.startingAtMeanNorm(0.5);
        // A call that is refused does not start it.
        assertIllegal(() -> ring.forwardBackward(features, radius, FloatMatrix.of(new float[4], 2, 2)), "gradient");
        assertThat(radius.isInitialised()).isFalse();
        FloatMatrix notFinite = FloatMatrix.of(new float[] {3, 4, Float.NaN, 8, 0, 0}, 3, 2);
        assertIllegal(() -> ring.forwardBackward(notFinite, radius, gradient()), "features has 1 rows with NaN");
        FloatMatrix none = FloatMatrix.of(new float[0], 0, 2);
        assertIllegal(() -> ring.forwardBackward(none, radius, none), "features has 0 rows");
        assertThat(radius.isInitialised()).isFalse();

        RingLossResult first = ring.forwardBackward(features, radius, gradient());
        double mean = Norms.summary(features).mean();
        assertThat(radius.value()).isEqualTo(mean);
        assertThat(first).isEqualTo(ring.forwardBackward(features, mean, gradient()));
        radius.update(first.radiusGradient());
        double second = radius.value();
        RingLossResult result = new RingLossResult();
        ring.forwardBackward(features, radius, gradient(), GradientMode.WRITE, result);
        assertThat(radius.value()).isEqualTo(second);
        assertThat(result).isEqualTo(ring.forwardBackward(features, second, gradient()));
    }

    @Test
    void rowLossesAndClassGradientsGoIntoArraysOfTheCallers() {
        RingLoss ring = RingLoss.builder().reduction(Reduction.NONE).build();
        RingLossBatch batch = RingLossBatch.of(features, Radii.perClass(new double[] {1, 2, 9}, new int[] {2, 0, 2}));
        RingLossResult result = ring.forward(batch).result();
        double[] losses = new double[3];
        double[] gradients = new double[3];
        result.rowLosses(losses);
        result.classRadiusGradients(gradients);
        Bits.assertSame("row losses", losses, result.rowLosses());
        Bits.assertSame("class gradients", gradients, result.classRadiusGradients());
        assertThat(gradients[1]).isZero();
        assertIllegal(() -> result.rowLosses(new double[2]), "into", "2", "3");
        assertIllegal(() -> ring.forward(batch).norms(new double[4]), "into", "4", "3");
        assertIllegal(() -> result.classRadiusGradients(new double[4]), "into", "4", "3");
        assertIllegalState(
                () -> RingLoss.builder().build().forward(batch).result().rowLosses(losses), "loss()");
    }
}
