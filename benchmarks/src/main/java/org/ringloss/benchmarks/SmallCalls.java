// SPDX-License-Identifier: Apache-2.0
package org.ringloss.benchmarks;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.DoubleSupplier;
import org.openjdk.jmh.annotations.Param;

/** Both passes over batches so small that the call itself shows. */
public class SmallCalls extends Interleaved {
    @Param({"1x8", "1x64", "8x8"})
    public String shape = "1x1";

    @Override
    Map<String, Callable<DoubleSupplier>> calls() {
        Batch batch = new Batch(shape);
        Map<String, Callable<DoubleSupplier>> calls = new LinkedHashMap<>();
        calls.put("ringloss", () -> new Fused(batch)::forwardBackward);
        calls.put("plain", () -> new PlainLoops(batch)::forwardBackward);
        return calls;
    }
}
