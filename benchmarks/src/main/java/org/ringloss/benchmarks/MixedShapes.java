// SPDX-License-Identifier: Apache-2.0
package org.ringloss.benchmarks;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.DoubleSupplier;

/**
 * Both passes over batches of many shapes in one JVM, as programs call them. The JIT compiler goes by what a method was
 * called with: kernels can be fast for any shape alone and slow, with their vectors on the heap, after others. Compare with
 * {@link Peers}, where every shape has a JVM of its own.
 */
public class MixedShapes extends Interleaved {
    /** One at least for each way that rows are summed or scaled. */
    private static final String[] SHAPES = {
        "1x8", "256x2", "256x4", "256x13", "256x16", "64x100", "1024x64", "64x128", "256x128", "256x512", "512x1000"
    };

    @Override
    Map<String, Callable<DoubleSupplier>> calls() {
        Map<String, Callable<DoubleSupplier>> calls = new LinkedHashMap<>();
        for (String shape : SHAPES) {
            calls.put(shape, () -> new Fused(new Batch(shape))::forwardBackward);
        }
        return calls;
    }
}
