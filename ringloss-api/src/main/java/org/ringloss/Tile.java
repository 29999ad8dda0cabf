// SPDX-License-Identifier: Apache-2.0
package org.ringloss;

import org.jspecify.annotations.Nullable;
import org.ringloss.internal.Backend;
import org.ringloss.internal.Scratch;

/** The arrays of one thread: one value per row for up to {@link #ROWS} rows, copies of rows, and the exact totals. */
final class Tile {
    /** Rows whose sums are added together: exact sums of many rows cost less a row. */
    static final int ROWS = Backend.MAX_ROWS;

    private static final Pool<Tile> POOL = new Pool<>();

    final double[] norms = new double[ROWS + Backend.PADDING];
    final double[] residuals = new double[ROWS + Backend.PADDING];
    final double[] values = new double[ROWS + Backend.PADDING];
    final double[] derivatives = new double[ROWS + Backend.PADDING];
    final float[] coefficients = new float[ROWS + Backend.COEFFICIENT_PADDING];
    final Scratch scratch = new Scratch();

    /** What a helper thread adds up. */
    final RingLossTotals totals = new RingLossTotals();

    private @Nullable FloatMatrix featureCopy;
    private @Nullable FloatMatrix gradientCopy;

    private Tile() {}

    static Tile take() {
        Tile tile = POOL.take();
        return tile != null ? tile : new Tile();
    }

    void giveBack() {
        POOL.giveBack(this);
    }

    /** Room for a copy of feature rows. */
    FloatMatrix featureCopy(int rows, int dim) {
        featureCopy = withRoom(featureCopy, rows, dim);
        return featureCopy;
    }

    /** Room for a copy of gradient rows. */
    FloatMatrix gradientCopy(int rows, int dim) {
        gradientCopy = withRoom(gradientCopy, rows, dim);
        return gradientCopy;
    }

    private static FloatMatrix withRoom(@Nullable FloatMatrix copy, int rows, int dim) {
        return copy != null && copy.rows() >= rows && copy.dim() == dim
                ? copy
                : FloatMatrix.of(new float[rows * dim], rows, dim);
    }
}
