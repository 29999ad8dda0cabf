// SPDX-License-Identifier: Apache-2.0
package org.ringloss;

/** Gradient rows that no kernel takes, element by element. */
final class SlowRows {
    private SlowRows() {}

    /** What the kernels compute for row {@code i} of the tile, before it is rounded to float. */
    static double coefficient(double factor, int i, Tile tile) {
        return tile.norms[i] == 0 ? 0 : factor * tile.derivatives[i] / tile.norms[i];
    }

    /** A row of weight 0: it may hold a NaN, and 0 times that would not be 0. */
    static void ignored(FloatMatrix g, int start, boolean add) {
        for (int j = 0; j < g.dim() && !add; j++) {
            g.set(start + j, 0);
        }
    }

    /**
     * A row whose coefficient is no normal float: subnormal features, a radius or a weight out of the ordinary. The row is
     * divided by its norm first, in double, so that the only rounding that counts is the last one.
     */
    static void exact(FloatMatrix x, int from, double derivative, double norm, FloatMatrix g, int to, boolean add) {
        for (int j = 0; j < x.dim(); j++) {
            float v = x.get(from + j);
            // An infinite derivative times zero would be NaN.
            float ring = v == 0 ? 0 : (float) (v / norm * derivative);
            g.set(to + j, add ? g.get(to + j) + ring : ring);
        }
    }
}
