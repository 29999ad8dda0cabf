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

    DirectBatch(Batch batch) {
        rows = batch.rows;
        dim = batch.dim;
        x = floats(rows * dim);
        g = floats(rows * dim);
        x.asFloatBuffer().put(batch.x);
    }

    /** Memory for so many floats of the machine's byte order; it begins with a cache line. */
    static ByteBuffer floats(int count) {
        return ByteBuffer.allocateDirect(count * Float.BYTES + 2 * ALIGNMENT)
                .alignedSlice(ALIGNMENT)
                .order(ByteOrder.nativeOrder());
    }

    float[] gradient() {
        float[] copy = new float[rows * dim];
        g.asFloatBuffer().get(copy);
        return copy;
    }
}
