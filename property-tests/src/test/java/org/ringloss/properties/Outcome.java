package org.ringloss.properties;

import org.ringloss.FloatMatrix;
import org.ringloss.GradientMode;
import org.ringloss.Reduction;
import org.ringloss.RingLoss;
import org.ringloss.RingLossResult;

/** What a fused call gave: the result and the gradient. */
@SuppressWarnings("ArrayRecordComponent") // the array is the outcome
record Outcome(RingLossResult result, float[] gradient, boolean reduced) {
    /** Writes the gradient of a scene. */
    static Outcome of(LossCase scene, RingLoss ring) {
        return of(scene, ring, new float[scene.x().length], GradientMode.WRITE);
    }

    /** Writes or adds to {@code gradient}, which is kept. */
    static Outcome of(LossCase scene, RingLoss ring, float[] gradient, GradientMode mode) {
        FloatMatrix into = FloatMatrix.of(gradient, scene.rows(), scene.dim());
        RingLossResult result = ring.forwardBackward(scene.batch(), scene.upstream(), into, mode);
        return new Outcome(result, gradient, scene.reduction() != Reduction.NONE);
    }

    void assertSameBitsAs(Outcome expected) {
        Bits.assertSame("gradient", gradient, expected.gradient);
        Bits.assertSame(result, expected.result, reduced);
    }
}
