package org.ringloss.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Both passes: this library against the same loss in C and on netlib's BLAS in Java. Each peer has its own state. */
public class Peers extends Timed {
    /** The shapes, and this library. */
    @State(Scope.Thread)
    public static class Ours {
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

        private Batch batch = new Batch("1x1");
        private Fused ringloss = new Fused(batch);

        @Setup
        public void prepare() {
            batch = new Batch(shape);
            ringloss = new Fused(batch);
        }
    }

    /** Loops in C. */
    @State(Scope.Thread)
    public static class InC {
        private Peer peer = new PlainLoops(new Batch("1x1"));

        @Setup
        public void prepare(Ours ours) {
            peer = new CLoops(ours.batch);
        }
    }

    /** A BLAS. */
    @State(Scope.Thread)
    public static class Netlib {
        private Peer peer = new PlainLoops(new Batch("1x1"));

        @Setup
        public void prepare(Ours ours) {
            peer = new NetlibLoops(ours.batch);
        }
    }

    @Benchmark
    public double ringloss(Ours ours) {
        return ours.ringloss.forwardBackward();
    }

    @Benchmark
    @Warmup(iterations = 3, time = 200, timeUnit = TimeUnit.MILLISECONDS)
    public double c(Ours ours, InC c) {
        return c.peer.forwardBackward();
    }

    @Benchmark
    public double netlib(Ours ours, Netlib netlib) {
        return netlib.peer.forwardBackward();
    }
}
