// SPDX-License-Identifier: Apache-2.0
package org.ringloss;

import org.ringloss.internal.Backend;

/**
 * How many rows go through the steps of a pass together: the one place that decides it. Many rows share what the per-row steps,
 * which run in lanes over them, wait for; their features are still in the second cache when they are scaled.
 *
 * <p>128 KiB of features, measured in turns on an AMD EPYC 9004 (1 MiB L2, JDK 25, 512 bits, 2026-11), nanoseconds a row of 256x512:
 * 110 by single rows, 84 by two, 80 by eight, 75 by 64.
 *
 * <p>4 KiB where features and gradient are too large for the second cache: fewer lines then wait to be stored when the next rows
 * are read. Same machine, {@code benchmarks/run --suite peers}, direct buffers, 128 KiB / 4 KiB: 65536x512 222 / 150, 4096x512 195 /
 * 97. Arrays take the same time either way on JDK 25, and less on 17.
 */
final class RowsAtOnce {
    private static final int TILE_FLOATS = 1 << 15;
    private static final int STREAMED_TILE_FLOATS = 1 << 10;

    /** Features of 4 MiB, with a gradient of the same size. */
    private static final int LARGE_FLOATS = 1 << 20;

    private RowsAtOnce() {}

    static int of(PassInputs in) {
        int dim = in.features.dim();
        boolean streamed = in.gradient != null && (long) in.features.rows() * dim > LARGE_FLOATS;
        int rows = (streamed ? STREAMED_TILE_FLOATS : TILE_FLOATS) / dim;
        // Multiples of 8 rows, so that per-row vectors are full; of very long rows fewer, or they leave the cache.
        rows = rows >= Backend.PADDING ? rows & -Backend.PADDING : Math.max(1, rows);
        return Math.min(Tile.ROWS, rows);
    }
}
