package org.ringloss;

import org.ringloss.internal.Backend;

/**
 * How many rows go through the steps of a pass together: the one place that decides it. Many rows share what the per-row steps,
 * which run in lanes over them, wait for; few rows are still in the first cache when they are scaled.
 *
 * <p>Measured in turns on an AMD EPYC 9004 (1 MiB L2, JDK 25, 2026-11), nanoseconds a row. In the second cache, 256x512 at 512 bits:
 * 110 by single rows, 84 by two, 80 by eight, 75 by 64. From the third, 4096x512 at 256 bits: 119, 95, 107 by four, 115 by eight;
 * from memory, 65536x512 at 256 bits: 201, 189, 236, 252.
 */
final class RowsAtOnce {
    /** 128 KiB of features. */
    private static final int TILE_FLOATS = 1 << 15;
    /** 4 KiB, but two rows at least, for batches that do not fit into the second cache. */
    private static final int SMALL_TILE_FLOATS = 1 << 10;

    private static final int FEWEST_ROWS = 2;
    /** 2 MiB of features, and as much gradient. */
    private static final int LARGE_FLOATS = 1 << 19;

    private RowsAtOnce() {}

    static int of(FloatMatrix features) {
        long floats = (long) features.rows() * features.dim();
        int rows = (floats <= LARGE_FLOATS ? TILE_FLOATS : SMALL_TILE_FLOATS) / features.dim();
        // Multiples of 8 rows, so that per-row vectors are full.
        rows = rows >= Backend.PADDING ? rows & -Backend.PADDING : Math.max(FEWEST_ROWS, rows);
        return Math.min(Tile.ROWS, rows);
    }
}
