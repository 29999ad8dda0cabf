package org.ringloss.benchmarks;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.DoubleSupplier;
import org.openjdk.jmh.annotations.Param;
import org.ringloss.RingLoss;
import org.ringloss.benchmarks.CLoops.Sums;

/**
 * The library, and the loops in C of {@link Peers}, against what the machine can do with the same arrays at all: both passes
 * read the features and write the gradient, as {@code stream} and {@code copy} do, and {@code bare} with the sums of squares
 * in double, too; the forward pass alone, {@code ringlossForward}, only reads, as {@code read} does, and converts to double, as
 * {@code squares} does: what norms in double cannot do without.
 */
public class Limits extends Interleaved {
    @Param({"256x128", "256x512", "512x1024", "4096x512", "65536x512"})
    public String shape = "1x1";

    @Override
    Map<String, Callable<DoubleSupplier>> calls() {
        Batch batch = new Batch(shape);
        RingLoss ring = RingLoss.builder().weight(Batch.WEIGHT).build();
        Map<String, Callable<DoubleSupplier>> calls = new LinkedHashMap<>();
        calls.put("ringloss", () -> new Fused(batch, ring)::forwardBackward);
        // It allocates what the backward pass needs, a few doubles per row.
        calls.put(
                "ringlossForward",
                () -> () -> ring.forward(batch.features, Batch.RADIUS).loss());
        calls.put("c", () -> new CLoops(batch, Sums.FLOATS, 0)::forwardBackward);
        calls.put("bare", () -> () -> BarePasses.of(batch.x, batch.g, batch.dim));
        calls.put("stream", () -> () -> stream(batch.x, batch.g));
        calls.put("copy", () -> () -> copy(batch.x, batch.g));
        calls.put("squares", () -> () -> SquareSum.of(batch.x));
        calls.put("read", () -> () -> ReadSum.of(batch.x));
        return calls;
    }

    /** y = c * x. The JIT compiler turns this loop into vectors by itself. */
    static double stream(float[] x, float[] g) {
        for (int i = 0; i < x.length; i++) {
            g[i] = 0.5f * x[i];
        }
        return g[0];
    }

    /** y = x by the JVM's own means. */
    private static double copy(float[] x, float[] g) {
        System.arraycopy(x, 0, g, 0, x.length);
        return g[0];
    }
}
