package org.ringloss;

import org.ringloss.internal.Backend;

/**
 * How many rows go through the steps of a pass together: the one place that decides it. Per-row steps run in lanes over the
 * rows of a tile, and its features are still in the second cache when they are scaled.
 *
 * <p>128 KiB of features, measured in turns on an AMD EPYC 9004 (1 MiB L2, JDK 25, 512 bits, 2026-11), time of C over time of
 * this library: 256x128 0.81 (0.70 with 16 KiB), 256x512 0.99 to 1.04 (0.91), 4096x512 0.94 (0.84). Long rows one by one took
 * longer than C by half: the per-row steps wait for each other, and nothing else is left to do meanwhile.
 */
final class RowsAtOnce {
    private static final int TILE_FLOATS = 1 << 15;

    private RowsAtOnce() {}

    static int of(int dim) {
        int rows = TILE_FLOATS / dim;
        // Multiples of 8 rows, so that per-row vectors are full; of very long rows fewer, or they leave the cache.
        rows = rows >= Backend.PADDING ? rows & -Backend.PADDING : Math.max(1, rows);
        return Math.min(Tile.ROWS, rows);
    }
}
