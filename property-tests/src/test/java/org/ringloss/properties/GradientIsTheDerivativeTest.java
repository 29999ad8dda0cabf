// SPDX-License-Identifier: Apache-2.0
package org.ringloss.properties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.ringloss.FloatMatrix;
import org.ringloss.GradientMode;
import org.ringloss.Reduction;
import org.ringloss.RingLossPass;

/** The gradients are the central finite differences of the reference's loss, s of relative mode held constant. */
class GradientIsTheDerivativeTest {
    private static final double STEP = 1e-5;

    /** The derivative jumps in curvature only, by at most 1: a difference across a kink is off by that times STEP. */
    private static double tolerance(double magnitude) {
        return 3 * STEP + 1e-5 * Math.abs(magnitude);
    }

    @Property
    void ofTheFeatures(@ForAll(supplier = LossCases.class) LossCase lossCase) {
        float[] gradient = Outcome.of(lossCase, lossCase.ring()).gradient();
        Reference reference = new Reference(lossCase);
        double[] x = Reference.widen(lossCase.x());
        double s = reference.scale(x);
        for (int i = 0; i < x.length; i++) {
            int row = i / lossCase.dim();
            double norm = reference.norm(x, row);
            if (norm == 0) {
                assertThat(gradient[i]).isZero();
            }
            if (norm < 100 * STEP) {
                // A step would turn the row about.
                continue;
            }
            double kept = x[i];
            x[i] = kept + STEP;
            double above = reference.rowLoss(x, 0, s, row);
            x[i] = kept - STEP;
            double below = reference.rowLoss(x, 0, s, row);
            x[i] = kept;
            double difference = lossCase.upstream() * (above - below) / (2 * STEP) / reference.divisor();
            double curvature = lossCase.rowWeight(row) * lossCase.weight() * lossCase.upstream() / (s * s);
            assertThat((double) gradient[i])
                    .as("element %s", i)
                    .isCloseTo(difference, within(1e-6 + 3 * STEP * Math.abs(curvature) + 1e-5 * Math.abs(difference)));
        }
    }

    @Property
    void ofAllRadiiTogether(@ForAll(supplier = LossCases.class) LossCase lossCase) {
        Reference reference = new Reference(lossCase);
        double[] x = Reference.widen(lossCase.x());
        double s = reference.scale(x);
        double difference =
                (reference.loss(x, STEP, s) - reference.loss(x, -STEP, s)) / (2 * STEP) * lossCase.upstream();
        double actual = Outcome.of(lossCase, lossCase.ring()).result().radiusGradient();
        double rows = lossCase.reduction() == Reduction.MEAN ? 1 : lossCase.rows();
        assertThat(actual).isCloseTo(difference, within(tolerance(difference) * (1 + 3 * rows / (s * s))));
    }

    @Property
    void ofTheRadiusOfEachClass(@ForAll(supplier = LossCases.class) LossCase lossCase) {
        double[] actual = Outcome.of(lossCase, lossCase.ring()).result().classRadiusGradients();
        if (lossCase.radiusKind() != LossCase.RadiusKind.PER_CLASS) {
            assertThat(actual).isEmpty();
            return;
        }
        Reference reference = new Reference(lossCase);
        double[] x = Reference.widen(lossCase.x());
        double s = reference.scale(x);
        assertThat(actual).hasSize(lossCase.radii().length);
        double rows = lossCase.reduction() == Reduction.MEAN ? 1 : lossCase.rows();
        for (int label = 0; label < actual.length; label++) {
            double difference = (reference.lossWithClassShifted(x, label, STEP, s)
                            - reference.lossWithClassShifted(x, label, -STEP, s))
                    / (2 * STEP)
                    * lossCase.upstream();
            assertThat(actual[label])
                    .as("class %s", label)
                    .isCloseTo(difference, within(tolerance(difference) * (1 + 3 * rows / (s * s))));
        }
    }

    @Property
    void ofRowLossesWithAnUpstreamGradientEach(@ForAll(supplier = LossCases.class) LossCase drawn, @ForAll long seed) {
        LossCase lossCase = drawn.withReduction(Reduction.NONE);
        SplitMix64 random = new SplitMix64(seed);
        double[] upstream = new double[lossCase.rows()];
        for (int i = 0; i < upstream.length; i++) {
            upstream[i] = 4 * random.nextDouble() - 2;
        }
        RingLossPass pass = lossCase.ring().forward(lossCase.batch());
        float[] gradient = new float[lossCase.x().length];
        pass.backward(upstream, FloatMatrix.of(gradient, lossCase.rows(), lossCase.dim()), GradientMode.WRITE);
        double[] expected = Reference.withDefinedNorms(lossCase).gradient(Reference.widen(lossCase.x()));
        for (int i = 0; i < gradient.length; i++) {
            double exact = expected[i] * upstream[i / lossCase.dim()];
            assertThat((double) gradient[i]).isCloseTo(exact, within(1e-12 + 2e-7 * Math.abs(exact)));
        }
    }
}
