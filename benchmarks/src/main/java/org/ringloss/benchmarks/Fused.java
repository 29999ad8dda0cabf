package org.ringloss.benchmarks;

import org.ringloss.RingLoss;
import org.ringloss.RingLossResult;

/** The library as a training loop calls it: both passes at once, into a result that is kept. */
final class Fused implements Peer {
    private final RingLoss ring;
    private final Batch batch;
    private final RingLossResult result = new RingLossResult();

    /** On the best backend of this JVM. */
    Fused(Batch batch) {
        this(batch, "auto");
    }

    Fused(Batch batch, String backend) {
        this(batch, RingLoss.builder().weight(Batch.WEIGHT).backend(backend).build());
    }

    Fused(Batch batch, RingLoss ring) {
        this.batch = batch;
        this.ring = ring;
    }

    @Override
    public double forwardBackward() {
        ring.forwardBackward(batch.features, Batch.RADIUS, batch.gradient, result);
        return result.loss();
    }

    @Override
    public double radiusGradient() {
        return result.radiusGradient();
    }

    @Override
    public float[] gradient() {
        return batch.g;
    }
}
