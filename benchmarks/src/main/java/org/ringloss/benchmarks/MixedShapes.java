package org.ringloss.benchmarks;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * Both passes in a JVM that has seen other shapes before, as programs do. The JIT compiler goes by what a method was called
 * with: kernels can be fast for any shape alone and slow, with their vectors on the heap, after others. The other suites
 * give every shape a JVM of its own; compare with {@link Shapes}.
 */
public class MixedShapes extends Timed {
    /** One for each way that rows are summed or scaled. */
    static final String[] OTHERS = {
        "1x8", "256x2", "256x4", "256x13", "256x16", "64x100", "1024x64", "64x128", "512x1000"
    };

    @Param({"1x8", "256x13", "256x16", "1024x64", "256x128", "256x512"})
    public String shape = "1x1";

    private Fused ringloss = new Fused(new Batch("1x1"));
    private PlainLoops plain = new PlainLoops(new Batch("1x1"));

    @Setup
    public void prepare() throws Exception {
        for (String other : OTHERS) {
            WarmUp.untilFast(new Fused(new Batch(other))::forwardBackward);
        }
        Batch batch = new Batch(shape);
        ringloss = new Fused(batch);
        plain = new PlainLoops(batch);
    }

    @Benchmark
    public double ringloss() {
        return ringloss.forwardBackward();
    }

    @Benchmark
    public double plain() {
        return plain.forwardBackward();
    }
}
