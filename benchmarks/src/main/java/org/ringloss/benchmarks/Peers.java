// SPDX-License-Identifier: Apache-2.0
package org.ringloss.benchmarks;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.DoubleSupplier;
import org.openjdk.jmh.annotations.Param;
import org.ringloss.benchmarks.CLoops.Sums;

/**
 * Both passes: this library, over arrays and over direct buffers, against the same loss in C, on netlib's BLAS in Java and
 * in plain Java, and against the least that any of them does to memory: {@code stream}.
 */
public class Peers extends Interleaved {
    /** Where the first element of an array lies, from the start of the object on. */
    private static final int ARRAY_START = 16;

    @Param({
        "256x2",
        "256x13",
        "256x16",
        "256x32",
        "1024x64",
        "64x128",
        "256x128",
        "256x300",
        "256x512",
        "512x1000",
        "512x1024",
        "4096x512",
        "65536x512"
    })
    public String shape = "1x1";

    @Override
    Map<String, Callable<DoubleSupplier>> calls() {
        Batch batch = new Batch(shape);
        // One for all that read it, so that they share the caches as those on arrays do.
        DirectBatch direct = new DirectBatch(batch, 0);
        Map<String, Callable<DoubleSupplier>> calls = new LinkedHashMap<>();
        calls.put("ringloss", () -> new Fused(batch)::forwardBackward);
        calls.put("direct", () -> new Fused(direct)::forwardBackward);
        calls.put("c", () -> new CLoops(direct, Sums.FLOATS)::forwardBackward);
        calls.put("cDoubles", () -> new CLoops(direct, Sums.DOUBLES)::forwardBackward);
        DirectBatch asArrays = new DirectBatch(batch, ARRAY_START);
        calls.put("cAsArrays", () -> new CLoops(asArrays, Sums.FLOATS)::forwardBackward);
        calls.put("netlib", () -> new NetlibLoops(batch)::forwardBackward);
        calls.put("plain", () -> new PlainLoops(batch)::forwardBackward);
        calls.put("stream", () -> () -> PlainLoops.stream(batch.x, batch.g));
        return calls;
    }
}
