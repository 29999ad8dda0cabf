// SPDX-License-Identifier: Apache-2.0
package org.ringloss.properties;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.ringloss.FloatMatrix;
import org.ringloss.GradientMode;
import org.ringloss.Norms;
import org.ringloss.RingLossPass;
import org.ringloss.RingLossTotals;

/** Nothing that is passed in changes but the gradient. */
class InputsAreNeverModifiedTest {
    @Property
    void byAnyPass(@ForAll(supplier = LossCases.class) LossCase lossCase) {
        float[] x = lossCase.x().clone();
        double[] radii = lossCase.radii().clone();
        int[] labels = lossCase.labels().clone();
        double[] weights = lossCase.rowWeights() == null
                ? new double[0]
                : lossCase.rowWeights().clone();

        Outcome.of(lossCase, lossCase.ring());
        RingLossPass pass = lossCase.ring().forward(lossCase.batch());
        pass.backward(2, FloatMatrix.of(new float[x.length], lossCase.rows(), lossCase.dim()), GradientMode.ADD);
        Norms.compute(lossCase.features(), new double[lossCase.rows()]);
        assertThat(Norms.summary(lossCase.features())).isEqualTo(Norms.summary(lossCase.features()));

        Bits.assertSame("features", lossCase.x(), x);
        Bits.assertSame("radii", lossCase.radii(), radii);
        assertThat(lossCase.labels()).isEqualTo(labels);
        Bits.assertSame("weights", lossCase.rowWeights() == null ? new double[0] : lossCase.rowWeights(), weights);
    }

    @Property
    void byReadingAResult(@ForAll(supplier = LossCases.class) LossCase lossCase) {
        RingLossPass pass = lossCase.ring().forward(lossCase.batch());
        RingLossTotals totals = pass.result().totals();
        byte[] before = totals.toBytes();
        double[] norms = pass.norms();
        Arrays.fill(norms, 7);
        Arrays.fill(pass.result().classRadiusGradients(), 7);
        RingLossTotals copy = pass.result().totals();
        copy.merge(totals);
        Outcome.of(lossCase, lossCase.ring());
        assertThat(pass.result().totals().toBytes()).isEqualTo(before);
        if (norms.length > 0) {
            assertThat(pass.norms()).isNotEqualTo(norms);
        }
        assertThat(totals.toBytes()).isEqualTo(before);
    }
}
