// SPDX-License-Identifier: Apache-2.0
package org.ringloss.benchmarks;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.DoubleSupplier;
import org.openjdk.jmh.annotations.Param;
import org.ringloss.RingLoss;

/**
 * The same kernels on vectors of all widths, each in a JVM of its own, next to a loop whose width stays. A width that the
 * CPU does not have fails and is left out.
 */
public class Widths extends Interleaved {
    @Param({"256x16", "256x128", "256x512", "4096x512", "65536x512"})
    public String shape = "1x1";

    @Param({"128", "256", "512"})
    public int bits;

    @Override
    Map<String, Callable<DoubleSupplier>> calls() {
        // In time: the library reads it at its first use, and every width has a JVM of its own.
        System.setProperty("ringloss.maxVectorBits", Integer.toString(bits));
        Batch batch = new Batch(shape);
        Map<String, Callable<DoubleSupplier>> calls = new LinkedHashMap<>();
        calls.put("ringloss", () -> {
            int actual = RingLoss.builder().build().backend().vectorBits();
            if (actual != bits) {
                throw new IllegalStateException("vectors have " + actual + " bits here, not " + bits);
            }
            return new Fused(batch)::forwardBackward;
        });
        calls.put("stream", () -> () -> PlainLoops.stream(batch.x, batch.g));
        return calls;
    }
}
