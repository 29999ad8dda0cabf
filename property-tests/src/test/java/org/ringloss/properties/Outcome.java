// SPDX-License-Identifier: Apache-2.0
package org.ringloss.properties;

import org.ringloss.FloatMatrix;
import org.ringloss.GradientMode;
import org.ringloss.Reduction;
import org.ringloss.RingLoss;
import org.ringloss.RingLossResult;

/** What a fused call gave: the result and the gradient. */
@SuppressWarnings("ArrayRecordComponent") // the array is the outcome
record Outcome(RingLossResult result, float[] gradient, boolean reduced) {
    /** Writes the gradient of a case. */
    static Outcome of(LossCase lossCase, RingLoss ring) {
        return of(lossCase, ring, new float[lossCase.x().length], GradientMode.WRITE);
    }

    /** Writes or adds to {@code gradient}, which is kept. */
    static Outcome of(LossCase lossCase, RingLoss ring, float[] gradient, GradientMode mode) {
        FloatMatrix into = FloatMatrix.of(gradient, lossCase.rows(), lossCase.dim());
        RingLossResult result = ring.forwardBackward(lossCase.batch(), lossCase.upstream(), into, mode);
        return new Outcome(result, gradient, lossCase.reduction() != Reduction.NONE);
    }

    void assertSameBitsAs(Outcome expected) {
        Bits.assertSame("gradient", gradient, expected.gradient);
        Bits.assertSame(result, expected.result, reduced);
    }
}
