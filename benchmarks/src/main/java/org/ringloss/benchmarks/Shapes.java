package org.ringloss.benchmarks;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.DoubleSupplier;
import org.openjdk.jmh.annotations.Param;

/** Both passes over batches of all shapes: the best backend, the scalar backend, and plain loops in Java. */
public class Shapes extends Interleaved {
    @Param({
        "1x1",
        "1x8",
        "4x4",
        "256x1",
        "256x2",
        "256x13",
        "256x16",
        "1024x64",
        "64x128",
        "256x128",
        "256x512",
        "512x1000",
        "512x1024",
        "4096x512",
        "65536x512"
    })
    public String shape = "1x1";

    /** The quick run's choice. */
    static final String[] FEW = {"1x8", "256x1", "256x2", "256x13", "256x16", "1024x64", "64x128", "256x128", "256x512"
    };

    @Override
    Map<String, Callable<DoubleSupplier>> calls() {
        return calls(shape);
    }

    /** The same for batches of another suite. */
    static Map<String, Callable<DoubleSupplier>> calls(String shape) {
        Batch batch = new Batch(shape);
        Map<String, Callable<DoubleSupplier>> calls = new LinkedHashMap<>();
        calls.put("ringloss", () -> new Fused(batch)::forwardBackward);
        calls.put("ringlossScalar", () -> new Fused(batch, "scalar")::forwardBackward);
        calls.put("plain", () -> new PlainLoops(batch)::forwardBackward);
        return calls;
    }
}
