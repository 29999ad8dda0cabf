// SPDX-License-Identifier: Apache-2.0
package org.ringloss.benchmarks;

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
        check(shape, batch -> new CLoops(new DirectBatch(batch, 0), Sums.FLOATS));
        check(shape, batch -> new CLoops(new DirectBatch(batch, 0), Sums.DOUBLES));
    }

    /** The library's promise is more than this; here it is that the benchmark calls it rightly. */
    @ParameterizedTest
    @ValueSource(strings = {"1x8", "31x127"})
    void directBuffers(String shape) {
        check(shape, batch -> new Fused(new DirectBatch(batch, 0)));
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
