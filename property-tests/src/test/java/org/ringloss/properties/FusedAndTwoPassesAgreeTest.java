// SPDX-License-Identifier: Apache-2.0
package org.ringloss.properties;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.ringloss.FloatMatrix;
import org.ringloss.GradientMode;
import org.ringloss.Reduction;
import org.ringloss.RingLossPass;
import org.ringloss.RingLossResult;

/** One pass or two, a new result or a kept one, written or added: the same bits. */
class FusedAndTwoPassesAgreeTest {
    @Property
    void theSameBitsWritten(@ForAll(supplier = LossCases.class) LossCase lossCase) {
        Outcome fused = Outcome.of(lossCase, lossCase.ring());
        RingLossPass pass = lossCase.ring().forward(lossCase.batch());
        float[] gradient = new float[lossCase.x().length];
        pass.backward(
                lossCase.upstream(), FloatMatrix.of(gradient, lossCase.rows(), lossCase.dim()), GradientMode.WRITE);
        Bits.assertSame("gradient", gradient, fused.gradient());
        Outcome unscaled = Outcome.of(lossCase.withUpstream(1), lossCase.ring());
        Bits.assertSame(pass.result(), unscaled.result(), unscaled.reduced());
        Bits.assertSame(
                "radiusGradient", pass.radiusGradient(), unscaled.result().radiusGradient());
    }

    @Property
    void addingIsWritingPlusAFloatSum(@ForAll(supplier = LossCases.class) LossCase lossCase, @ForAll long seed) {
        float[] before = new SplitMix64(seed).floats(lossCase.x().length, 1);
        Outcome written = Outcome.of(lossCase, lossCase.ring());
        Outcome added = Outcome.of(lossCase, lossCase.ring(), before.clone(), GradientMode.ADD);
        float[] passAdded = before.clone();
        lossCase.ring()
                .forward(lossCase.batch())
                .backward(
                        lossCase.upstream(),
                        FloatMatrix.of(passAdded, lossCase.rows(), lossCase.dim()),
                        GradientMode.ADD);
        float[] expected = before.clone();
        for (int i = 0; i < expected.length; i++) {
            expected[i] += written.gradient()[i];
        }
        Bits.assertSame("fused", added.gradient(), expected);
        Bits.assertSame("two passes", passAdded, expected);
        Bits.assertSame(added.result(), written.result(), written.reduced());
    }

    @Property
    void whatTheGradientHeldBeforeDoesNotMatterWhenWriting(@ForAll(supplier = LossCases.class) LossCase lossCase) {
        float[] dirty = new float[lossCase.x().length];
        Arrays.fill(dirty, Float.NaN);
        Outcome.of(lossCase, lossCase.ring(), dirty, GradientMode.WRITE)
                .assertSameBitsAs(Outcome.of(lossCase, lossCase.ring()));
    }

    @Property
    void aResultIsFilledAnewEachTime(
            @ForAll(supplier = LossCases.class) LossCase first, @ForAll(supplier = LossCases.class) LossCase second) {
        RingLossResult kept = new RingLossResult();
        for (LossCase lossCase : new LossCase[] {first, second, first}) {
            float[] gradient = new float[lossCase.x().length];
            FloatMatrix into = FloatMatrix.of(gradient, lossCase.rows(), lossCase.dim());
            lossCase.ring().forwardBackward(lossCase.batch(), lossCase.upstream(), into, GradientMode.WRITE, kept);
            Outcome fresh = Outcome.of(lossCase, lossCase.ring());
            Bits.assertSame("gradient", gradient, fresh.gradient());
            Bits.assertSame(kept, fresh.result(), fresh.reduced());
        }
    }

    @Property
    void theShortFormIsTheLongOne(@ForAll(supplier = LossCases.class) LossCase drawn) {
        LossCase lossCase =
                LossCase.of(drawn.rows(), drawn.dim(), drawn.x(), 2.5).withPenalty(drawn.penalty());
        Outcome longForm = Outcome.of(lossCase, lossCase.ring());
        float[] gradient = new float[lossCase.x().length];
        RingLossResult result = lossCase.ring()
                .forwardBackward(lossCase.features(), 2.5, FloatMatrix.of(gradient, lossCase.rows(), lossCase.dim()));
        new Outcome(result, gradient, true).assertSameBitsAs(longForm);
        RingLossPass pass = lossCase.ring().forward(lossCase.features(), 2.5);
        float[] second = new float[lossCase.x().length];
        pass.backward(FloatMatrix.of(second, lossCase.rows(), lossCase.dim()));
        new Outcome(pass.result(), second, true).assertSameBitsAs(longForm);
    }

    @Property
    void aRowUpstreamOfOneNumberIsThatUpstream(@ForAll(supplier = LossCases.class) LossCase drawn) {
        LossCase lossCase = drawn.withReduction(Reduction.NONE).withUpstream(-2);
        double[] upstream = new double[lossCase.rows()];
        Arrays.fill(upstream, -2);
        float[] gradient = new float[lossCase.x().length];
        lossCase.ring()
                .forward(lossCase.batch())
                .backward(upstream, FloatMatrix.of(gradient, lossCase.rows(), lossCase.dim()), GradientMode.WRITE);
        Bits.assertSame(
                "gradient", gradient, Outcome.of(lossCase, lossCase.ring()).gradient());
    }
}
