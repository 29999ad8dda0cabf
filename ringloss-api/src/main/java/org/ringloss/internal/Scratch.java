package org.ringloss.internal;

/** Memory of one thread in which a backend passes intermediate results from kernel to kernel. */
public final class Scratch {
    /** Where {@link #doubles} has 8 zeros that nobody writes over. */
    public static final int ZEROS = 8 * (2 * 128 + 8);
    /** Length of {@link #doubles}. */
    public static final int DOUBLES = ZEROS + 8;
    /** Length of {@link #floats}. */
    public static final int FLOATS = 128;

    /** 8 sums of each of some rows or parts of rows, and the errors of sums, or up to three numbers for each row of a tile. */
    public final double[] doubles = new double[DOUBLES];
    /** The end of a row. */
    public final float[] floats = new float[FLOATS];
}
