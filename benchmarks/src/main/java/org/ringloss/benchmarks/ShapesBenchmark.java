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
import org.ringloss.RingLoss;
import org.ringloss.RingLossResult;

/**
 * One call over a batch: both backends against plain loops, and against the limit of the machine for a pass that reads
 * the features and writes the gradient.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 2, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class ShapesBenchmark {
    private static final double WEIGHT = 0.1;

    @Param({"1x8", "256x2", "256x16", "64x128", "256x128", "256x512", "4096x512"})
    public String shape = "";

    private Batch batch = new Batch("1x1");
    private PlainLoops loops = new PlainLoops(1);
    private final RingLoss scalar =
            RingLoss.builder().weight(WEIGHT).backend("scalar").build();
    private final RingLoss simd =
            RingLoss.builder().weight(WEIGHT).backend("simd").build();
    private final RingLossResult result = new RingLossResult();

    @Setup
    public void prepare() {
        batch = new Batch(shape);
        loops = new PlainLoops(batch.rows);
    }

    @Benchmark
    public RingLossResult scalarForwardBackward() {
        scalar.forwardBackward(batch.features, Batch.RADIUS, batch.gradient, result);
        return result;
    }

    @Benchmark
    public RingLossResult simdForwardBackward() {
        simd.forwardBackward(batch.features, Batch.RADIUS, batch.gradient, result);
        return result;
    }

    @Benchmark
    public float loopsForwardBackward() {
        float radius = (float) Batch.RADIUS;
        float loss = loops.forward(batch.x, batch.rows, batch.dim, radius, 1);
        return loss + loops.backward(batch.x, batch.rows, batch.dim, radius, 1, (float) WEIGHT, batch.g);
    }

    @Benchmark
    public double scalarForward() {
        return scalar.forward(batch.features, Batch.RADIUS).loss();
    }

    @Benchmark
    public double simdForward() {
        return simd.forward(batch.features, Batch.RADIUS).loss();
    }

    @Benchmark
    public float loopsForward() {
        return loops.forward(batch.x, batch.rows, batch.dim, (float) Batch.RADIUS, 1);
    }

    /** The limit: y = c * x over the same arrays. The JIT compiler turns this loop into vectors by itself. */
    @Benchmark
    public float[] stream() {
        float[] x = batch.x;
        float[] g = batch.g;
        for (int i = 0; i < x.length; i++) {
            g[i] = 0.5f * x[i];
        }
        return g;
    }
}
