// SPDX-License-Identifier: Apache-2.0
package org.ringloss.spark;

import java.util.Arrays;
import org.ringloss.FloatMatrix;

/**
 * Rows that wait until there are enough of them for the kernels, which pass over many at once. There is one of these for
 * each group of each task: the memory grows with the rows of a small group and ends at {@link #MAX_FLOATS}, or at one row
 * if that is longer.
 */
final class WaitingRows {
    /** 64 KiB. */
    static final int MAX_FLOATS = 16 * 1024;

    private static final int MAX_ROWS = 1024;

    private final int dim;
    private final int capacity;
    private float[] floats = new float[0];
    private int rows;

    WaitingRows(int dim) {
        this.dim = dim;
        this.capacity = Math.max(1, Math.min(MAX_ROWS, MAX_FLOATS / dim));
    }

    boolean isEmpty() {
        return rows == 0;
    }

    boolean isFull() {
        return rows == capacity;
    }

    /** Copies a row; there must be room. */
    void add(float[] row) {
        if (floats.length == rows * dim) {
            floats = Arrays.copyOf(floats, Math.min(capacity, Math.max(1, 2 * rows)) * dim);
        }
        System.arraycopy(row, 0, floats, rows * dim, dim);
        rows++;
    }

    /** All rows, which wait no longer; to be used before the next is added. */
    FloatMatrix take() {
        FloatMatrix taken = FloatMatrix.of(floats, rows, dim);
        rows = 0;
        return taken;
    }

    /** Bytes held. */
    int bytes() {
        return Float.BYTES * floats.length;
    }
}
