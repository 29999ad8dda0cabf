// SPDX-License-Identifier: Apache-2.0
package org.ringloss.properties;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What threads allocate, as HotSpot counts it. */
final class Allocation {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    /** Exceptions with their stack traces; the exact constants of a penalty. */
    private static final long ANYWAY = 1_000_000;

    private static final int RUNS = 3;

    private Allocation() {}

    /** Bytes that the threads that live now have allocated. */
    static long ofAllThreads() {
        long sum = 0;
        for (long bytes : THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds())) {
            sum += Math.max(0, bytes);
        }
        return sum;
    }

    /** Bytes that this thread has allocated. */
    static long ofThisThread() {
        return THREADS.getCurrentThreadAllocatedBytes();
    }

    /**
     * Runs an action, which reads so many bytes or characters and may take {@code perUnit} bytes for each: input that is
     * small must not be able to ask for much. More than once, as it may load classes the first time.
     */
    static void assertAtMost(long perUnit, int units, Runnable action) {
        long allowed = ANYWAY + perUnit * units;
        long least = Long.MAX_VALUE;
        for (int i = 0; i < RUNS && least > allowed; i++) {
            long before = ofThisThread();
            action.run();
            least = Math.min(least, ofThisThread() - before);
        }
        assertThat(least).as("bytes allocated for %s", units).isLessThanOrEqualTo(allowed);
    }
}
