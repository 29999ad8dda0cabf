package org.ringloss.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.util.Arrays;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringloss.benchmarks.CLoops.Sums;

/** Whoever is compared with this library computes the same, to what float sums allow. */
class PeersAgreeTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"1x1", "1x8", "4x4", "256x1", "256x2", "7x3", "256x13", "31x127", "64x128", "9x1000", "5x1023"})
    void plainLoops(String shape) {
        check(shape, PlainLoops::new);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1x1", "1x8", "4x4", "256x1", "256x2", "7x3", "256x13", "31x127", "64x128", "9x1000", "5x1023"})
    void netlib(String shape) {
        check(shape, NetlibLoops::new);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1x1", "1x8", "4x4", "256x1", "256x2", "7x3", "256x13", "31x127", "64x128", "9x1000", "5x1023"})
    void loopsInC(String shape) {
        assumeTrue(Files.isRegularFile(CLoops.library()), "the loops in C are not compiled: run benchmarks/c-peer");
        check(shape, batch -> new CLoops(batch, Sums.FLOATS, 0));
        check(shape, batch -> new CLoops(batch, Sums.DOUBLES, 0));
        check(shape, batch -> new CLoops(batch, Sums.FLOATS, CLoops.ARRAY_HEADER));
        check(shape, batch -> new CLoops(batch, Sums.SAME_BITS, CLoops.ARRAY_HEADER));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 8, 13, 16, 31, 32, 64, 65, 100, 127, 128, 129, 255, 256, 512, 1000, 1023, 1024})
    void loopsInCWithTheSameBits(int dim) {
        assumeTrue(Files.isRegularFile(CLoops.library()), "the loops in C are not compiled: run benchmarks/c-peer");
        Batch batch = withZeroRow("57x" + dim);
        Fused ours = new Fused(batch);
        ours.forwardBackward();
        CLoops peer = new CLoops(batch, Sums.SAME_BITS, 0);
        peer.forwardBackward();
        assertThat(peer.gradient()).containsExactly(ours.gradient());
    }

    /** The scalar backend's promise is more than this; here it is that the benchmark calls it as it calls the other. */
    @ParameterizedTest
    @ValueSource(strings = {"1x8", "31x127"})
    void scalarBackend(String shape) {
        check(shape, batch -> new Fused(batch, "scalar"));
    }

    private static void check(String shape, Function<Batch, Peer> maker) {
        PeerCheck.agree(withZeroRow(shape), withZeroRow(shape), maker);
    }

    /** The first of several rows is zero: its gradient is. */
    private static Batch withZeroRow(String shape) {
        Batch batch = new Batch(shape);
        if (batch.rows > 1) {
            Arrays.fill(batch.x, 0, batch.dim, 0);
        }
        return batch;
    }
}
