// SPDX-License-Identifier: Apache-2.0
package org.ringloss.properties;

import java.util.Arrays;
import org.ringloss.BackendChoice;
import org.ringloss.FloatMatrix;
import org.ringloss.Penalty;
import org.ringloss.Radii;
import org.ringloss.Reduction;
import org.ringloss.RingLoss;
import org.ringloss.RingLossBatch;
import org.ringloss.RingLossResult;

/**
 * rho and rho' of residuals as a pass computes them, those that a radius can have: rows of zeros have norm 0, so a radius of -e makes the residual
 * e, and a class for each row tells its derivative.
 */
@SuppressWarnings("ArrayRecordComponent") // one value per residual
record Kernel(double[] values, double[] derivatives) {
    static Kernel of(Penalty penalty, double[] residuals, BackendChoice backend) {
        int rows = residuals.length;
        double[] radii = new double[rows];
        int[] labels = new int[rows];
        Arrays.setAll(radii, i -> -residuals[i]);
        Arrays.setAll(labels, i -> i);
        RingLoss ring = RingLoss.builder()
                .penalty(penalty)
                .reduction(Reduction.NONE)
                .backend(backend)
                .build();
        FloatMatrix zeros = FloatMatrix.of(new float[rows], rows, 1);
        RingLossResult result = ring.forward(RingLossBatch.of(zeros, Radii.perClass(radii, labels)))
                .result();
        double[] derivatives = result.classRadiusGradients();
        // The gradient of a radius is the negative derivative; zero comes as +0.
        Arrays.setAll(derivatives, i -> 0.0 - derivatives[i]);
        return new Kernel(result.rowLosses(), derivatives);
    }
}
