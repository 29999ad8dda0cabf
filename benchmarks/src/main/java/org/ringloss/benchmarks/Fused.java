// SPDX-License-Identifier: Apache-2.0
package org.ringloss.benchmarks;

import java.util.function.Supplier;
import org.ringloss.FloatMatrix;
import org.ringloss.RingLoss;
import org.ringloss.RingLossResult;

/** The library as a training loop calls it: both passes at once, into a result that is kept. */
final class Fused implements Peer {
    private final RingLoss ring;
    private final FloatMatrix features;
    private final FloatMatrix gradient;
    private final Supplier<float[]> copy;
    private final RingLossResult result = new RingLossResult();

    private Fused(RingLoss ring, FloatMatrix features, FloatMatrix gradient, Supplier<float[]> copy) {
        this.ring = ring;
        this.features = features;
        this.gradient = gradient;
        this.copy = copy;
    }

    Fused(Batch batch, RingLoss ring) {
        this(ring, batch.features, batch.gradient, () -> batch.g);
    }

    Fused(Batch batch) {
        this(batch, usual());
    }

    /** With direct buffers at both ends. */
    Fused(DirectBatch batch) {
        this(
                usual(),
                FloatMatrix.of(batch.x.asFloatBuffer(), batch.rows, batch.dim),
                FloatMatrix.of(batch.g.asFloatBuffer(), batch.rows, batch.dim),
                batch::gradient);
    }

    private static RingLoss usual() {
        return RingLoss.builder().weight(Batch.WEIGHT).build();
    }

    @Override
    public double forwardBackward() {
        ring.forwardBackward(features, Batch.RADIUS, gradient, result);
        return result.loss();
    }

    @Override
    public double radiusGradient() {
        return result.radiusGradient();
    }

    @Override
    public float[] gradient() {
        return copy.get();
    }
}
