package org.ringloss.internal;

/**
 * Rows of a gradient that wait to be written: {@code gradient[gradientOffset + i * gradientStride + j] = coefficients[i] *
 * x[offset + i * stride + j]}, or {@code +=}, both operations rounded to float. They are written from the first to the
 * last; a backend may do a few of them at a time between other work.
 */
public final class RowScale {
    private static final float[] NONE = {};

    public float[] x = NONE;
    public int offset;
    public int stride;
    public int dim;
    public float[] gradient = NONE;
    public int gradientOffset;
    public int gradientStride;
    public boolean add;
    /** One per row, and {@link Backend#COEFFICIENT_PADDING} more that are read, not used. */
    public final float[] coefficients;

    private int next;
    private int end;

    /** No rows yet; room for the coefficients of {@code maxRows}. */
    public RowScale(int maxRows) {
        coefficients = new float[maxRows + Backend.COEFFICIENT_PADDING];
    }

    /** From now on the rows from {@code from} to {@code to} wait. */
    public void enqueue(int from, int to) {
        next = from;
        end = to;
    }

    /** How many rows wait. */
    public int left() {
        return end - next;
    }

    /** Takes {@code rows} rows, which are not to be more than wait, and returns the index of the first. */
    public int take(int rows) {
        int first = next;
        next += rows;
        return first;
    }

    /** Lets go of the arrays. */
    public void clear() {
        x = NONE;
        gradient = NONE;
        next = 0;
        end = 0;
    }
}
