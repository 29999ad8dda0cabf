// SPDX-License-Identifier: Apache-2.0
package org.ringloss.properties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ringloss.properties.Refusals.assertIllegal;
import static org.ringloss.properties.Refusals.assertIllegalState;
import static org.ringloss.properties.Refusals.assertNull;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.ringloss.FloatMatrix;
import org.ringloss.LearnableRadius;
import org.ringloss.NormSummary;
import org.ringloss.Norms;
import org.ringloss.Penalty;
import org.ringloss.RingLoss;
import org.ringloss.RingLossResult;

/** A radius that is trained: its start, its steps, its floor at 0. */
class LearnableRadiusTest {
    private static NormSummary norms(float... x) {
        return Norms.summary(FloatMatrix.of(x, x.length, 1));
    }

    @Test
    void stepsDownTheGradientAndStopsAtZero() {
        LearnableRadius radius = LearnableRadius.startingAt(2, 0.5);
        radius.update(1);
        assertThat(radius.value()).isEqualTo(1.5);
        radius.update(-4);
        assertThat(radius.value()).isEqualTo(3.5);
        radius.update(100);
        assertThat(Double.doubleToRawLongBits(radius.value())).isZero();
        assertThat(radius.isInitialised()).isTrue();
        radius.update(-1);
        assertThat(radius).hasToString("radius(value=0.5, learningRate=0.5)");
    }

    @Test
    void startsAtTheMeanNorm() {
        LearnableRadius radius = LearnableRadius.startingAtMeanNorm(0.1);
        assertThat(radius.isInitialised()).isFalse();
        assertThat(radius).hasToString("radius(value=meanNorm, learningRate=0.1)");
        assertIllegalState(radius::value, "initialise");
        assertIllegalState(() -> radius.update(1), "initialise");
        radius.initialise(norms(1, -2, 6));
        assertThat(radius.isInitialised()).isTrue();
        assertThat(radius.value()).isEqualTo(3);
        assertIllegalState(() -> radius.initialise(norms(1)), "already");
        assertThat(radius.value()).isEqualTo(3);
    }

    @Test
    void doesNotStartFromRowsThatAreNotFinite() {
        LearnableRadius radius = LearnableRadius.startingAtMeanNorm(0.1);
        assertNull("norms", () -> radius.initialise(null));
        assertIllegal(() -> radius.initialise(norms(1, Float.NaN)), "norms", "1 rows", "NaN");
        assertIllegal(() -> radius.initialise(norms(1, Float.POSITIVE_INFINITY)), "norms");
        assertIllegal(() -> radius.initialise(norms()), "norms", "0 rows");
        assertThat(radius.isInitialised()).isFalse();
        radius.initialise(norms(0, 0));
        assertThat(radius.value()).isZero();
        assertThat(radius.isInitialised()).isTrue();
    }

    @Test
    void isAlreadyInitialisedWhenItStartsAtAValue() {
        assertIllegalState(() -> LearnableRadius.startingAt(0, 1).initialise(norms(1)), "already");
    }

    @Property
    void keepsItsValueWhenTheGradientIsNotFinite(@ForAll double seed) {
        double start = Math.abs(seed) <= Float.MAX_VALUE ? Math.abs(seed) : 1;
        LearnableRadius radius = LearnableRadius.startingAt(start, 0.1);
        for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            assertIllegal(() -> radius.update(bad), "gradient is " + bad, "finite");
        }
        Bits.assertSame("radius", radius.value(), start);
    }

    @Property
    void isFixedWithLearningRateZero(@ForAll double gradient) {
        LearnableRadius radius = LearnableRadius.startingAt(1.5, 0);
        if (Double.isFinite(gradient)) {
            radius.update(gradient);
        }
        assertThat(radius.value()).isEqualTo(1.5);
    }

    /** A step that overflows must not leave the radius infinite: then every later call would refuse it. */
    @Test
    void staysFiniteWhateverTheStep() {
        LearnableRadius radius = LearnableRadius.startingAt(1, 1e300);
        try {
            radius.update(-1e300);
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageContaining("gradient");
        }
        assertThat(radius.value()).isFinite();
    }

    @Test
    void findsTheMeanNormOfItsData() {
        float[] x = new SplitMix64(3).floats(64 * 16, 2);
        FloatMatrix features = FloatMatrix.of(x, 64, 16);
        RingLoss ring = RingLoss.builder().penalty(Penalty.squared()).build();
        LearnableRadius radius = LearnableRadius.startingAt(0, 0.5);
        RingLossResult result = new RingLossResult();
        for (int step = 0; step < 100; step++) {
            ring.forwardBackward(features, radius.value(), FloatMatrix.of(new float[x.length], 64, 16), result);
            radius.update(result.radiusGradient());
        }
        double mean = Norms.summary(features).mean();
        assertThat(radius.value()).isBetween(mean * (1 - 1e-12), mean * (1 + 1e-12));
    }
}
