package org.ringloss.properties;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.ringloss.FloatMatrix;
import org.ringloss.GradientMode;
import org.ringloss.Reduction;
import org.ringloss.RingLossPass;
import org.ringloss.RingLossResult;

/** One walk or two, a new result or a kept one, written or added: the same bits. */
class FusedAndTwoPassesAgreeTest {
    @Property
    void theSameBitsWritten(@ForAll(supplier = LossCases.class) LossCase scene) {
        Outcome fused = Outcome.of(scene, scene.ring());
        RingLossPass pass = scene.ring().forward(scene.batch());
        float[] gradient = new float[scene.x().length];
        pass.backward(scene.upstream(), FloatMatrix.of(gradient, scene.rows(), scene.dim()), GradientMode.WRITE);
        Bits.assertSame("gradient", gradient, fused.gradient());
        Outcome unscaled = Outcome.of(scene.withUpstream(1), scene.ring());
        Bits.assertSame(pass.result(), unscaled.result(), unscaled.reduced());
        Bits.assertSame(
                "radiusGradient", pass.radiusGradient(), unscaled.result().radiusGradient());
    }

    @Property
    void addingIsWritingPlusAFloatSum(@ForAll(supplier = LossCases.class) LossCase scene, @ForAll long seed) {
        float[] before = new SplitMix64(seed).floats(scene.x().length, 1);
        Outcome written = Outcome.of(scene, scene.ring());
        Outcome added = Outcome.of(scene, scene.ring(), before.clone(), GradientMode.ADD);
        float[] passAdded = before.clone();
        scene.ring()
                .forward(scene.batch())
                .backward(scene.upstream(), FloatMatrix.of(passAdded, scene.rows(), scene.dim()), GradientMode.ADD);
        float[] expected = before.clone();
        for (int i = 0; i < expected.length; i++) {
            expected[i] += written.gradient()[i];
        }
        Bits.assertSame("fused", added.gradient(), expected);
        Bits.assertSame("two passes", passAdded, expected);
        Bits.assertSame(added.result(), written.result(), written.reduced());
    }

    @Property
    void whatTheGradientHeldBeforeDoesNotMatterWhenWriting(@ForAll(supplier = LossCases.class) LossCase scene) {
        float[] dirty = new float[scene.x().length];
        java.util.Arrays.fill(dirty, Float.NaN);
        Outcome.of(scene, scene.ring(), dirty, GradientMode.WRITE).assertSameBitsAs(Outcome.of(scene, scene.ring()));
    }

    @Property
    void aResultIsFilledAnewEachTime(
            @ForAll(supplier = LossCases.class) LossCase first, @ForAll(supplier = LossCases.class) LossCase second) {
        RingLossResult kept = new RingLossResult();
        for (LossCase scene : new LossCase[] {first, second, first}) {
            float[] gradient = new float[scene.x().length];
            FloatMatrix into = FloatMatrix.of(gradient, scene.rows(), scene.dim());
            scene.ring().forwardBackward(scene.batch(), scene.upstream(), into, GradientMode.WRITE, kept);
            Outcome fresh = Outcome.of(scene, scene.ring());
            Bits.assertSame("gradient", gradient, fresh.gradient());
            Bits.assertSame(kept, fresh.result(), fresh.reduced());
        }
    }

    @Property
    void theShortFormIsTheLongOne(@ForAll(supplier = LossCases.class) LossCase drawn) {
        LossCase scene = LossCase.of(drawn.rows(), drawn.dim(), drawn.x(), 2.5).withPenalty(drawn.penalty());
        Outcome longForm = Outcome.of(scene, scene.ring());
        float[] gradient = new float[scene.x().length];
        RingLossResult result = scene.ring()
                .forwardBackward(scene.features(), 2.5, FloatMatrix.of(gradient, scene.rows(), scene.dim()));
        new Outcome(result, gradient, true).assertSameBitsAs(longForm);
        RingLossPass pass = scene.ring().forward(scene.features(), 2.5);
        float[] second = new float[scene.x().length];
        pass.backward(FloatMatrix.of(second, scene.rows(), scene.dim()));
        new Outcome(pass.result(), second, true).assertSameBitsAs(longForm);
    }

    @Property
    void aRowUpstreamOfOneNumberIsThatUpstream(@ForAll(supplier = LossCases.class) LossCase drawn) {
        LossCase scene = drawn.withReduction(Reduction.NONE).withUpstream(-2);
        double[] upstream = new double[scene.rows()];
        java.util.Arrays.fill(upstream, -2);
        float[] gradient = new float[scene.x().length];
        scene.ring()
                .forward(scene.batch())
                .backward(upstream, FloatMatrix.of(gradient, scene.rows(), scene.dim()), GradientMode.WRITE);
        Bits.assertSame("gradient", gradient, Outcome.of(scene, scene.ring()).gradient());
    }
}
