package org.ringloss;

/**
 * How many rows go through the steps of a pass together. Short rows go in tiles, whose per-row steps run in lanes over the
 * rows and whose features are still in the first two caches when they are scaled. Long rows go one by one: a row is scaled
 * while it is in the first cache.
 */
final class RowsAtOnce {
    /** Suite {@code peers}: 256x300 and 256x512 are faster one by one, 256x128 in tiles. */
    private static final int LONG_ROW = Integer.getInteger("long", 256);
    /** 32 KiB of features. */
    private static final int TILE_FLOATS = Integer.getInteger("tile", 1 << 13);

    private RowsAtOnce() {}

    static int of(int dim, boolean costlyPenalty) {
        if (dim >= LONG_ROW && !costlyPenalty) {
            return 1;
        }
        // Multiples of 8 rows, so that per-row vectors are full.
        int rows = Math.max(Integer.getInteger("min", 8), TILE_FLOATS / dim & -Integer.getInteger("min", 8));
        return Math.min(Tile.ROWS, rows);
    }
}
