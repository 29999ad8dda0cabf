package org.ringloss.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/** The JIT compiler of this JVM. */
final class Compiler {
    /** Several of the ticks that a process's CPU time is counted in. */
    private static final long LOOK_MILLIS = 50;

    private static final long LIMIT_SECONDS = 10;

    private Compiler() {}

    /** Returns when no thread of this process does anything, which leaves the caller's; at the latest after a while. */
    static void awaitIdle() throws InterruptedException {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        long before = system.getProcessCpuTime();
        while (System.nanoTime() < end) {
            Thread.sleep(LOOK_MILLIS);
            long now = system.getProcessCpuTime();
            if (now == before) {
                return;
            }
            before = now;
        }
    }
}
