package org.ringloss.benchmarks;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.ringloss.RingLoss;

/**
 * The library against what the machine can do with the same arrays at all: both passes read the features and write the
 * gradient, as {@link #stream} and {@link #copy} do; the forward pass only reads, as {@link #read} does, and converts to
 * double, as {@link #squares} does.
 */
public class Limits extends Timed {
    @Param({"256x128", "256x512", "512x1024", "4096x512", "65536x512"})
    public String shape = "1x1";

    private final RingLoss ring = RingLoss.builder().weight(Batch.WEIGHT).build();
    private Batch batch = new Batch("1x1");
    private Fused ringloss = new Fused(batch);

    @Setup
    public void prepare() {
        batch = new Batch(shape);
        ringloss = new Fused(batch, ring);
    }

    @Benchmark
    public double ringloss() {
        return ringloss.forwardBackward();
    }

    /** The forward pass alone; it allocates what the backward pass needs, a few doubles per row. */
    @Benchmark
    public double ringlossForward() {
        return ring.forward(batch.features, Batch.RADIUS).loss();
    }

    /** y = c * x. The JIT compiler turns this loop into vectors by itself. */
    @Benchmark
    public float[] stream() {
        float[] x = batch.x;
        float[] g = batch.g;
        for (int i = 0; i < x.length; i++) {
            g[i] = 0.5f * x[i];
        }
        return g;
    }

    /** y = x by the JVM's own means. */
    @Benchmark
    public float[] copy() {
        System.arraycopy(batch.x, 0, batch.g, 0, batch.x.length);
        return batch.g;
    }

    /** The squares of x, converted to double and added up: what norms in double cannot do without. */
    @Benchmark
    public double squares() {
        return SquareSum.of(batch.x);
    }

    /** The sum of x, by vectors. */
    @Benchmark
    public float read() {
        return ReadSum.of(batch.x);
    }
}
