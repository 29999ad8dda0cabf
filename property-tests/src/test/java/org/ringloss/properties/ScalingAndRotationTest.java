package org.ringloss.properties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.ringloss.Reduction;

/** What no formula shares with the code: a change of unit, and a rotation of the feature space. */
class ScalingAndRotationTest {
    @Property
    void scalingByAPowerOfTwoIsExactForTheSquaredPenalty(
            @ForAll(supplier = LossCases.class) LossCase drawn, @ForAll @IntRange(min = -30, max = 30) int k) {
        LossCase scene = absolute(drawn, PenaltyCase.of("squared"));
        LossCase scaled = scaled(scene, k, PenaltyCase.of("squared"));
        assertScales(scene, scaled, k);
    }

    @Property
    void scalingByAPowerOfTwoIsExactForEveryPenaltyThatScalesAlong(
            @ForAll(supplier = LossCases.class) LossCase drawn, @ForAll @IntRange(min = -30, max = 30) int k) {
        PenaltyCase penalty = drawn.penalty();
        if (penalty.name().equals("logCosh") || !penalty.isBuiltIn()) {
            return;
        }
        double unit = Math.scalb(1.0, k);
        PenaltyCase larger = penalty.name().equals("barron")
                ? PenaltyCase.barron(penalty.first(), penalty.second() * unit)
                : new PenaltyCase(penalty.name(), penalty.first() * unit, Double.NaN);
        LossCase scene = absolute(drawn, penalty);
        assertScales(scene, scaled(scene, k, larger), k);
    }

    private static LossCase absolute(LossCase scene, PenaltyCase penalty) {
        return new LossCase(
                penalty,
                scene.weight(),
                scene.reduction(),
                false,
                scene.rows(),
                scene.dim(),
                scene.x(),
                scene.radiusKind(),
                scene.radii(),
                scene.labels(),
                scene.rowWeights(),
                scene.divisor(),
                Double.NaN,
                scene.upstream());
    }

    private static LossCase scaled(LossCase scene, int k, PenaltyCase penalty) {
        float[] x = scene.x().clone();
        for (int i = 0; i < x.length; i++) {
            x[i] = Math.scalb(x[i], k);
        }
        double[] radii = scene.radii().clone();
        for (int i = 0; i < radii.length; i++) {
            radii[i] = Math.scalb(radii[i], k);
        }
        LossCase moved = new LossCase(
                penalty,
                scene.weight(),
                scene.reduction(),
                false,
                scene.rows(),
                scene.dim(),
                x,
                scene.radiusKind(),
                radii,
                scene.labels(),
                scene.rowWeights(),
                scene.divisor(),
                Double.NaN,
                scene.upstream());
        return moved;
    }

    /** The loss by 4^k, both gradients by 2^k. */
    private static void assertScales(LossCase scene, LossCase scaled, int k) {
        Outcome before = Outcome.of(scene, scene.ring());
        Outcome after = Outcome.of(scaled, scaled.ring());
        if (scene.reduction() == Reduction.NONE) {
            double[] losses = before.result().rowLosses();
            for (int i = 0; i < losses.length; i++) {
                losses[i] = Math.scalb(losses[i], 2 * k);
            }
            Bits.assertSame("rowLosses", after.result().rowLosses(), losses);
        } else {
            Bits.assertSame(
                    "loss", after.result().loss(), Math.scalb(before.result().loss(), 2 * k));
        }
        Bits.assertSame(
                "radiusGradient",
                after.result().radiusGradient(),
                Math.scalb(before.result().radiusGradient(), k));
        float[] gradient = before.gradient().clone();
        for (int i = 0; i < gradient.length; i++) {
            gradient[i] = Math.scalb(gradient[i], k);
        }
        Bits.assertSame("gradient", after.gradient(), gradient);
    }

    @Property
    void flippingSignsKeepsTheLossBitsAndFlipsTheGradient(
            @ForAll(supplier = LossCases.class) LossCase scene, @ForAll long seed) {
        SplitMix64 random = new SplitMix64(seed);
        boolean[] flipped = new boolean[scene.x().length];
        float[] x = scene.x().clone();
        for (int i = 0; i < x.length; i++) {
            flipped[i] = random.nextLong() < 0;
            x[i] = flipped[i] ? -x[i] : x[i];
        }
        Outcome before = Outcome.of(scene, scene.ring());
        Outcome after = Outcome.of(scene.withX(x), scene.ring());
        Bits.assertSame(after.result(), before.result(), before.reduced());
        for (int i = 0; i < x.length; i++) {
            // By value: the sign of a zero may go either way.
            assertThat(after.gradient()[i] + 0f).isEqualTo((flipped[i] ? -1 : 1) * before.gradient()[i] + 0f);
        }
    }

    @Property
    void permutingCoordinatesKeepsTheNorms(@ForAll(supplier = LossCases.class) LossCase scene, @ForAll long seed) {
        int dim = scene.dim();
        int shift = new SplitMix64(seed).nextInt(dim);
        float[] x = new float[scene.x().length];
        for (int i = 0; i < x.length; i++) {
            x[i / dim * dim + (i + shift) % dim] = scene.x()[i / dim * dim + i % dim];
        }
        assertNormsAgree(scene, x, 0x1p-50);
    }

    @Property
    void aRotationByAPythagoreanAngleKeepsTheNorms(
            @ForAll(supplier = LossCases.class) LossCase scene, @ForAll long seed) {
        // Small integers times 25 turn by the angle of (7, 24, 25) without any rounding.
        SplitMix64 random = new SplitMix64(seed);
        float[] whole = new float[scene.x().length];
        for (int i = 0; i < whole.length; i++) {
            whole[i] = 25 * (random.nextInt(2001) - 1000);
        }
        float[] turned = whole.clone();
        int dim = scene.dim();
        for (int i = 0; i < scene.rows(); i++) {
            for (int j = 0; j + 1 < dim; j += 2) {
                int at = i * dim + j;
                turned[at] = (7 * whole[at] - 24 * whole[at + 1]) / 25;
                turned[at + 1] = (24 * whole[at] + 7 * whole[at + 1]) / 25;
            }
        }
        LossCase straight = scene.withX(whole);
        // The sums of squares are integers below 2^53: exact, so the norms are the same bits.
        Bits.assertSame(
                "norms",
                scene.withX(turned).ring().forward(scene.withX(turned).batch()).norms(),
                straight.ring().forward(straight.batch()).norms());
        Bits.assertSame(
                Outcome.of(scene.withX(turned), scene.ring()).result(),
                Outcome.of(straight, scene.ring()).result(),
                scene.reduction() != Reduction.NONE);
    }

    private static void assertNormsAgree(LossCase scene, float[] x, double tolerance) {
        double[] before = scene.ring().forward(scene.batch()).norms();
        double[] after = scene.ring().forward(scene.withX(x).batch()).norms();
        for (int i = 0; i < before.length; i++) {
            assertThat(after[i]).isCloseTo(before[i], within(tolerance * before[i]));
        }
    }
}
