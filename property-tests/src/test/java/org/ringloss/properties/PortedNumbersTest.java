// SPDX-License-Identifier: Apache-2.0
package org.ringloss.properties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.DoubleUnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.ringloss.FloatMatrix;
import org.ringloss.Norms;
import org.ringloss.Penalty;
import org.ringloss.Reduction;
import org.ringloss.RingLoss;
import org.ringloss.RingLossBatch;

/** A model that is ported from another system gets that system's numbers, by the mappings that are documented. */
class PortedNumbersTest {
    private static final int ROWS = 7;
    private static final int DIM = 5;

    private static double[] norms(float[] x) {
        double[] norms = new double[ROWS];
        Norms.compute(FloatMatrix.of(x, ROWS, DIM), norms);
        return norms;
    }

    /** Their mean over the rows of a formula in n - R against ours. */
    private static void assertMean(long seed, RingLoss ours, DoubleUnaryOperator theirs) {
        SplitMix64 random = new SplitMix64(seed);
        float[] x = random.floats(ROWS * DIM, 3);
        double radius = 6 * random.nextDouble();
        double sum = 0;
        for (double n : norms(x)) {
            sum += theirs.applyAsDouble(n - radius);
        }
        double loss = ours.forward(FloatMatrix.of(x, ROWS, DIM), radius).loss();
        assertThat(loss).isCloseTo(sum / ROWS, within(1e-12));
    }

    private static RingLoss ring(Penalty penalty, double weight) {
        return RingLoss.builder().penalty(penalty).weight(weight).build();
    }

    @Test
    void theOriginalsHuberIsQuadraticInward() {
        FloatMatrix one = FloatMatrix.of(new float[] {1, 0}, 1, 2);
        float[] gradient = new float[2];
        FloatMatrix into = FloatMatrix.of(gradient, 1, 2);
        RingLoss original = ring(Penalty.oneSidedHuber(1), 1);
        assertThat(original.forwardBackward(one, 10, into).loss()).isEqualTo(40.5);
        assertThat(gradient[0]).isEqualTo(-9);
        RingLoss standard = ring(Penalty.huber(1), 1);
        assertThat(standard.forwardBackward(one, 10, into).loss()).isEqualTo(8.5);
        assertThat(gradient[0]).isEqualTo(-1);
    }

    @Property
    void ofTheOriginal(@ForAll long seed) {
        assertMean(seed, ring(Penalty.squared(), 1), e -> e * e / 2);
        assertMean(seed, ring(Penalty.oneSidedHuber(1), 1), e -> e < 1 ? e * e / 2 : 1 * (e - 0.5));
        double c = 2.3849;
        assertMean(seed, ring(Penalty.cauchy(c), 1), e -> c * c / 2 * Math.log(1 + (e / c) * (e / c)));
        double a = 0.5;
        assertMean(seed, ring(Penalty.gemanMcClure(Math.sqrt(2 * a)), 1), e -> a * e * e / (e * e + 2 * a));
    }

    /** smooth_l1(n, R) + smooth_l1(R, n). */
    @Property
    void ofTheAuthorsL1(@ForAll long seed) {
        assertMean(seed, ring(Penalty.huber(1), 2 * 0.01), e -> 0.01 * (smoothL1(e, 1) + smoothL1(-e, 1)));
    }

    private static double smoothL1(double e, double beta) {
        return Math.abs(e) < beta ? 0.5 * e * e / beta : Math.abs(e) - 0.5 * beta;
    }

    /** mean((n - R)^2), without the 1/2. */
    @Property
    void ofTheAuthorsPlainForm(@ForAll long seed) {
        assertMean(seed, ring(Penalty.squared(), 2 * 0.3), e -> 0.3 * e * e);
    }

    /** mean(((n - R) / max(mean(n).detach(), 0.5))^2). */
    @Property
    void ofTheAuthorsAuto(@ForAll long seed) {
        SplitMix64 random = new SplitMix64(seed);
        float[] x = random.floats(ROWS * DIM, random.nextInt(2) == 0 ? 0.2f : 4);
        double radius = 3 * random.nextDouble();
        double[] norms = norms(x);
        double mean = 0;
        for (double n : norms) {
            mean += n / ROWS;
        }
        double s = Math.max(mean, 0.5);
        double loss = 0;
        double derivative = 0;
        for (double n : norms) {
            loss += Math.pow((n - radius) / s, 2) / ROWS;
            derivative -= 2 * (n - radius) / (s * s) / ROWS;
        }
        RingLoss ours = RingLoss.builder()
                .penalty(Penalty.squared())
                .weight(2)
                .relative(true)
                .build();
        float[] gradient = new float[x.length];
        var result = ours.forwardBackward(FloatMatrix.of(x, ROWS, DIM), radius, FloatMatrix.of(gradient, ROWS, DIM));
        assertThat(result.loss()).isCloseTo(loss, within(1e-12 * (1 + loss)));
        assertThat(result.radiusGradient()).isCloseTo(derivative, within(1e-12 * (1 + Math.abs(derivative))));
        double first = 2 * (norms[0] - radius) / (s * s) / ROWS * x[0] / norms[0];
        assertThat((double) gradient[0]).isCloseTo(first, within(1e-6 * Math.abs(first)));
    }

    /** dF = lambda/m (1 - R/n) F and dR = -lambda/m sum(n - R). */
    @Property
    void ofThePapersGradients(@ForAll long seed) {
        SplitMix64 random = new SplitMix64(seed);
        float[] x = random.floats(ROWS * DIM, 3);
        double radius = 4 * random.nextDouble();
        double lambda = random.nextDouble();
        float[] gradient = new float[x.length];
        var result = ring(Penalty.squared(), lambda)
                .forwardBackward(FloatMatrix.of(x, ROWS, DIM), radius, FloatMatrix.of(gradient, ROWS, DIM));
        double[] norms = norms(x);
        double radiusGradient = 0;
        for (int i = 0; i < ROWS; i++) {
            radiusGradient -= lambda / ROWS * (norms[i] - radius);
            for (int j = i * DIM; j < (i + 1) * DIM; j++) {
                double expected = lambda / ROWS * (1 - radius / norms[i]) * x[j];
                assertThat((double) gradient[j]).isCloseTo(expected, within(1e-6 * Math.abs(expected) + 1e-15));
            }
        }
        assertThat(result.radiusGradient()).isCloseTo(radiusGradient, within(1e-12));
    }

    /** Sample weights multiply, and the mean divides by the batch size, not by the sum of the weights. */
    @Property
    void ofGluonWithSampleWeights(@ForAll long seed) {
        SplitMix64 random = new SplitMix64(seed);
        float[] x = random.floats(ROWS * DIM, 3);
        double[] weights = new double[ROWS];
        double sum = 0;
        double[] norms = norms(x);
        for (int i = 0; i < ROWS; i++) {
            weights[i] = random.nextInt(3) * random.nextDouble();
            sum += weights[i] * (norms[i] - 20) * (norms[i] - 20) / 2;
        }
        double loss = ring(Penalty.squared(), 0.1)
                .forward(RingLossBatch.of(FloatMatrix.of(x, ROWS, DIM), 20).withRowWeights(weights))
                .loss();
        assertThat(loss).isCloseTo(0.1 * sum / ROWS, within(1e-11 * (1 + sum)));
    }

    @Property
    void ofTorchSmoothL1AndHuber(@ForAll long seed) {
        for (double beta : new double[] {0.25, 1, 3}) {
            assertMean(seed, ring(Penalty.huber(beta), 1 / beta), e -> smoothL1(e, beta));
            assertMean(
                    seed,
                    ring(Penalty.huber(beta), 1),
                    e -> Math.abs(e) <= beta ? 0.5 * e * e : beta * (Math.abs(e) - 0.5 * beta));
        }
    }

    /** Ceres: 1/2 rho(s) of s = r^2, scaled by c; scipy: 0.5 C^2 rho((f/C)^2). */
    @Property
    void ofCeresAndScipy(@ForAll long seed) {
        double c = 1.7;
        assertMean(seed, ring(Penalty.pseudoHuber(c), 1), e -> {
            double z = (e / c) * (e / c);
            return 0.5 * c * c * 2 * (Math.sqrt(1 + z) - 1);
        });
        assertMean(seed, ring(Penalty.cauchy(c), 1), e -> 0.5 * c * c * Math.log(1 + (e / c) * (e / c)));
        assertMean(seed, ring(Penalty.huber(c), 1), e -> {
            double z = (e / c) * (e / c);
            return 0.5 * c * c * (z <= 1 ? z : 2 * Math.sqrt(z) - 1);
        });
    }

    @Property
    void ofBarronsSpecialCases(@ForAll long seed) {
        double e = Residuals.uniform(seed, 30, 1)[0];
        double c = 1.25;
        assertAlike(Penalty.barron(2, c), Penalty.squared(), e);
        assertAlike(Penalty.barron(1, c), Penalty.pseudoHuber(c), e);
        assertAlike(Penalty.barron(0, c), Penalty.cauchy(Math.sqrt(2) * c), e);
        assertAlike(Penalty.barron(-2, c), Penalty.gemanMcClure(2 * c), e);
        assertAlike(Penalty.barron(Double.NEGATIVE_INFINITY, c), Penalty.welsch(Math.sqrt(2) * c), e);
    }

    private static void assertAlike(Penalty one, Penalty other, double e) {
        assertThat(one.value(e)).isCloseTo(other.value(e), within(1e-12 * other.value(e)));
        assertThat(one.derivative(e)).isCloseTo(other.derivative(e), within(1e-12 * Math.abs(other.derivative(e))));
    }

    /** Per-sample losses, as the original's layer returns them. */
    @Test
    void ofTheOriginalsLayerOutput() {
        float[] x = {3, 4, 0, 0, 6, 8};
        double[] losses = RingLoss.builder()
                .penalty(Penalty.oneSidedHuber(1))
                .reduction(Reduction.NONE)
                .build()
                .forward(FloatMatrix.of(x, 3, 2), 6)
                .result()
                .rowLosses();
        assertThat(losses).containsExactly(0.5, 18, 3.5);
    }
}
