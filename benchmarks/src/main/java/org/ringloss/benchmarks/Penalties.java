// SPDX-License-Identifier: Apache-2.0
package org.ringloss.benchmarks;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.DoubleSupplier;
import org.openjdk.jmh.annotations.Param;
import org.ringloss.Penalty;
import org.ringloss.RingLoss;

/** Both passes with every built-in penalty at its default. */
public class Penalties extends Interleaved {
    static final String[] BUILT_IN = {
        "squared",
        "huber",
        "oneSidedHuber",
        "cauchy",
        "gemanMcClure",
        "pseudoHuber",
        "welsch",
        "tukey",
        "logCosh",
        "barron(0.5, 1)"
    };

    @Param("256x128")
    public String shape = "1x1";

    @Override
    Map<String, Callable<DoubleSupplier>> calls() {
        Batch batch = new Batch(shape);
        Map<String, Callable<DoubleSupplier>> calls = new LinkedHashMap<>();
        for (String penalty : BUILT_IN) {
            calls.put(penalty, () -> call(batch, Penalty.parse(penalty)));
        }
        return calls;
    }

    private static DoubleSupplier call(Batch batch, Penalty penalty) {
        return new Fused(
                batch, RingLoss.builder().weight(Batch.WEIGHT).penalty(penalty).build())::forwardBackward;
    }
}
