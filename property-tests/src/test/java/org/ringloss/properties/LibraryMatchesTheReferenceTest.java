package org.ringloss.properties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.assertj.core.data.Offset;
import org.ringloss.NormSummary;
import org.ringloss.Reduction;
import org.ringloss.RingLossPass;

/** Everything that a pass tells is what the formulas say, up to the rounding of the plain reference. */
class LibraryMatchesTheReferenceTest {
    private static Offset<Double> close(double expected) {
        return within(1e-13 + 1e-12 * Math.abs(expected));
    }

    @Property
    void lossAndRowLosses(@ForAll(supplier = LossCases.class) LossCase scene) {
        Reference reference = new Reference(scene);
        double[] x = Reference.widen(scene.x());
        RingLossPass pass = scene.ring().forward(scene.batch());
        if (scene.reduction() != Reduction.NONE) {
            double expected = reference.loss(x);
            assertThat(pass.loss()).isCloseTo(expected, close(expected));
            assertThat(pass.result().loss()).isEqualTo(pass.loss());
            return;
        }
        double[] rowLosses = pass.result().rowLosses();
        assertThat(rowLosses).hasSize(scene.rows());
        double s = reference.scale(x);
        for (int i = 0; i < rowLosses.length; i++) {
            double expected = reference.rowLoss(x, 0, s, i);
            assertThat(rowLosses[i]).isCloseTo(expected, close(expected));
        }
    }

    @Property
    void radiusGradients(@ForAll(supplier = LossCases.class) LossCase scene) {
        Reference reference = new Reference(scene);
        double[] x = Reference.widen(scene.x());
        Outcome fused = Outcome.of(scene, scene.ring());
        double expected = scene.upstream() * reference.radiusGradient(x);
        assertThat(fused.result().radiusGradient()).isCloseTo(expected, within(1e-11 + 1e-12 * Math.abs(expected)));
        double[] perClass = fused.result().classRadiusGradients();
        for (int label = 0; label < perClass.length; label++) {
            double of = scene.upstream() * reference.classRadiusGradient(x, label);
            assertThat(perClass[label]).isCloseTo(of, within(1e-11 + 1e-12 * Math.abs(of)));
        }
    }

    @Property
    void featureGradient(@ForAll(supplier = LossCases.class) LossCase scene) {
        float[] actual = Outcome.of(scene, scene.ring()).gradient();
        double[] expected = new Reference(scene).gradient(Reference.widen(scene.x()));
        for (int i = 0; i < actual.length; i++) {
            double exact = scene.upstream() * expected[i];
            assertThat((double) actual[i])
                    .as("element %s", i)
                    .isCloseTo(exact, within(1.6 * Math.ulp((float) exact) + 1e-13 * scene.weight()));
        }
    }

    @Property
    void normsAndTheirSummary(@ForAll(supplier = LossCases.class) LossCase scene) {
        Reference reference = new Reference(scene);
        double[] x = Reference.widen(scene.x());
        RingLossPass pass = scene.ring().forward(scene.batch());
        double[] norms = pass.norms();
        double sum = 0;
        double min = Double.POSITIVE_INFINITY;
        double max = 0;
        int counted = 0;
        int zero = 0;
        for (int i = 0; i < scene.rows(); i++) {
            double expected = reference.norm(x, i);
            assertThat(norms[i]).isCloseTo(expected, close(expected));
            if (scene.rowWeight(i) != 0) {
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
        assertThat(pass.result().rows()).isEqualTo(scene.rows());
        assertThat(pass.result().ignoredRows()).isEqualTo(scene.rows() - counted);
        if (counted == 0) {
            assertThat(summary.mean()).isNaN();
            assertThat(summary.min()).isNaN();
            assertThat(summary.max()).isNaN();
            assertThat(summary.deviation()).isNaN();
            assertThat(summary.relativeScale()).isEqualTo(0.5);
            return;
        }
        double mean = sum / counted;
        double squares = 0;
        for (int i = 0; i < scene.rows(); i++) {
            squares += scene.rowWeight(i) == 0 ? 0 : (norms[i] - mean) * (norms[i] - mean);
        }
        assertThat(summary.mean()).isCloseTo(mean, close(mean));
        assertThat(summary.min()).isEqualTo(min);
        assertThat(summary.max()).isEqualTo(max);
        assertThat(summary.deviation()).isCloseTo(Math.sqrt(squares / counted), close(mean));
        assertThat(summary.relativeScale()).isEqualTo(Math.max(0.5, summary.mean()));
    }
}
