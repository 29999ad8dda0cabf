package org.ringloss.benchmarks;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.ringloss.benchmarks.CLoops.Sums;

/** Both passes: this library against the same loss in C and on netlib's BLAS in Java, each alone in its JVM. */
public class Peers extends Timed {
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

    private Peer peer = new Fused(new Batch("1x1"));

    @Setup
    public void prepare(BenchmarkParams params) {
        Batch batch = new Batch(shape);
        peer = switch (method(params)) {
            case "c" -> new CLoops(batch, Sums.FLOATS, 0);
            case "cDoubles" -> new CLoops(batch, Sums.DOUBLES, 0);
            case "cUnaligned" -> new CLoops(batch, Sums.FLOATS, CLoops.ARRAY_HEADER);
            case "cSameBits" -> new CLoops(batch, Sums.SAME_BITS, CLoops.ARRAY_HEADER);
            case "netlib" -> new NetlibLoops(batch);
            default -> new Fused(batch);
        };
    }

    @Benchmark
    public double ringloss() {
        return peer.forwardBackward();
    }

    @Benchmark
    public double c() {
        return peer.forwardBackward();
    }

    /** As {@link #c}, with sums of squares in double: what this library promises costs some of this in any language. */
    @Benchmark
    public double cDoubles() {
        return peer.forwardBackward();
    }

    /** As {@link #c}, on memory that begins where the elements of a Java array do. */
    @Benchmark
    public double cUnaligned() {
        return peer.forwardBackward();
    }

    /** As {@link #cUnaligned}, with the sums of squares of this library: what its promise costs, but for the exact totals. */
    @Benchmark
    public double cSameBits() {
        return peer.forwardBackward();
    }

    @Benchmark
    public double netlib() {
        return peer.forwardBackward();
    }
}
