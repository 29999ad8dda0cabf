// SPDX-License-Identifier: Apache-2.0
package org.ringloss.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * Calls something until it gets no faster. Code on the Vector API is hundreds of times slower until all of it is compiled,
 * and how long that takes depends on what else the machine does: a warm-up of fixed length is too short some day.
 */
final class WarmUp {
    private static final long ROUND_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long CHUNK_NANOS = TimeUnit.MICROSECONDS.toNanos(50);
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(30);
    /** What a long call runs once for some hundred rows is not compiled to the end before so many. */
    private static final int MIN_CALLS = 300;

    private static final long MIN_CALLS_NANOS = TimeUnit.SECONDS.toNanos(8);
    /** So many rounds without progress are the end. */
    private static final int PATIENCE = 3;

    private static final double PROGRESS = 0.97;

    /** Several of the ticks that a process's CPU time is counted in. */
    private static final long LOOK_MILLIS = 30;

    private WarmUp() {}

    static void untilFast(Callable<?> call) throws Exception {
        long end = System.nanoTime() + LIMIT_NANOS;
        long enough = System.nanoTime() + MIN_CALLS_NANOS;
        for (int i = 0; i < MIN_CALLS && System.nanoTime() < enough; i++) {
            call.call();
        }
        double best = Double.POSITIVE_INFINITY;
        int patience = PATIENCE;
        while (patience > 0 && System.nanoTime() < end) {
            double time = fastest(call);
            awaitCompiler(end);
            if (time < best * PROGRESS) {
                best = time;
                patience = PATIENCE;
            } else {
                patience--;
            }
        }
    }

    /** Nanoseconds per call in the fastest chunk of a round: what else runs on this machine disturbs the others. */
    private static double fastest(Callable<?> call) throws Exception {
        double fastest = Double.POSITIVE_INFINITY;
        int chunk = 1;
        long end = System.nanoTime() + ROUND_NANOS;
        do {
            long start = System.nanoTime();
            for (int i = 0; i < chunk; i++) {
                call.call();
            }
            long nanos = System.nanoTime() - start;
            fastest = Math.min(fastest, (double) nanos / chunk);
            if (nanos < CHUNK_NANOS) {
                chunk *= 2;
            }
        } while (System.nanoTime() < end);
        return fastest;
    }

    /** Returns when nothing but the caller runs in this process. */
    private static void awaitCompiler(long end) throws InterruptedException {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        long before;
        long now = system.getProcessCpuTime();
        do {
            before = now;
            Thread.sleep(LOOK_MILLIS);
            now = system.getProcessCpuTime();
        } while (now != before && System.nanoTime() < end);
    }
}
