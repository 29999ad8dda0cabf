// SPDX-License-Identifier: Apache-2.0
package org.ringloss.benchmarks;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The features of a batch once more off the heap, where trainers keep them, and room for their gradient there. */
final class DirectBatch {
    /** A cache line. */
    private static final int ALIGNMENT = 64;

    final int rows;
    final int dim;
    final ByteBuffer x;
    final ByteBuffer g;

    /** Features and gradient begin {@code shift} bytes behind the start of a cache line. */
    DirectBatch(Batch batch, int shift) {
        rows = batch.rows;
        dim = batch.dim;
        x = floats(rows * dim, shift);
        g = floats(rows * dim, shift);
        x.asFloatBuffer().put(batch.x);
    }

    /** Memory for so many floats of the machine's byte order. */
    static ByteBuffer floats(int count, int shift) {
        ByteBuffer lines =
                ByteBuffer.allocateDirect(count * Float.BYTES + 3 * ALIGNMENT).alignedSlice(ALIGNMENT);
        return lines.position(shift).slice().order(ByteOrder.nativeOrder());
    }

    float[] gradient() {
        float[] copy = new float[rows * dim];
        g.asFloatBuffer().get(copy);
        return copy;
    }
}
