package org.ringloss.benchmarks;

import java.lang.reflect.Method;
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
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * How the suites measure whose methods run alone, each in a JVM of its own: nanoseconds per call, on average, of methods
 * without parameters; see {@link WarmUp}. Times that are compared with each other are better taken {@link Interleaved}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgsAppend = Timed.VECTORS)
@Warmup(iterations = 2, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 150, timeUnit = TimeUnit.MILLISECONDS)
public abstract class Timed {
    static final String VECTORS = "--add-modules=jdk.incubator.vector";

    private boolean warm;

    /** Before the first iteration, when all else is set up. */
    @Setup(Level.Iteration)
    public void warmUp(BenchmarkParams params) throws Exception {
        if (!warm) {
            String name = params.getBenchmark();
            Method benchmark = getClass().getMethod(name.substring(name.lastIndexOf('.') + 1));
            WarmUp.untilFast(() -> benchmark.invoke(this));
            warm = true;
        }
    }
}
