// SPDX-License-Identifier: Apache-2.0
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
 * How the suites measure: all contenders take turns in one JVM, so that what slows the machine for a while, as the
 * neighbours of a virtual one do, slows them all. JMH itself only sees how long the turns take together; {@link
 * InterleavedProfiler} gives it the times of the calls.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 3, jvmArgsAppend = Interleaved.VECTORS)
@Warmup(iterations = 1)
@Measurement(iterations = 5)
public abstract class Interleaved {
    static final String VECTORS = "--add-modules=jdk.incubator.vector";

    private static volatile List<ScalarResult> results = List.of();

    private InterleavedTimer timer = new InterleavedTimer(Map.of());

    /** Makes the calls to compare, by the contender's name, once the parameters are set. */
    abstract Map<String, Callable<DoubleSupplier>> calls();

    @Setup
    public void prepare() throws Exception {
        timer = new InterleavedTimer(calls());
        timer.warmUp();
    }

    @Benchmark
    public double turns() {
        double sum = timer.take();
        results = timer.results();
        return sum;
    }

    /** What the turns of the last iteration gave. */
    static List<ScalarResult> results() {
        return results;
    }
}
