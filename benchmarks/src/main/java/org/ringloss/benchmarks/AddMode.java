// SPDX-License-Identifier: Apache-2.0
package org.ringloss.benchmarks;

import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.DoubleSupplier;
import org.openjdk.jmh.annotations.Param;
import org.ringloss.GradientMode;
import org.ringloss.RingLoss;
import org.ringloss.RingLossBatch;
import org.ringloss.RingLossResult;

/** Both passes: adding to the gradient that is there, as joint training does, against writing it. */
public class AddMode extends Interleaved {
    @Param({"256x128", "256x512"})
    public String shape = "1x1";

    @Override
    Map<String, Callable<DoubleSupplier>> calls() {
        Batch batch = new Batch(shape);
        return Map.of("add", () -> call(batch, GradientMode.ADD), "write", () -> call(batch, GradientMode.WRITE));
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
