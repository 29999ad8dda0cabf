// SPDX-License-Identifier: Apache-2.0
package org.ringloss.benchmarks;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ForkJoinPool;
import java.util.function.DoubleSupplier;
import org.openjdk.jmh.annotations.Param;
import org.ringloss.RingLoss;
import org.ringloss.RingLossBuilder;

/** Both passes on one thread, on two, and on twice as many up to the cores of the machine. */
public class Threads extends Interleaved {
    @Param({"256x128", "4096x512", "65536x512"})
    public String shape = "1x1";

    @Override
    Map<String, Callable<DoubleSupplier>> calls() {
        Batch batch = new Batch(shape);
        Map<String, Callable<DoubleSupplier>> calls = new LinkedHashMap<>();
        int processors = Runtime.getRuntime().availableProcessors();
        for (int threads = 1; threads <= processors; threads *= 2) {
            RingLossBuilder ring = RingLoss.builder().weight(Batch.WEIGHT);
            if (threads > 1) {
                ring.parallel(new ForkJoinPool(threads), threads);
            }
            calls.put("threads=" + threads, () -> new Fused(batch, ring.build())::forwardBackward);
        }
        return calls;
    }
}
