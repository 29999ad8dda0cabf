package org.ringloss.benchmarks;

import java.util.concurrent.ForkJoinPool;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.ringloss.RingLoss;

/** Both passes on several threads, which the library may leave idle for small batches. */
public class Threads extends Timed {
    @Param({"1", "2", "4", "8", "16"})
    public int threads = 1;

    @Param({"256x128", "4096x512", "65536x512"})
    public String shape = "1x1";

    private ForkJoinPool pool = ForkJoinPool.commonPool();
    private Fused ringloss = new Fused(new Batch("1x1"));

    @Setup
    public void prepare() {
        pool = new ForkJoinPool(threads);
        ringloss = new Fused(
                new Batch(shape),
                RingLoss.builder().weight(Batch.WEIGHT).parallel(pool, threads).build());
    }

    @TearDown
    public void stop() {
        pool.shutdown();
    }

    @Benchmark
    public double ringloss() {
        return ringloss.forwardBackward();
    }
}
