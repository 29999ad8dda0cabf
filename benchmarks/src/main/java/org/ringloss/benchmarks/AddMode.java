// SPDX-License-Identifier: Apache-2.0
package org.ringloss.benchmarks;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.DoubleSupplier;
import org.openjdk.jmh.annotations.Param;
import org.ringloss.GradientMode;
import org.ringloss.RingLoss;
import org.ringloss.RingLossBatch;
import org.ringloss.RingLossResult;

/**
 * Both passes: adding to the gradient that is there, as joint training does, against writing it; and what that costs a loop
 * that does nothing else.
 */
public class AddMode extends Interleaved {
    @Param({"256x128", "256x512"})
    public String shape = "1x1";

    @Override
    Map<String, Callable<DoubleSupplier>> calls() {
        Batch batch = new Batch(shape);
        Map<String, Callable<DoubleSupplier>> calls = new LinkedHashMap<>();
        calls.put("add", () -> call(batch, GradientMode.ADD));
        calls.put("write", () -> call(batch, GradientMode.WRITE));
        calls.put("streamAdd", () -> () -> streamAdd(batch.x, batch.g));
        calls.put("stream", () -> () -> PlainLoops.stream(batch.x, batch.g));
        return calls;
    }

    /** y += c * x. */
    private static double streamAdd(float[] x, float[] g) {
        for (int i = 0; i < x.length; i++) {
            g[i] += 0.5f * x[i];
        }
        return g[0];
    }

    private static DoubleSupplier call(Batch batch, GradientMode mode) {
        RingLoss ring = RingLoss.builder().weight(Batch.WEIGHT).build();
        RingLossBatch rows = RingLossBatch.of(batch.features, Batch.RADIUS);
        RingLossResult result = new RingLossResult();
        return () -> {
            ring.forwardBackward(rows, 1, batch.gradient, mode, result);
            return result.loss();
        };
    }
}
