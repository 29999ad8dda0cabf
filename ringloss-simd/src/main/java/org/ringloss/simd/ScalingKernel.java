package org.ringloss.simd;

import static org.ringloss.simd.Lanes.F;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import org.ringloss.internal.RowScale;
import org.ringloss.internal.ScalarBackend;

/**
 * Ways to scale rows. Where a row is no multiple of the vector, its last vector ends where the row ends and overlaps the one
 * before; both are loaded before either is stored, so that a gradient that lies on its features is not scaled twice.
 *
 * <p>Each is a class of its own, reached through one virtual call: a compiler inlines two of them there at most. As static
 * methods, in programs with rows of many lengths, all became part of one method, and JDK 17 left every vector of it on the
 * heap.
 *
 * <p>All vectors here are of one species. Methods of FloatVector that are final, such as mul and intoArray, see in their
 * profile the species that all their callers have used; with two, they were compiled for both and every vector went to the
 * heap, for good. The suite {@code mixed-shapes} of the benchmarks watches over it.
 */
enum ScalingKernel {
    /** Writes rows of 1, 2 or 4 elements without gaps, whole vectors of them. */
    WRITE_EXPANDED {
        @Override
        void scale(RowScale rows, int from, int count, int column) {
            float[] x = rows.x;
            float[] g = rows.gradient;
            float[] coefficients = rows.coefficients;
            int dim = rows.dim;
            int xi = rows.offset + from * dim;
            int gi = rows.gradientOffset + from * dim;
            VectorShuffle<Float> expand = dim == 1 ? EXPAND_1 : dim == 2 ? EXPAND_2 : EXPAND_4;
            int step = WIDE / dim;
            for (int row = 0; row < count; row += step) {
                FloatVector.fromArray(F, coefficients, from + row)
                        .rearrange(expand)
                        .mul(FloatVector.fromArray(F, x, xi + row * dim))
                        .intoArray(g, gi + row * dim);
            }
        }
    },

    /** Adds rows of 1, 2 or 4 elements without gaps, whole vectors of them. */
    ADD_EXPANDED {
        @Override
        void scale(RowScale rows, int from, int count, int column) {
            float[] x = rows.x;
            float[] g = rows.gradient;
            float[] coefficients = rows.coefficients;
            int dim = rows.dim;
            int xi = rows.offset + from * dim;
            int gi = rows.gradientOffset + from * dim;
            VectorShuffle<Float> expand = dim == 1 ? EXPAND_1 : dim == 2 ? EXPAND_2 : EXPAND_4;
            int step = WIDE / dim;
            for (int row = 0; row < count; row += step) {
                FloatVector ring = FloatVector.fromArray(F, coefficients, from + row)
                        .rearrange(expand)
                        .mul(FloatVector.fromArray(F, x, xi + row * dim));
                FloatVector.fromArray(F, g, gi + row * dim).add(ring).intoArray(g, gi + row * dim);
            }
        }
    },

    /**
     * Writes one vector a row. Of a row that is shorter than the vector and has no gap behind it, the rest of the vector belongs
     * to the next row, which writes over it: there has to be one.
     */
    WRITE_VECTORS {
        @Override
        void scale(RowScale rows, int from, int count, int column) {
            float[] x = rows.x;
            float[] g = rows.gradient;
            float[] coefficients = rows.coefficients;
            int stride = rows.stride;
            int gradientStride = rows.gradientStride;
            int xi = rows.offset + from * stride;
            int gi = rows.gradientOffset + from * gradientStride;
            for (int row = 0; row < count; row++) {
                FloatVector.fromArray(F, x, xi + row * stride)
                        .mul(coefficients[from + row])
                        .intoArray(g, gi + row * gradientStride);
            }
        }
    },

    /** Writes rows of a vector and more. */
    WRITE {
        @Override
        void scale(RowScale rows, int from, int count, int column) {
            float[] x = rows.x;
            float[] g = rows.gradient;
            float[] coefficients = rows.coefficients;
            int length = rows.dim - column;
            int stride = rows.stride;
            int gradientStride = rows.gradientStride;
            int xi = rows.offset + from * stride + column;
            int gi = rows.gradientOffset + from * gradientStride + column;
            int last = length - WIDE;
            int plain = plain(length);
            for (int row = 0; row < count; row++) {
                float coefficient = coefficients[from + row];
                int i = xi + row * stride;
                int k = gi + row * gradientStride;
                for (int j = 0; j < plain; j += WIDE) {
                    FloatVector.fromArray(F, x, i + j).mul(coefficient).intoArray(g, k + j);
                }
                if (plain < length) {
                    FloatVector whole = FloatVector.fromArray(F, x, i + plain).mul(coefficient);
                    FloatVector end = FloatVector.fromArray(F, x, i + last).mul(coefficient);
                    whole.intoArray(g, k + plain);
                    end.intoArray(g, k + last);
                }
            }
        }
    },

    /** Adds rows of a vector and more. */
    ADD {
        @Override
        void scale(RowScale rows, int from, int count, int column) {
            float[] x = rows.x;
            float[] g = rows.gradient;
            float[] coefficients = rows.coefficients;
            int length = rows.dim - column;
            int stride = rows.stride;
            int gradientStride = rows.gradientStride;
            int xi = rows.offset + from * stride + column;
            int gi = rows.gradientOffset + from * gradientStride + column;
            int last = length - WIDE;
            int plain = plain(length);
            for (int row = 0; row < count; row++) {
                float coefficient = coefficients[from + row];
                int i = xi + row * stride;
                int k = gi + row * gradientStride;
                for (int j = 0; j < plain; j += WIDE) {
                    FloatVector.fromArray(F, g, k + j)
                            .add(FloatVector.fromArray(F, x, i + j).mul(coefficient))
                            .intoArray(g, k + j);
                }
                if (plain < length) {
                    FloatVector whole = FloatVector.fromArray(F, g, k + plain)
                            .add(FloatVector.fromArray(F, x, i + plain).mul(coefficient));
                    FloatVector end = FloatVector.fromArray(F, g, k + last)
                            .add(FloatVector.fromArray(F, x, i + last).mul(coefficient));
                    whole.intoArray(g, k + plain);
                    end.intoArray(g, k + last);
                }
            }
        }
    };

    private static final int WIDE = F.length();
    private static final int BLOCK = ScalarBackend.BLOCK;

    private static final VectorShuffle<Float> EXPAND_1 = VectorShuffle.fromOp(F, i -> i);
    private static final VectorShuffle<Float> EXPAND_2 = VectorShuffle.fromOp(F, i -> i / 2);
    private static final VectorShuffle<Float> EXPAND_4 = VectorShuffle.fromOp(F, i -> i / 4);

    /**
     * Scales {@code count} rows, from number {@code from} on. {@link #WRITE} and {@link #ADD} leave out the elements before {@code
     * column}, which is 0 for the others.
     */
    abstract void scale(RowScale rows, int from, int count, int column);

    /**
     * How many of some elements, a vector or more, are scaled vector by vector. The last two vectors of a row with a rest are loaded
     * before either is stored; those of a row of two vectors, too, which spares the loop.
     */
    private static int plain(int length) {
        return length % WIDE == 0 && length != 2 * WIDE ? length : (length - 1) / WIDE * WIDE - WIDE;
    }

    /**
     * Writes a multiple of {@link #BLOCK} elements. The inner loop has a constant end and is written out by the compiler; with
     * such loops in {@link #WRITE}, for rows of all lengths, long rows took longer.
     */
    static void writeBlocks(float[] x, int xi, float coefficient, int count, float[] g, int gi) {
        for (int j = 0; j < count; j += BLOCK) {
            for (int k = 0; k < BLOCK; k += WIDE) {
                FloatVector.fromArray(F, x, xi + j + k).mul(coefficient).intoArray(g, gi + j + k);
            }
        }
    }
}
