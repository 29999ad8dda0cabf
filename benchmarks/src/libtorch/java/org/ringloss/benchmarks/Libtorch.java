package org.ringloss.benchmarks;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Both passes: this library against PyTorch's eager mode on one thread. In the build with the profile libtorch only. */
public class Libtorch extends Timed {
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

    /** PyTorch. */
    @State(Scope.Thread)
    public static class Torch {
        private TorchLoss peer = new TorchLoss(new Batch("1x1"));

        @Setup
        public void prepare(Ours ours) {
            peer.close();
            peer = new TorchLoss(ours.batch);
        }

        @TearDown
        public void close() {
            peer.close();
        }
    }

    @Benchmark
    public double ringloss(Ours ours) {
        return ours.ringloss.forwardBackward();
    }

    @Benchmark
    public double libtorch(Ours ours, Torch torch) {
        return torch.peer.forwardBackward();
    }
}
