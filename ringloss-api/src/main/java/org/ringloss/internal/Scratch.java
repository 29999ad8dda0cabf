// SPDX-License-Identifier: Apache-2.0
package org.ringloss.internal;

/** Memory of one thread in which a backend passes intermediate results from kernel to kernel. */
public final class Scratch {
    /** Blocks or rows whose sums fit into {@link #lanes}. */
    public static final int MAX_SUMS = Backend.MAX_ROWS;

    /** Eight float lanes for each of {@link #MAX_SUMS} sums, and room behind them for the widest vector. */
    public final float[] lanes = new float[8 * MAX_SUMS + 16];

    /** Up to three numbers for each row of a tile. */
    public final double[] doubles = new double[3 * (Backend.MAX_ROWS + Backend.PADDING)];

    /** The end of each row that does not fill a vector, the widest of which has 16 floats. */
    public final float[] parts = new float[16 * MAX_SUMS + 16];
}
