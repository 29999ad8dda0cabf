package org.ringloss.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Builds the loss in a fresh JVM and calls it once over a batch of 128x512: what a one-off pays. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 10, jvmArgsAppend = Interleaved.VECTORS)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
public class ColdStart {
    @Param({"scalar", "simd"})
    public String backend = "scalar";

    private Batch batch = new Batch("1x1");

    @Setup
    public void prepare() {
        System.setProperty("ringloss.backend", backend);
        batch = new Batch("128x512");
    }

    @Benchmark
    public double firstCall() {
        return new Fused(batch).forwardBackward();
    }
}
