package org.ringloss.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.results.ScalarResult;

/**
 * How the suites measure whose times are compared with each other: all calls take turns in one JVM, so that what slows the
 * machine for a while, as the neighbours of a virtual one do, slows them all. JMH itself only sees how long the turns take
 * together; {@link InterleavedProfiler} gives it the times of the calls.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgsAppend = Timed.VECTORS)
@Warmup(iterations = 1)
@Measurement(iterations = 5)
public abstract class Interleaved {
    /** The name of the method below. */
    static final String METHOD = "turns";

    private static volatile List<ScalarResult> results = List.of();

    private InterleavedTimer turns = new InterleavedTimer(Map.of());

    /**
     * Makes the calls to compare, by name, once the parameters are set. A name may end with a parameter of its own, as in
     * {@code ringloss penalty=squared()}.
     */
    abstract Map<String, Callable<DoubleSupplier>> calls();

    @Setup
    public void prepare() throws Exception {
        turns = new InterleavedTimer(calls());
        turns.warmUp();
    }

    @Benchmark
    public double turns() {
        double sum = turns.take();
        results = turns.results();
        return sum;
    }

    /** What the turns of the last iteration gave. */
    static List<ScalarResult> results() {
        return results;
    }
}
