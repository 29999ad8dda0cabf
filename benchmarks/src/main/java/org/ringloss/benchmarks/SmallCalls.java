package org.ringloss.benchmarks;

import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.DoubleSupplier;
import org.openjdk.jmh.annotations.Param;

/** As {@link Shapes}, over batches so small that the call itself shows. */
public class SmallCalls extends Interleaved {
    @Param({"1x1", "1x8", "1x64", "2x16", "8x8"})
    public String shape = "1x1";

    @Override
    Map<String, Callable<DoubleSupplier>> calls() {
        return Shapes.calls(shape);
    }
}
