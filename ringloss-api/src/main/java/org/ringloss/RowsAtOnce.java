// SPDX-License-Identifier: Apache-2.0
package org.ringloss;

import org.ringloss.internal.Backend;

/**
 * How many rows go through the steps of a pass together: the one place that decides it. Many rows share what the per-row steps,
 * which run in lanes over them, wait for; their features are still in the second cache when they are scaled.
 *
 * <p>128 KiB of features, measured in turns on an AMD EPYC 9004 (1 MiB L2, JDK 25, 512 bits, 2026-11), nanoseconds a row of 256x512:
 * 110 by single rows, 84 by two, 80 by eight, 75 by 64; of 4096x512 136, 113, 115, 114; of 65536x512 270, 248, 293, 253.
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
