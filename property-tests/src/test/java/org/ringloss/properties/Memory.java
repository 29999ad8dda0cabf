// SPDX-License-Identifier: Apache-2.0
package org.ringloss.properties;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.ringloss.FloatMatrix;

/** Where the floats of a matrix can lie. */
enum Memory {
    ARRAY,
    WRAPPED,
    WRAPPED_SLICE,
    DIRECT,
    DIRECT_BIG_ENDIAN,
    DIRECT_LITTLE_ENDIAN,
    HEAP_BYTES;

    private static final int POSITION = 5;

    /** A matrix to write, and how to read all of its memory. */
    interface Target {
        FloatMatrix matrix();

        /** Everything from the buffer's position on, gaps included. */
        float[] read();
    }

    private FloatBuffer allocate(int floats) {
        return switch (this) {
            case ARRAY, WRAPPED -> FloatBuffer.wrap(new float[floats]);
            case WRAPPED_SLICE ->
                FloatBuffer.wrap(new float[floats + 7], 7, floats).slice();
            case DIRECT ->
                ByteBuffer.allocateDirect(4 * floats)
                        .order(ByteOrder.nativeOrder())
                        .asFloatBuffer();
            case DIRECT_BIG_ENDIAN ->
                ByteBuffer.allocateDirect(4 * floats)
                        .order(ByteOrder.BIG_ENDIAN)
                        .asFloatBuffer();
            case DIRECT_LITTLE_ENDIAN ->
                ByteBuffer.allocateDirect(4 * floats)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .asFloatBuffer();
            case HEAP_BYTES -> ByteBuffer.allocate(4 * floats).asFloatBuffer();
        };
    }

    private FloatMatrix over(FloatBuffer buffer, int offset, int rows, int dim, int stride) {
        return this == ARRAY
                ? FloatMatrix.of(buffer.array(), POSITION + offset, rows, dim, stride)
                : FloatMatrix.of(buffer.position(POSITION), offset, rows, dim, stride);
    }

    /** Compact rows, copied into such memory with gaps of NaN. */
    FloatMatrix matrix(float[] x, int rows, int dim, int offset, int stride) {
        FloatBuffer buffer = filled(offset + rows * stride);
        for (int i = 0; i < rows; i++) {
            buffer.put(POSITION + offset + i * stride, x, i * dim, dim);
        }
        return over(buffer, offset, rows, dim, stride);
    }

    /** Room for a gradient, filled with NaN. */
    Target target(int rows, int dim, int offset, int stride) {
        return target(new float[rows * dim], Float.NaN, rows, dim, offset, stride);
    }

    /** A gradient that holds {@code before} already, in gaps of {@code gap}. */
    Target target(float[] before, float gap, int rows, int dim, int offset, int stride) {
        int floats = offset + rows * stride;
        FloatBuffer buffer = filled(floats);
        for (int i = 0; i < floats; i++) {
            buffer.put(POSITION + i, gap);
        }
        for (int i = 0; i < rows; i++) {
            buffer.put(POSITION + offset + i * stride, before, i * dim, dim);
        }
        FloatMatrix matrix = over(buffer, offset, rows, dim, stride);
        return new Target() {
            @Override
            public FloatMatrix matrix() {
                return matrix;
            }

            @Override
            public float[] read() {
                float[] all = new float[floats];
                buffer.get(POSITION, all);
                return all;
            }
        };
    }

    private FloatBuffer filled(int floats) {
        FloatBuffer buffer = allocate(POSITION + floats);
        for (int i = 0; i < buffer.capacity(); i++) {
            buffer.put(i, Float.NaN);
        }
        return buffer;
    }
}
