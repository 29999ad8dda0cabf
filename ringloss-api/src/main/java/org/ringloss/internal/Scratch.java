package org.ringloss.internal;

import org.jspecify.annotations.Nullable;

/** Memory of one thread in which a backend passes intermediate results from kernel to kernel. */
public final class Scratch {
    /** Blocks or rows whose sums fit into {@link #lanes}. */
    public static final int MAX_SUMS = Backend.MAX_ROWS;

    /** Eight float lanes for each of {@link #MAX_SUMS} sums, and room behind them for the widest vector. */
    public final float[] lanes = new float[8 * MAX_SUMS + 16];

    /** Up to three numbers for each row of a tile. */
    public final double[] doubles = new double[3 * (Backend.MAX_ROWS + Backend.PADDING)];

    /** The tail of a row that ends where its array ends, and room behind it for the widest vector. */
    public final float[] tail = new float[ScalarBackend.LANES + 16];

    /** The same for rows in memory segments: a segment that the backend makes when it needs one. */
    public @Nullable Object tailSegment;
}
