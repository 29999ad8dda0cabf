package org.ringloss.benchmarks;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** The same kernels on vectors of all widths, in one run. A width that the CPU does not have is left out. */
public class Widths extends Timed {
    private static final String LIMIT = "-Dringloss.maxVectorBits=";

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

    private Fused ringloss = new Fused(new Batch("1x1"));

    @Setup
    public void prepare() {
        ringloss = new Fused(new Batch(shape), "simd");
    }

    @Benchmark
    @Fork(
            value = 1,
            jvmArgsAppend = {VECTORS, LIMIT + 512})
    public double ringloss512() {
        return ringloss.forwardBackward();
    }

    @Benchmark
    @Fork(
            value = 1,
            jvmArgsAppend = {VECTORS, LIMIT + 256})
    public double ringloss256() {
        return ringloss.forwardBackward();
    }

    @Benchmark
    @Fork(
            value = 1,
            jvmArgsAppend = {VECTORS, LIMIT + 128})
    public double ringloss128() {
        return ringloss.forwardBackward();
    }
}
