// SPDX-License-Identifier: Apache-2.0
package org.ringloss;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A view of {@code rows} x {@code dim} floats, row-major: element {@code (i, j)} lies at
 * {@code offset + i * stride + j}. Nothing is copied; whoever holds the memory may change it between calls.
 *
 * <p>Memory that lies column by column (order 'f' of ND4J and NumPy) has to be copied first: nothing here could tell.
 * Wider or narrower numbers (double, half) have to be converted first; a double beyond the range of float becomes infinite
 * then, and its row is counted as not finite.
 *
 * <p>The same class describes the features that are read and the gradient that is written. A view is immutable and may
 * be shared by threads.
 */
public final class FloatMatrix {
    /** The array, or null where {@link #buffer} is read and written tile by tile. */
    final float @Nullable [] array;

    /** A buffer whose index 0 is the position that it had when the view was made, or null. */
    final @Nullable FloatBuffer buffer;

    /** The same memory as a segment, where kernels may read it in place, or null. */
    final @Nullable Object segment;

    private final int offset;
    private final int rows;
    private final int dim;
    private final int stride;

    private FloatMatrix(
            float @Nullable [] array, @Nullable FloatBuffer buffer, int offset, int rows, int dim, int stride) {
        this.array = array;
        this.buffer = buffer;
        this.segment = buffer == null ? null : Segments.of(buffer);
        this.offset = offset;
        this.rows = rows;
        this.dim = dim;
        this.stride = stride;
    }

    /**
     * Rows that follow one another without a gap, from index 0.
     *
     * @param data at least {@code rows * dim} floats
     * @param rows the batch size, 0 or more
     * @param dim the length of a row, 1 or more
     * @return a view of the rows; nothing is copied
     * @throws NullPointerException if {@code data} is null
     * @throws IllegalArgumentException if {@code rows} or {@code dim} is out of range
     * @throws IndexOutOfBoundsException if the rows do not fit into {@code data}
     */
    public static FloatMatrix of(float[] data, int rows, int dim) {
        return of(data, 0, rows, dim, dim);
    }

    /**
     * Rows that start at {@code offset}, each {@code stride} floats after the one before.
     *
     * @param data the array
     * @param offset index of the first element of the first row, 0 or more
     * @param rows the batch size, 0 or more
     * @param dim the length of a row, 1 or more
     * @param stride distance from row to row in floats, {@code dim} or more
     * @return a view of the rows; nothing is copied
     * @throws NullPointerException if {@code data} is null
     * @throws IllegalArgumentException if {@code rows}, {@code dim} or {@code stride} is out of range
     * @throws IndexOutOfBoundsException if the rows do not fit into {@code data}
     */
    public static FloatMatrix of(float[] data, int offset, int rows, int dim, int stride) {
        Objects.requireNonNull(data, "data is null");
        checkShape("data", data.length, offset, rows, dim, stride);
        return new FloatMatrix(data, null, offset, rows, dim, stride);
    }

    /**
     * Rows that follow one another without a gap, from the buffer's position.
     *
     * @param buffer at least {@code rows * dim} floats between its position and its limit
     * @param rows the batch size, 0 or more
     * @param dim the length of a row, 1 or more
     * @return a view of the rows; nothing is copied
     * @throws NullPointerException if {@code buffer} is null
     * @throws IllegalArgumentException if {@code rows} or {@code dim} is out of range
     * @throws IndexOutOfBoundsException if the rows do not fit
     */
    public static FloatMatrix of(FloatBuffer buffer, int rows, int dim) {
        return of(buffer, 0, rows, dim, dim);
    }

    /**
     * Rows in a buffer, heap or direct, of either byte order. Index 0 is the position that the buffer has now; moving
     * its position or limit later changes nothing. A buffer with an accessible array is read and written in place, and
     * so are direct buffers of native byte order on Java 22 and newer, if features and gradient both are; others are copied
     * through scratch memory, some rows at a time.
     *
     * @param buffer the buffer; a read-only one can hold features but no gradient
     * @param offset index of the first element of the first row, counted from the buffer's position, 0 or more
     * @param rows the batch size, 0 or more
     * @param dim the length of a row, 1 or more
     * @param stride distance from row to row in floats, {@code dim} or more
     * @return a view of the rows; nothing is copied
     * @throws NullPointerException if {@code buffer} is null
     * @throws IllegalArgumentException if {@code rows}, {@code dim} or {@code stride} is out of range
     * @throws IndexOutOfBoundsException if the rows do not fit between the buffer's position and its limit
     */
    public static FloatMatrix of(FloatBuffer buffer, int offset, int rows, int dim, int stride) {
        Objects.requireNonNull(buffer, "buffer is null");
        checkShape("buffer", buffer.remaining(), offset, rows, dim, stride);
        if (buffer.hasArray()) {
            int start = buffer.arrayOffset() + buffer.position() + offset;
            return new FloatMatrix(buffer.array(), null, start, rows, dim, stride);
        }
        return new FloatMatrix(null, buffer.slice(), offset, rows, dim, stride);
    }

    /**
     * Rows that follow one another without a gap, from the position of a byte buffer, as libraries in native code hand
     * memory over.
     *
     * @param buffer of native byte order, at least {@code 4 * rows * dim} bytes between its position and its limit
     * @param rows the batch size, 0 or more
     * @param dim the length of a row, 1 or more
     * @return the view
     * @throws NullPointerException if {@code buffer} is null
     * @throws IllegalArgumentException if the buffer is not of native byte order, which a new {@link ByteBuffer} is not
     *     on most machines, or {@code rows} or {@code dim} is out of range
     * @throws IndexOutOfBoundsException if the rows do not fit
     */
    public static FloatMatrix of(ByteBuffer buffer, int rows, int dim) {
        return of(buffer, 0, rows, dim, dim);
    }

    /**
     * Rows in a byte buffer, see {@link #of(FloatBuffer, int, int, int, int)}. A buffer on the heap is copied through
     * scratch memory.
     *
     * @param buffer of native byte order
     * @param offset index of the first element of the first row in floats, counted from the buffer's position, 0 or more
     * @param rows the batch size, 0 or more
     * @param dim the length of a row, 1 or more
     * @param stride distance from row to row in floats, {@code dim} or more
     * @return the view
     * @throws NullPointerException if {@code buffer} is null
     * @throws IllegalArgumentException if the buffer is not of native byte order, or {@code rows}, {@code dim} or {@code
     *     stride} is out of range
     * @throws IndexOutOfBoundsException if the rows do not fit between the buffer's position and its limit
     */
    public static FloatMatrix of(ByteBuffer buffer, int offset, int rows, int dim, int stride) {
        Objects.requireNonNull(buffer, "buffer is null");
        if (buffer.order() != ByteOrder.nativeOrder()) {
            throw new IllegalArgumentException("buffer has byte order " + buffer.order()
                    + ", must have the native one ("
                    + ByteOrder.nativeOrder() + "): call buffer.order(ByteOrder.nativeOrder()) where its floats are"
                    + " native, give buffer.asFloatBuffer() where they are not");
        }
        return of(buffer.asFloatBuffer(), offset, rows, dim, stride);
    }

    private static void checkShape(String name, int length, int offset, int rows, int dim, int stride) {
        if (rows < 0) {
            throw new IllegalArgumentException("rows is " + rows + ", must be 0 or more");
        }
        if (dim < 1) {
            throw new IllegalArgumentException("dim is " + dim + ", must be 1 or more");
        }
        if (stride < dim) {
            throw new IllegalArgumentException("stride is " + stride + ", must be dim (" + dim + ") or more");
        }
        if (offset < 0 || offset > length) {
            throw new IndexOutOfBoundsException(
                    "offset is " + offset + ", must be from 0 to the length of " + name + " (" + length + ")");
        }
        long end = rows == 0 ? offset : offset + (rows - 1L) * stride + dim;
        if (end > length) {
            throw new IndexOutOfBoundsException(rows + " rows of dim " + dim + " at offset " + offset + " and stride "
                    + stride + " need " + end + " floats, " + name + " has " + length);
        }
    }

    /** {@return the number of rows} */
    public int rows() {
        return rows;
    }

    /** {@return the length of a row} */
    public int dim() {
        return dim;
    }

    /** {@return the distance from row to row, in floats} */
    public int stride() {
        return stride;
    }

    /** What kernels are given: the array or the segment. */
    Object memory() {
        return Objects.requireNonNull(array != null ? array : segment);
    }

    /** The element at an {@link #index} plus a column. */
    float get(int index) {
        return array != null ? array[index] : Objects.requireNonNull(buffer).get(index);
    }

    void set(int index, float value) {
        if (array != null) {
            array[index] = value;
        } else {
            Objects.requireNonNull(buffer).put(index, value);
        }
    }

    /** Copies rows of a buffer into the first rows of an array without gaps. */
    void copyRows(int from, int count, FloatMatrix copy) {
        FloatBuffer source = Objects.requireNonNull(buffer);
        float[] target = Objects.requireNonNull(copy.array);
        int together = stride == dim ? count : 1;
        for (int i = 0; i < count; i += together) {
            source.get(index(from + i), target, i * dim, together * dim);
        }
    }

    /** The reverse of {@link #copyRows}. */
    void setRows(int into, int count, FloatMatrix copy) {
        FloatBuffer target = Objects.requireNonNull(buffer);
        float[] source = Objects.requireNonNull(copy.array);
        int together = stride == dim ? count : 1;
        for (int i = 0; i < count; i += together) {
            target.put(index(into + i), source, i * dim, together * dim);
        }
    }

    boolean isReadOnly() {
        return buffer != null && buffer.isReadOnly();
    }

    /** Index of the first element of a row in the array or buffer; below 2^31 because the view was checked. */
    int index(int row) {
        return (int) (offset + (long) row * stride);
    }

    /** Whether the rows are the same ones, {@code shift} floats added to the other's indices. */
    boolean sameRows(FloatMatrix other, long shift) {
        return offset == other.offset + shift
                && dim == other.dim
                && rows == other.rows
                && (stride == other.stride || rows <= 1);
    }

    /** Whether some row here shares an element with some row there, unless they are exactly the same rows. */
    boolean overlaps(FloatMatrix other) {
        if (rows == 0 || other.rows == 0) {
            return false;
        }
        if (array == null || array != other.array) {
            return buffer != null && other.buffer != null && Segments.overlap(this, other);
        }
        return !sameRows(other, 0) && rowsMeet(other, 0);
    }

    /** Goes through both sequences of rows in order, {@code shift} floats added to the other's indices. */
    boolean rowsMeet(FloatMatrix other, long shift) {
        int i = 0;
        int k = 0;
        while (i < rows && k < other.rows) {
            long here = index(i);
            long there = other.index(k) + shift;
            if (here + dim <= there) {
                i++;
            } else if (there + other.dim <= here) {
                k++;
            } else {
                return true;
            }
        }
        return false;
    }

    /** For example {@code 64 x 128}, with offset and stride where they are not plain. */
    @Override
    public String toString() {
        String plain = rows + " x " + dim;
        return offset == 0 && stride == dim ? plain : plain + " (offset " + offset + ", stride " + stride + ")";
    }
}
