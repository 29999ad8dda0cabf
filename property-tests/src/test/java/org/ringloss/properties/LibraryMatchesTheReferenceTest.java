// SPDX-License-Identifier: Apache-2.0
package org.ringloss.properties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.assertj.core.data.Offset;
import org.ringloss.NormSummary;
import org.ringloss.Reduction;
import org.ringloss.RingLossPass;

/** Everything that a pass tells is what the formulas make of its norms, up to the rounding of the plain reference. */
class LibraryMatchesTheReferenceTest {
    private static Offset<Double> close(double expected) {
        return within(1e-13 + 1e-12 * Math.abs(expected));
    }

    @Property
    void lossAndRowLosses(@ForAll(supplier = LossCases.class) LossCase lossCase) {
        Reference reference = Reference.withDefinedNorms(lossCase);
        double[] x = Reference.widen(lossCase.x());
        RingLossPass pass = lossCase.ring().forward(lossCase.batch());
        if (lossCase.reduction() != Reduction.NONE) {
            double expected = reference.loss(x);
            assertThat(pass.loss()).isCloseTo(expected, close(expected));
            assertThat(pass.result().loss()).isEqualTo(pass.loss());
            return;
        }
        double[] rowLosses = pass.result().rowLosses();
        assertThat(rowLosses).hasSize(lossCase.rows());
        double s = reference.scale(x);
        for (int i = 0; i < rowLosses.length; i++) {
            double expected = reference.rowLoss(x, 0, s, i);
            assertThat(rowLosses[i]).isCloseTo(expected, close(expected));
        }
    }

    @Property
    void radiusGradients(@ForAll(supplier = LossCases.class) LossCase lossCase) {
        Reference reference = Reference.withDefinedNorms(lossCase);
        double[] x = Reference.widen(lossCase.x());
        Outcome fused = Outcome.of(lossCase, lossCase.ring());
        double expected = lossCase.upstream() * reference.radiusGradient(x);
        assertThat(fused.result().radiusGradient()).isCloseTo(expected, within(1e-11 + 1e-12 * Math.abs(expected)));
        double[] perClass = fused.result().classRadiusGradients();
        for (int label = 0; label < perClass.length; label++) {
            double ofClass = lossCase.upstream() * reference.classRadiusGradient(x, label);
            assertThat(perClass[label]).isCloseTo(ofClass, within(1e-11 + 1e-12 * Math.abs(ofClass)));
        }
    }

    @Property
    void featureGradient(@ForAll(supplier = LossCases.class) LossCase lossCase) {
        float[] actual = Outcome.of(lossCase, lossCase.ring()).gradient();
        double[] expected = Reference.withDefinedNorms(lossCase).gradient(Reference.widen(lossCase.x()));
        for (int i = 0; i < actual.length; i++) {
            double exact = lossCase.upstream() * expected[i];
            assertThat((double) actual[i])
                    .as("element %s", i)
                    .isCloseTo(exact, within(1.6 * Math.ulp((float) exact) + 1e-13 * lossCase.weight()));
        }
    }

    @Property
    void normsAndTheirSummary(@ForAll(supplier = LossCases.class) LossCase lossCase) {
        Reference reference = Reference.withDefinedNorms(lossCase);
        double[] x = Reference.widen(lossCase.x());
        RingLossPass pass = lossCase.ring().forward(lossCase.batch());
        double[] norms = pass.norms();
        Reference plain = new Reference(lossCase);
        double sum = 0;
        double min = Double.POSITIVE_INFINITY;
        double max = 0;
        int counted = 0;
        int zero = 0;
        for (int i = 0; i < lossCase.rows(); i++) {
            double expected = reference.norm(x, i);
            assertThat(norms[i]).isEqualTo(expected);
            double exact = plain.norm(x, i);
            assertThat(norms[i]).isCloseTo(exact, within(NormSweep.ALLOWED * exact));
            if (lossCase.rowWeight(i) != 0) {
                counted++;
                sum += norms[i];
                min = Math.min(min, norms[i]);
                max = Math.max(max, norms[i]);
                zero += norms[i] == 0 ? 1 : 0;
            }
        }
        NormSummary summary = pass.result().normSummary();
        assertThat(summary.rows()).isEqualTo(counted);
        assertThat(summary.zeroRows()).isEqualTo(zero);
        assertThat(summary.nonFiniteRows()).isZero();
        assertThat(pass.result().rows()).isEqualTo(lossCase.rows());
        assertThat(pass.result().ignoredRows()).isEqualTo(lossCase.rows() - counted);
        if (counted == 0) {
            assertThat(summary.mean()).isNaN();
            assertThat(summary.min()).isNaN();
            assertThat(summary.max()).isNaN();
            assertThat(summary.deviation()).isNaN();
            assertThat(summary.relativeScale()).isEqualTo(0.5);
            return;
        }
        double mean = sum / counted;
        double variance = 0;
        double squares = 0;
        for (int i = 0; i < lossCase.rows(); i++) {
            if (lossCase.rowWeight(i) != 0) {
                variance += (norms[i] - mean) * (norms[i] - mean) / counted;
                squares += norms[i] * norms[i] / counted;
            }
        }
        assertThat(summary.mean()).isCloseTo(mean, close(mean));
        assertThat(summary.min()).isEqualTo(min);
        assertThat(summary.max()).isEqualTo(max);
        // Equal norms can have what rounding their squares leaves.
        assertThat(summary.deviation() * summary.deviation()).isCloseTo(variance, within(0x1p-50 * squares));
        assertThat(summary.relativeScale()).isEqualTo(Math.max(0.5, summary.mean()));
    }
}
