package org.ringloss.benchmarks;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Both passes over batches so small that the call itself shows: both backends against plain loops. */
public class SmallCalls extends Timed {
    @Param({"1x1", "1x8", "1x64", "2x16", "8x8"})
    public String shape = "1x1";

    private Fused ringloss = new Fused(new Batch("1x1"));
    private Fused scalar = ringloss;
    private PlainLoops plain = new PlainLoops(new Batch("1x1"));

    @Setup
    public void prepare() {
        Batch batch = new Batch(shape);
        ringloss = new Fused(batch);
        scalar = new Fused(batch, "scalar");
        plain = new PlainLoops(batch);
    }

    @Benchmark
    public double ringloss() {
        return ringloss.forwardBackward();
    }

    @Benchmark
    public double ringlossScalar() {
        return scalar.forwardBackward();
    }

    @Benchmark
    public double plain() {
        return plain.forwardBackward();
    }
}
