package org.ringloss.benchmarks;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.DoubleSupplier;
import org.openjdk.jmh.annotations.Param;
import org.ringloss.benchmarks.CLoops.Sums;

/** Both passes: this library against the same loss in C and on netlib's BLAS in Java. */
public class Peers extends Interleaved {
    @Param({
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

    @Override
    Map<String, Callable<DoubleSupplier>> calls() {
        Batch batch = new Batch(shape);
        Map<String, Callable<DoubleSupplier>> calls = new LinkedHashMap<>();
        calls.put("ringloss", () -> new Fused(batch)::forwardBackward);
        calls.put("c", () -> new CLoops(batch, Sums.FLOATS, 0)::forwardBackward);
        // Sums of squares in double: what this library promises costs some of this in any language.
        calls.put("cDoubles", () -> new CLoops(batch, Sums.DOUBLES, 0)::forwardBackward);
        // On memory that begins where the elements of a Java array do.
        calls.put("cUnaligned", () -> new CLoops(batch, Sums.FLOATS, CLoops.ARRAY_HEADER)::forwardBackward);
        // So too, with the sums of squares of this library: what its promise costs, but for the exact totals.
        calls.put("cSameBits", () -> new CLoops(batch, Sums.SAME_BITS, CLoops.ARRAY_HEADER)::forwardBackward);
        calls.put("netlib", () -> new NetlibLoops(batch)::forwardBackward);
        return calls;
    }
}
