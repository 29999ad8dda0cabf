// SPDX-License-Identifier: Apache-2.0
package org.ringloss.benchmarks;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.hipparchus.stat.descriptive.DescriptiveStatistics;
import org.openjdk.jmh.annotations.CompilerControl;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.ScalarResult;

/**
 * Calls that take turns of about half a millisecond. A turn begins with calls that are not timed, for at least a quarter of
 * it: they bring the arrays back into the caches, and tell how many calls fill the rest.
 */
final class InterleavedTimer {
    /** Behind a name: the bytes that a call of it allocates. */
    static final String BYTES = " bytes";

    private static final long TURN_NANOS = TimeUnit.MICROSECONDS.toNanos(500);
    private static final long UNTIMED_NANOS = TURN_NANOS / 4;
    private static final long NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final int MIN_ROUNDS = 3;

    private static final ThreadMXBean MEMORY = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

    private final LongSupplier clock;
    private final List<Contender> contenders = new ArrayList<>();
    private final List<String> failed = new ArrayList<>();
    private final Random random = new Random(1);

    InterleavedTimer(Map<String, Callable<DoubleSupplier>> calls) {
        this(calls, System::nanoTime);
    }

    /** Makes every call and tries it once. One that fails says so and has no part in the rest, which others have. */
    InterleavedTimer(Map<String, Callable<DoubleSupplier>> calls, LongSupplier clock) {
        this.clock = clock;
        calls.forEach((name, maker) -> {
            try {
                DoubleSupplier call = maker.call();
                double unused = call.getAsDouble();
                contenders.add(new Contender(name, call));
            } catch (Exception | LinkageError | OutOfMemoryError e) {
                failed.add(name);
                System.out.println(name + " fails: " + e);
            }
        });
    }

    /** All of them together first, so that the compiler has seen them all when each alone gets no faster. */
    void warmUp() throws Exception {
        WarmUp.untilFast(this::each);
        for (Contender contender : contenders) {
            WarmUp.untilFast(() -> once(contender.call));
        }
    }

    private double each() {
        double sum = 0;
        for (Contender contender : contenders) {
            sum += once(contender.call);
        }
        return sum;
    }

    /** Some rounds of turns, in another order each; returns the sum of all that the calls return. */
    double take() {
        contenders.forEach(Contender::reset);
        double sum = 0;
        long start = clock.getAsLong();
        for (int round = 0; round < MIN_ROUNDS || clock.getAsLong() - start < NANOS; round++) {
            Collections.shuffle(contenders, random);
            for (Contender contender : contenders) {
                sum += turn(contender);
            }
        }
        return sum;
    }

    private double turn(Contender contender) {
        double sum = 0;
        int untimed = 0;
        long start = clock.getAsLong();
        long nanos;
        do {
            sum += once(contender.call);
            untimed++;
            nanos = clock.getAsLong() - start;
        } while (nanos < UNTIMED_NANOS);

        long calls = Math.max(1, untimed * TURN_NANOS / nanos);
        long bytes = MEMORY.getCurrentThreadAllocatedBytes();
        start = clock.getAsLong();
        for (long i = 0; i < calls; i++) {
            sum += once(contender.call);
        }
        nanos = clock.getAsLong() - start;
        bytes = MEMORY.getCurrentThreadAllocatedBytes() - bytes;
        contender.add(calls, nanos, bytes);
        return sum;
    }

    /** Not inlined: nothing of a call moves out of the loop around it. */
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    private static double once(DoubleSupplier call) {
        return call.getAsDouble();
    }

    /**
     * Of the last rounds, under every name the median of its turns in nanoseconds per call, and under the name with
     * {@link #BYTES} what a call allocates, on average. What fails has no number.
     */
    List<ScalarResult> results() {
        return Stream.concat(
                        contenders.stream()
                                .flatMap(contender -> Stream.of(
                                        time(contender.name, contender.nanosPerCall.getPercentile(50)),
                                        result(
                                                contender.name + BYTES,
                                                (double) contender.bytes / contender.calls,
                                                "B/op"))),
                        failed.stream().map(name -> time(name, Double.NaN)))
                .toList();
    }

    private static ScalarResult time(String name, double nanos) {
        return result(name, nanos, "ns/op");
    }

    private static ScalarResult result(String label, double score, String unit) {
        return new ScalarResult(label, score, unit, AggregationPolicy.AVG);
    }

    /** One call, and what its turns gave. */
    private static final class Contender {
        private final String name;
        private final DoubleSupplier call;
        private final DescriptiveStatistics nanosPerCall = new DescriptiveStatistics();
        private long calls;
        private long bytes;

        Contender(String name, DoubleSupplier call) {
            this.name = name;
            this.call = call;
        }

        void reset() {
            nanosPerCall.clear();
            calls = 0;
            bytes = 0;
        }

        void add(long moreCalls, long nanos, long moreBytes) {
            nanosPerCall.addValue((double) nanos / moreCalls);
            calls += moreCalls;
            bytes += moreBytes;
        }
    }
}
