package org.ringloss.benchmarks;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.ringloss.GradientMode;
import org.ringloss.RingLoss;
import org.ringloss.RingLossBatch;
import org.ringloss.RingLossResult;

/** Both passes: adding to the gradient that is there, as joint training does, against writing it. */
public class AddMode extends Timed {
    @Param({"256x128", "256x512"})
    public String shape = "1x1";

    private final RingLoss ring = RingLoss.builder().weight(Batch.WEIGHT).build();
    private final RingLossResult result = new RingLossResult();
    private Batch batch = new Batch("1x1");
    private RingLossBatch rows = RingLossBatch.of(batch.features, Batch.RADIUS);

    @Setup
    public void prepare() {
        batch = new Batch(shape);
        rows = RingLossBatch.of(batch.features, Batch.RADIUS);
    }

    @Benchmark
    public RingLossResult add() {
        ring.forwardBackward(rows, 1, batch.gradient, GradientMode.ADD, result);
        return result;
    }

    @Benchmark
    public RingLossResult write() {
        ring.forwardBackward(rows, 1, batch.gradient, GradientMode.WRITE, result);
        return result;
    }
}
