package org.ringloss.benchmarks;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Both passes over batches of all shapes: the best backend, the scalar backend, and plain loops in Java. */
public class Shapes extends Timed {
    @Param({
        "1x1",
        "1x8",
        "4x4",
        "256x1",
        "256x2",
        "256x13",
        "256x16",
        "1024x64",
        "64x128",
        "256x128",
        "256x512",
        "512x1000",
        "512x1024",
        "4096x512",
        "65536x512"
    })
    public String shape = "1x1";

    private Fused ringloss = new Fused(new Batch("1x1"));
    private Fused scalar = ringloss;
    private PlainLoops plain = new PlainLoops(new Batch("1x1"));

    /** The quick run's choice. */
    static final String[] FEW = {"1x8", "256x1", "256x2", "256x13", "256x16", "1024x64", "64x128", "256x128", "256x512"
    };

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
