package org.ringloss.benchmarks;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.ringloss.RingLoss;

/** The first calls of a fresh JVM, one by one and nothing warmed up: both backends over a batch of 128x512. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 0)
public class ColdStart {
    @Param({"scalar", "simd"})
    public String backend = "scalar";

    private final Batch batch = new Batch("128x512");
    private @Nullable Fused ringloss;

    /** Builds the loss and calls it once: what a one-off pays. */
    @Benchmark
    @Fork(value = 10, jvmArgsAppend = Timed.VECTORS)
    @Measurement(iterations = 1)
    public double firstCall() {
        return new Fused(
                        batch,
                        RingLoss.builder().weight(Batch.WEIGHT).backend(backend).build())
                .forwardBackward();
    }

    /** The same again and again, the loss being built by the first: the raw data shows when the compiler is done. */
    @Benchmark
    @Fork(value = 3, jvmArgsAppend = Timed.VECTORS)
    @Measurement(iterations = 8000)
    public double series() {
        if (ringloss == null) {
            ringloss = new Fused(batch, backend);
        }
        return ringloss.forwardBackward();
    }
}
