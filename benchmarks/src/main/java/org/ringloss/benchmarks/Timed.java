package org.ringloss.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.runner.IterationType;

/**
 * How the suites measure: nanoseconds per call, on average. Code on the Vector API is hundreds of times slower until all
 * of it is compiled, which takes seconds on a busy machine; so the warm-up waits for the compiler after each iteration.
 * Methods without such code name a shorter warm-up of their own.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 3, jvmArgsAppend = Timed.VECTORS)
@Warmup(iterations = 6, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 200, timeUnit = TimeUnit.MILLISECONDS)
public abstract class Timed {
    static final String VECTORS = "--add-modules=jdk.incubator.vector";

    private boolean settled;

    /** Before each iteration of the warm-up and the first that counts. */
    @Setup(Level.Iteration)
    public void settle(IterationParams iteration) throws InterruptedException {
        if (!settled) {
            Compiler.awaitIdle();
            settled = iteration.getType() == IterationType.MEASUREMENT;
        }
    }
}
