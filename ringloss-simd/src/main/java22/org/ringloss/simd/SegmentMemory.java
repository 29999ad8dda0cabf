// SPDX-License-Identifier: Apache-2.0
package org.ringloss.simd;

import static org.ringloss.simd.Lanes.F;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;

/** How kernels read and write floats in memory segments: the counterpart of {@link Memory}. */
final class SegmentMemory {
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

    private SegmentMemory() {}

    static FloatVector load(MemorySegment x, int i) {
        return FloatVector.fromMemorySegment(F, x, (long) i << 2, ORDER);
    }

    static void store(FloatVector v, MemorySegment x, int i) {
        v.intoMemorySegment(x, (long) i << 2, ORDER);
    }

    static float get(MemorySegment x, int i) {
        return x.get(FLOAT, (long) i << 2);
    }

    static void set(MemorySegment x, int i, float value) {
        x.set(FLOAT, (long) i << 2, value);
    }

    static int length(MemorySegment x) {
        return (int) (x.byteSize() >>> 2);
    }

    static boolean meet(MemorySegment x, int xi, MemorySegment g, int gi) {
        return x.address() + ((long) xi << 2) == g.address() + ((long) gi << 2);
    }
}
