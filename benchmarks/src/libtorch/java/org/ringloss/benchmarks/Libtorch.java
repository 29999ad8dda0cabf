package org.ringloss.benchmarks;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.infra.BenchmarkParams;

/** Both passes: this library against PyTorch's eager mode on one thread. In the build with the profile libtorch only. */
public class Libtorch extends Timed {
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
        peer = method(params).equals("libtorch") ? new TorchLoss(batch) : new Fused(batch);
    }

    @Benchmark
    public double ringloss() {
        return peer.forwardBackward();
    }

    @Benchmark
    public double libtorch() {
        return peer.forwardBackward();
    }
}
