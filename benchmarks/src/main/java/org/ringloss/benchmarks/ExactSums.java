// SPDX-License-Identifier: Apache-2.0
package org.ringloss.benchmarks;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.DoubleSupplier;
import org.openjdk.jmh.annotations.Param;
import org.ringloss.Norms;
import org.ringloss.Penalty;
import org.ringloss.RingLoss;

/**
 * What the exact sums and the norm summary cost a row. The forward pass with the squared penalty is norms, three operations
 * of the penalty, the sums and the summary: what it takes longer than the norms alone is a bound. Short rows, so that the
 * norms do not drown the difference.
 */
public class ExactSums extends Interleaved {
    @Param({"1024x8", "1024x16"})
    public String shape = "1x1";

    @Override
    Map<String, Callable<DoubleSupplier>> calls() {
        Batch batch = new Batch(shape);
        double[] norms = new double[batch.rows];
        RingLoss squared = RingLoss.builder()
                .weight(Batch.WEIGHT)
                .penalty(Penalty.squared())
                .build();
        Map<String, Callable<DoubleSupplier>> calls = new LinkedHashMap<>();
        calls.put("norms", () -> () -> {
            Norms.compute(batch.features, norms);
            return norms[0];
        });
        calls.put("summary", () -> () -> Norms.summary(batch.features).mean());
        calls.put(
                "forward",
                () -> () -> squared.forward(batch.features, Batch.RADIUS).loss());
        return calls;
    }
}
