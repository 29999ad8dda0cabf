// SPDX-License-Identifier: Apache-2.0
package org.ringloss.simd;

import java.lang.foreign.MemorySegment;
import org.ringloss.internal.Scratch;

/**
 * Kernels over memory segments, for Java 22 and newer. {@code SegmentSums} and {@code SegmentScaling} are made from {@link
 * RowSums} and {@link RowScaling} when the jar is built.
 */
final class OffHeap {
    private OffHeap() {}

    static boolean isAvailable() {
        return true;
    }

    static boolean sums(
            Object x, int offset, int stride, int rows, int dim, double[] sums, int at, Scratch scratch) {
        return SegmentSums.of((MemorySegment) x, offset, stride, rows, dim, sums, at, scratch);
    }

    static double inDouble(Object x, int start, int dim) {
        return SegmentSums.inDouble((MemorySegment) x, start, dim);
    }

    static void scale(
            Object x,
            int offset,
            int stride,
            float[] coefficients,
            int at,
            int rows,
            int dim,
            Object gradient,
            int gradientOffset,
            int gradientStride,
            boolean add) {
        SegmentScaling.scale(
                (MemorySegment) x,
                offset,
                stride,
                coefficients,
                at,
                rows,
                dim,
                (MemorySegment) gradient,
                gradientOffset,
                gradientStride,
                add);
    }
}
