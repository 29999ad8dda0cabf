// SPDX-License-Identifier: Apache-2.0
package org.ringloss.properties;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.ringloss.GradientMode;
import org.ringloss.NormSummary;
import org.ringloss.Norms;
import org.ringloss.Reduction;
import org.ringloss.RingLossResult;

/** A row of zeros, NaN, infinities or subnormals touches no other row, and is counted. */
class SpecialRowsTest {
    @Property
    void touchNoOtherRow(@ForAll @IntRange(min = 1, max = 70) int dim, @ForAll GradientMode mode, @ForAll long seed) {
        int rows = 12;
        SplitMix64 random = new SplitMix64(seed);
        float[] x = random.floats(rows * dim, 2);
        int place = random.nextInt(rows);
        PenaltyCase penalty = PenaltyCase.ALL.get(random.nextInt(PenaltyCase.ALL.size()));
        float[] row = SpecialRows.of(random, dim);
        float[] spoilt = x.clone();
        System.arraycopy(row, 0, spoilt, place * dim, dim);
        LossCase plain = LossCase.of(rows, dim, x, 1.5).withPenalty(penalty).withReduction(Reduction.NONE);
        float[] before = random.floats(x.length, 1);
        Outcome clean = Outcome.of(plain, plain.ring(), before.clone(), mode);
        Outcome outcome = Outcome.of(plain.withX(spoilt), plain.ring(), before.clone(), mode);
        double[] losses = outcome.result().rowLosses();
        losses[place] = clean.result().rowLosses()[place];
        Bits.assertSame("other losses", losses, clean.result().rowLosses());
        float[] gradient = outcome.gradient();
        System.arraycopy(clean.gradient(), place * dim, gradient, place * dim, dim);
        Bits.assertSame("other gradients", gradient, clean.gradient());
    }

    @Property
    void areCounted(@ForAll @IntRange(min = 1, max = 70) int dim, @ForAll long seed) {
        int rows = 30;
        SplitMix64 random = new SplitMix64(seed);
        float[] x = new float[rows * dim];
        int zero = 0;
        int nonFinite = 0;
        for (int i = 0; i < rows; i++) {
            float[] row = SpecialRows.of(random, dim);
            System.arraycopy(row, 0, x, i * dim, dim);
            boolean anything = false;
            boolean finite = true;
            for (float element : row) {
                anything |= element != 0;
                finite &= Float.isFinite(element);
            }
            zero += anything ? 0 : 1;
            nonFinite += finite ? 0 : 1;
        }
        for (Reduction reduction : Reduction.values()) {
            LossCase lossCase = LossCase.of(rows, dim, x, 1).withReduction(reduction);
            RingLossResult result = Outcome.of(lossCase, lossCase.ring()).result();
            assertThat(result.zeroRows()).isEqualTo(zero);
            assertThat(result.nonFiniteRows()).isEqualTo(nonFinite);
            assertThat(result.rows()).isEqualTo(rows);
            assertThat(result.normSummary().zeroRows()).isEqualTo(zero);
            assertThat(result.normSummary().nonFiniteRows()).isEqualTo(nonFinite);
            assertThat(result.toString())
                    .startsWith(reduction == Reduction.NONE ? rows + " row losses" : "loss " + result.loss())
                    .contains(zero + " zero", nonFinite + " not finite");
        }
    }

    @Property
    void thatAreNotFiniteAreLeftOutOfTheNormSummary(@ForAll @IntRange(min = 1, max = 9) int dim, @ForAll long seed) {
        int rows = 30;
        SplitMix64 random = new SplitMix64(seed);
        float[] x = new float[rows * dim];
        for (int i = 0; i < rows; i++) {
            System.arraycopy(SpecialRows.of(random, dim), 0, x, i * dim, dim);
        }
        LossCase lossCase = LossCase.of(rows, dim, x, 1);
        double[] norms = lossCase.ring().forward(lossCase.batch()).norms();
        int[] finite =
                IntStream.range(0, rows).filter(i -> Double.isFinite(norms[i])).toArray();
        NormSummary others = Norms.summary(lossCase.pick(finite).features());
        NormSummary all = Norms.summary(lossCase.features());
        assertThat(all.rows()).isEqualTo(rows);
        assertThat(all.nonFiniteRows()).isEqualTo(rows - finite.length);
        assertThat(all.zeroRows()).isEqualTo(others.zeroRows());
        Bits.assertSame("mean", all.mean(), others.mean());
        Bits.assertSame("min", all.min(), others.min());
        Bits.assertSame("max", all.max(), others.max());
        Bits.assertSame("deviation", all.deviation(), others.deviation());
    }

    @Test
    void ofZerosCostRhoOfMinusTheRadiusAndHaveNoGradient() {
        for (PenaltyCase penalty : PenaltyCase.ALL) {
            LossCase lossCase =
                    LossCase.of(2, 3, new float[6], 1.5).withPenalty(penalty).withReduction(Reduction.NONE);
            Outcome outcome = Outcome.of(lossCase, lossCase.ring());
            double expected = penalty.library().value(-1.5);
            Bits.assertSame("losses", outcome.result().rowLosses(), new double[] {expected, expected});
            Bits.assertSame("gradient", outcome.gradient(), new float[6]);
        }
    }

    @Test
    void ofNaNMakeTheirOwnLossAndGradientNaN() {
        float[] x = {Float.NaN, 1, 2, 3, 4, 5};
        LossCase lossCase = LossCase.of(2, 3, x, 1).withReduction(Reduction.NONE);
        Outcome outcome = Outcome.of(lossCase, lossCase.ring());
        assertThat(outcome.result().rowLosses()[0]).isNaN();
        assertThat(outcome.result().rowLosses()[1]).isFinite();
        assertThat(outcome.gradient()[0]).isNaN();
        assertThat(outcome.gradient()[1]).isNaN();
        assertThat(outcome.gradient()[3]).isFinite();
        LossCase mean = lossCase.withReduction(Reduction.MEAN);
        assertThat(Outcome.of(mean, mean.ring()).result().loss()).isNaN();
    }

    @Test
    void ofAnInfinityHaveAnInfiniteNormAndIeeeDoesTheRest() {
        float inf = Float.POSITIVE_INFINITY;
        LossCase lossCase = LossCase.of(1, 2, new float[] {-inf, 1}, 1)
                .withPenalty(PenaltyCase.of("squared"))
                .withReduction(Reduction.NONE);
        Outcome outcome = Outcome.of(lossCase, lossCase.ring());
        assertThat(outcome.result().rowLosses()[0]).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(lossCase.ring().forward(lossCase.batch()).norms()[0]).isEqualTo(Double.POSITIVE_INFINITY);
        // derivative * x / n = inf * x / inf
        assertThat(outcome.gradient()[0]).isNaN();
        assertThat(outcome.gradient()[1]).isNaN();
    }

    @Property
    void ofWeightZeroAreIgnoredWhateverTheyHold(
            @ForAll(supplier = LossCases.class) LossCase drawn, @ForAll GradientMode mode, @ForAll long seed) {
        if (drawn.rowWeights() == null) {
            return;
        }
        SplitMix64 random = new SplitMix64(seed);
        float[] x = drawn.x().clone();
        int dim = drawn.dim();
        for (int i = 0; i < drawn.rows(); i++) {
            if (drawn.rowWeight(i) == 0) {
                System.arraycopy(SpecialRows.of(random, dim), 0, x, i * dim, dim);
            }
        }
        float[] before = new float[x.length];
        Arrays.fill(before, 3);
        Outcome expected = Outcome.of(drawn, drawn.ring(), before.clone(), mode);
        Outcome outcome = Outcome.of(drawn.withX(x), drawn.ring(), before.clone(), mode);
        outcome.assertSameBitsAs(expected);
        for (int i = 0; i < x.length; i++) {
            if (drawn.rowWeight(i / dim) == 0) {
                assertThat(outcome.gradient()[i]).isEqualTo(mode == GradientMode.ADD ? 3 : 0);
            }
        }
    }

    @Test
    void thatOverAndUnderflowInFloatHaveTheirNormsAndGradients() {
        for (float size : new float[] {Float.MIN_VALUE, 1e-23f, 3e19f, Float.MAX_VALUE}) {
            LossCase lossCase = LossCase.of(1, 2, new float[] {size, 0}, 0).withPenalty(PenaltyCase.of("huber", 1e-30));
            assertThat(lossCase.ring().forward(lossCase.batch()).norms()[0]).isEqualTo(size);
            LossCase steep = lossCase.withPenalty(PenaltyCase.of("squared"));
            assertThat(Outcome.of(steep, steep.ring()).gradient()).containsExactly(size, 0);
        }
    }
}
