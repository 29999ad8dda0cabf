// SPDX-License-Identifier: Apache-2.0
package org.ringloss.simd;

import static org.ringloss.simd.Lanes.F;
import static org.ringloss.simd.Lanes.FLOATS;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;

/**
 * Gradient rows: coefficient times feature row, written or added, for rows in arrays.
 *
 * <p>Where a row is no multiple of the vector, its last vector ends where the row ends and overlaps the one before; both are
 * loaded before either is stored, so that a gradient that lies on its features is not scaled twice.
 */
final class RowScaling {
    private static final VectorShuffle<Float> EACH_TWICE = VectorShuffle.fromOp(F, i -> i / 2);
    private static final VectorShuffle<Float> EACH_4_TIMES = VectorShuffle.fromOp(F, i -> i / 4);
    private static final VectorShuffle<Float> EACH_8_TIMES = VectorShuffle.fromOp(F, i -> i / 8);

    private RowScaling() {}

    static void scale(
            float[] x,
            int offset,
            int stride,
            float[] coefficients,
            int at,
            int rows,
            int dim,
            float[] g,
            int gradientOffset,
            int gradientStride,
            boolean add) {
        if (dim > FLOATS || (dim == FLOATS && add)) {
            if (add) {
                add(x, offset, stride, coefficients, at, rows, dim, g, gradientOffset, gradientStride);
            } else {
                write(x, offset, stride, coefficients, at, rows, dim, g, gradientOffset, gradientStride, 4 * FLOATS);
            }
            return;
        }
        // All loops of short rows are here: together they are compiled apart from their callers, see docs/c2.md.
        int done = 0;
        boolean gaps = stride != dim || gradientStride != dim;
        if (Lanes.SHUFFLES && !gaps && !add && (dim == 2 || dim == 4 || dim == 8)) {
            // Several rows to a vector.
            VectorShuffle<Float> expand = dim == 2 ? EACH_TWICE : dim == 4 ? EACH_4_TIMES : EACH_8_TIMES;
            done = rows & -(FLOATS / dim);
            for (int row = 0; row < done; row += FLOATS / dim) {
                FloatVector c = FloatVector.fromArray(F, coefficients, at + row).rearrange(expand);
                Memory.store(Memory.load(x, offset + row * dim).mul(c), g, gradientOffset + row * dim);
            }
        } else if (dim == FLOATS || (!gaps && !add && 2 * dim > FLOATS && !Memory.meet(x, offset, g, gradientOffset))) {
            // A vector of each row. Where it is longer than the row, the row behind writes over what is too much: there
            // has to be one.
            done = dim == FLOATS ? rows : rows - 1;
            for (int row = 0; row < done; row++) {
                FloatVector v = Memory.load(x, offset + row * stride).mul(coefficients[at + row]);
                Memory.store(v, g, gradientOffset + row * gradientStride);
            }
        }
        for (int row = done; row < rows; row++) {
            float c = coefficients[at + row];
            int i = offset + row * stride;
            int k = gradientOffset + row * gradientStride;
            for (int j = 0; j < dim; j++) {
                float ring = c * Memory.get(x, i + j);
                Memory.set(g, k + j, add ? Memory.get(g, k + j) + ring : ring);
            }
        }
    }

    /** {@code step} is four vectors: see docs/c2.md. */
    private static void write(
            float[] x,
            int offset,
            int stride,
            float[] coefficients,
            int at,
            int rows,
            int dim,
            float[] g,
            int gradientOffset,
            int gradientStride,
            int step) {
        int last = dim - FLOATS;
        if (dim > FLOATS && dim <= 4 * FLOATS) {
            // Two to four vectors, without a loop over the row. Here, since this method is compiled apart from its
            // callers.
            for (int row = 0; row < rows; row++) {
                float c = coefficients[at + row];
                int i = offset + row * stride;
                int k = gradientOffset + row * gradientStride;
                FloatVector end = Memory.load(x, i + last).mul(c);
                Memory.store(Memory.load(x, i).mul(c), g, k);
                if (dim > 2 * FLOATS) {
                    Memory.store(Memory.load(x, i + FLOATS).mul(c), g, k + FLOATS);
                }
                if (dim > 3 * FLOATS) {
                    Memory.store(Memory.load(x, i + 2 * FLOATS).mul(c), g, k + 2 * FLOATS);
                }
                Memory.store(end, g, k + last);
            }
            return;
        }
        int plain = dim % FLOATS == 0 ? dim : dim / FLOATS * FLOATS - FLOATS;
        int fours = plain - plain % (4 * FLOATS);
        for (int row = 0; row < rows; row++) {
            float c = coefficients[at + row];
            int i = offset + row * stride;
            int k = gradientOffset + row * gradientStride;
            for (int j = 0; j < fours; j += step) {
                Memory.store(Memory.load(x, i + j).mul(c), g, k + j);
                Memory.store(Memory.load(x, i + j + FLOATS).mul(c), g, k + j + FLOATS);
                Memory.store(Memory.load(x, i + j + 2 * FLOATS).mul(c), g, k + j + 2 * FLOATS);
                Memory.store(Memory.load(x, i + j + 3 * FLOATS).mul(c), g, k + j + 3 * FLOATS);
            }
            for (int j = fours; j < plain; j += FLOATS) {
                Memory.store(Memory.load(x, i + j).mul(c), g, k + j);
            }
            if (plain < dim) {
                FloatVector whole = Memory.load(x, i + plain).mul(c);
                FloatVector end = Memory.load(x, i + last).mul(c);
                Memory.store(whole, g, k + plain);
                Memory.store(end, g, k + last);
            }
        }
    }

    private static void add(
            float[] x,
            int offset,
            int stride,
            float[] coefficients,
            int at,
            int rows,
            int dim,
            float[] g,
            int gradientOffset,
            int gradientStride) {
        int plain = dim % FLOATS == 0 ? dim : dim / FLOATS * FLOATS - FLOATS;
        int last = dim - FLOATS;
        for (int row = 0; row < rows; row++) {
            float c = coefficients[at + row];
            int i = offset + row * stride;
            int k = gradientOffset + row * gradientStride;
            for (int j = 0; j < plain; j += FLOATS) {
                Memory.store(Memory.load(x, i + j).mul(c).add(Memory.load(g, k + j)), g, k + j);
            }
            if (plain < dim) {
                FloatVector whole = Memory.load(x, i + plain).mul(c).add(Memory.load(g, k + plain));
                FloatVector end = Memory.load(x, i + last).mul(c).add(Memory.load(g, k + last));
                Memory.store(whole, g, k + plain);
                Memory.store(end, g, k + last);
            }
        }
    }
}
