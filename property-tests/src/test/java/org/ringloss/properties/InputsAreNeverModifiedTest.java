package org.ringloss.properties;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.ringloss.FloatMatrix;
import org.ringloss.GradientMode;
import org.ringloss.NormSummary;
import org.ringloss.Norms;
import org.ringloss.RingLossPass;
import org.ringloss.RingLossTotals;

/** Nothing that is passed in changes but the gradient. */
class InputsAreNeverModifiedTest {
    @Property
    void byAnyPass(@ForAll(supplier = LossCases.class) LossCase scene) {
        float[] x = scene.x().clone();
        double[] radii = scene.radii().clone();
        int[] labels = scene.labels().clone();
        double[] weights =
                scene.rowWeights() == null ? new double[0] : scene.rowWeights().clone();

        Outcome.of(scene, scene.ring());
        RingLossPass pass = scene.ring().forward(scene.batch());
        pass.backward(2, FloatMatrix.of(new float[x.length], scene.rows(), scene.dim()), GradientMode.ADD);
        Norms.compute(scene.features(), new double[scene.rows()]);
        assertThat(Norms.summary(scene.features())).isEqualTo(NormSummary.of(scene.features()));

        Bits.assertSame("features", scene.x(), x);
        Bits.assertSame("radii", scene.radii(), radii);
        assertThat(scene.labels()).isEqualTo(labels);
        Bits.assertSame("weights", scene.rowWeights() == null ? new double[0] : scene.rowWeights(), weights);
    }

    @Property
    void byReadingAResult(@ForAll(supplier = LossCases.class) LossCase scene) {
        RingLossPass pass = scene.ring().forward(scene.batch());
        RingLossTotals totals = pass.result().totals();
        byte[] before = totals.toBytes();
        double[] norms = pass.norms();
        java.util.Arrays.fill(norms, 7);
        java.util.Arrays.fill(pass.result().classRadiusGradients(), 7);
        RingLossTotals copy = pass.result().totals();
        copy.merge(totals);
        Outcome.of(scene, scene.ring());
        assertThat(pass.result().totals().toBytes()).isEqualTo(before);
        if (norms.length > 0) {
            assertThat(pass.norms()).isNotEqualTo(norms);
        }
        assertThat(totals.toBytes()).isEqualTo(before);
    }
}
