package org.ringloss.internal;

/** Memory of one thread in which a backend passes intermediate results from kernel to kernel. */
public final class Scratch {
    /** Length of {@link #doubles}. */
    public static final int DOUBLES = 3 * Backend.MAX_ROWS;
    /** Length of {@link #floats}. */
    public static final int FLOATS = 128;

    /** Vectors of a group of rows, or up to three numbers for each row of a tile. */
    public final double[] doubles = new double[DOUBLES];
    /** The end of a row. */
    public final float[] floats = new float[FLOATS];
}
