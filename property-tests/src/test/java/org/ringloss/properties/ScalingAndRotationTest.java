// SPDX-License-Identifier: Apache-2.0
package org.ringloss.properties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.ringloss.Reduction;

/** What no formula shares with the code: a change of unit, and a rotation of the feature space. */
class ScalingAndRotationTest {
    /** Elements below this become 0: scaled by the smallest factor, squares of the others stay above 2^-80. */
    private static final float SMALLEST = 0x1p-19f;

    @Property
    void scalingByAPowerOfTwoIsExactForTheSquaredPenalty(
            @ForAll(supplier = LossCases.class) LossCase drawn, @ForAll @IntRange(min = -20, max = 30) int k) {
        LossCase lossCase = absolute(drawn, PenaltyCase.of("squared"));
        LossCase scaled = scaled(lossCase, k, PenaltyCase.of("squared"));
        assertScales(lossCase, scaled, k);
    }

    @Property
    void scalingByAPowerOfTwoIsExactForEveryPenaltyThatScalesAlong(
            @ForAll(supplier = LossCases.class) LossCase drawn, @ForAll @IntRange(min = -20, max = 30) int k) {
        PenaltyCase penalty = drawn.penalty();
        if (penalty.name().equals("logCosh") || !penalty.isBuiltIn()) {
            return;
        }
        double unit = Math.scalb(1.0, k);
        PenaltyCase larger = penalty.name().equals("barron")
                ? PenaltyCase.barron(penalty.first(), penalty.second() * unit)
                : new PenaltyCase(penalty.name(), penalty.first() * unit, Double.NaN);
        LossCase lossCase = absolute(drawn, penalty);
        assertScales(lossCase, scaled(lossCase, k, larger), k);
    }

    /** Rows that are rare are so at every scale, or at none; relative residuals do not scale. */
    private static LossCase absolute(LossCase drawn, PenaltyCase penalty) {
        float[] x = drawn.x().clone();
        for (int i = 0; i < x.length; i++) {
            x[i] = Math.abs(x[i]) < SMALLEST ? 0 : x[i];
        }
        return drawn.with(c -> {
            c.penalty = penalty;
            c.x = x;
            c.relative = false;
            c.normScale = Double.NaN;
        });
    }

    private static LossCase scaled(LossCase drawn, int k, PenaltyCase penalty) {
        float[] x = drawn.x().clone();
        for (int i = 0; i < x.length; i++) {
            x[i] = Math.scalb(x[i], k);
        }
        return drawn.with(c -> {
            c.penalty = penalty;
            c.x = x;
            c.radii = Arrays.stream(drawn.radii()).map(r -> Math.scalb(r, k)).toArray();
        });
    }

    /** The loss by 4^k, both gradients by 2^k. */
    private static void assertScales(LossCase lossCase, LossCase scaled, int k) {
        Outcome before = Outcome.of(lossCase, lossCase.ring());
        Outcome after = Outcome.of(scaled, scaled.ring());
        if (lossCase.reduction() == Reduction.NONE) {
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

    /** Between scales at which every row is rare, and so summed in double; from tiny floats to huge ones. */
    @Property
    void scalingRareRowsByAPowerOfTwoScalesTheirNorms(
            @ForAll(supplier = LossCases.class) LossCase drawn, @ForAll @IntRange(min = -8, max = 8) int k) {
        LossCase lossCase = absolute(drawn, PenaltyCase.of("squared"));
        double[] tiny = norms(scaled(lossCase, -70 + k, lossCase.penalty()));
        double[] huge = norms(scaled(lossCase, 100 + k, lossCase.penalty()));
        for (int i = 0; i < tiny.length; i++) {
            tiny[i] = Math.scalb(tiny[i], 170);
        }
        Bits.assertSame("norms", huge, tiny);
    }

    @Property
    void flippingSignsKeepsTheLossBitsAndFlipsTheGradient(
            @ForAll(supplier = LossCases.class) LossCase lossCase, @ForAll long seed) {
        SplitMix64 random = new SplitMix64(seed);
        boolean[] flipped = new boolean[lossCase.x().length];
        float[] x = lossCase.x().clone();
        for (int i = 0; i < x.length; i++) {
            flipped[i] = random.nextLong() < 0;
            x[i] = flipped[i] ? -x[i] : x[i];
        }
        Outcome before = Outcome.of(lossCase, lossCase.ring());
        Outcome after = Outcome.of(lossCase.withX(x), lossCase.ring());
        Bits.assertSame(after.result(), before.result(), before.reduced());
        for (int i = 0; i < x.length; i++) {
            // By value: the sign of a zero may go either way.
            assertThat(after.gradient()[i] + 0f).isEqualTo((flipped[i] ? -1 : 1) * before.gradient()[i] + 0f);
        }
    }

    @Property
    void permutingCoordinatesKeepsTheNorms(@ForAll(supplier = LossCases.class) LossCase lossCase, @ForAll long seed) {
        int dim = lossCase.dim();
        int shift = new SplitMix64(seed).nextInt(dim);
        float[] x = new float[lossCase.x().length];
        for (int i = 0; i < x.length; i++) {
            x[i / dim * dim + (i + shift) % dim] = lossCase.x()[i / dim * dim + i % dim];
        }
        assertNormsAgree(lossCase, x, 2 * NormSweep.ALLOWED);
    }

    @Property
    void aRotationByAPythagoreanAngleKeepsTheNorms(
            @ForAll(supplier = LossCases.class) LossCase lossCase, @ForAll long seed) {
        // Small integers times 25 turn by the angle of (7, 24, 25) without any rounding. Nine elements at most meet in
        // one of
        // the 8 lanes that float sums end in, each up to 31 * 40: integers below 2^24.
        SplitMix64 random = new SplitMix64(seed);
        float[] whole = new float[lossCase.x().length];
        for (int i = 0; i < whole.length; i++) {
            whole[i] = 25 * (random.nextInt(81) - 40);
        }
        float[] turned = whole.clone();
        int dim = lossCase.dim();
        for (int i = 0; i < lossCase.rows(); i++) {
            for (int j = 0; j + 1 < dim; j += 2) {
                int at = i * dim + j;
                turned[at] = (7 * whole[at] - 24 * whole[at + 1]) / 25;
                turned[at + 1] = (24 * whole[at] + 7 * whole[at + 1]) / 25;
            }
        }
        LossCase straight = lossCase.withX(whole);
        Bits.assertSame("norms", norms(lossCase.withX(turned)), norms(straight));
        Bits.assertSame(
                Outcome.of(lossCase.withX(turned), lossCase.ring()).result(),
                Outcome.of(straight, lossCase.ring()).result(),
                lossCase.reduction() != Reduction.NONE);
    }

    private static double[] norms(LossCase lossCase) {
        return lossCase.ring().forward(lossCase.batch()).norms();
    }

    private static void assertNormsAgree(LossCase lossCase, float[] x, double tolerance) {
        double[] before = norms(lossCase);
        double[] after = norms(lossCase.withX(x));
        for (int i = 0; i < before.length; i++) {
            assertThat(after[i]).isCloseTo(before[i], within(tolerance * before[i]));
        }
    }
}
