// SPDX-License-Identifier: Apache-2.0
package org.ringloss;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.Buffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Direct buffers as {@code java.lang.foreign.MemorySegment}, which the standard library has from Java 22 on. On older ones
 * there are none: rows are copied, and where a buffer lies in memory is unknown.
 */
final class Segments {
    private static final @Nullable MethodHandle OF_BUFFER;
    private static final @Nullable MethodHandle ADDRESS;

    static {
        MethodHandle ofBuffer = null;
        MethodHandle address = null;
        if (Runtime.version().feature() >= 22) {
            try {
                MethodHandles.Lookup lookup = MethodHandles.publicLookup();
                Class<?> segment = Class.forName("java.lang.foreign.MemorySegment");
                ofBuffer = lookup.findStatic(segment, "ofBuffer", MethodType.methodType(segment, Buffer.class))
                        .asType(MethodType.methodType(Object.class, Buffer.class));
                address = lookup.findVirtual(segment, "address", MethodType.methodType(long.class))
                        .asType(MethodType.methodType(long.class, Object.class));
            } catch (ReflectiveOperationException e) {
                ofBuffer = null;
            }
        }
        OF_BUFFER = ofBuffer;
        ADDRESS = address;
    }

    private Segments() {}

    /** The floats between position and limit of a direct buffer of native byte order; null for others. */
    static @Nullable Object of(FloatBuffer buffer) {
        if (OF_BUFFER == null || !buffer.isDirect() || buffer.order() != ByteOrder.nativeOrder()) {
            return null;
        }
        try {
            return (Object) OF_BUFFER.invokeExact((Buffer) buffer);
        } catch (Throwable e) {
            throw new LinkageError("MemorySegment.ofBuffer(buffer) failed", e);
        }
    }

    /** Whether two views of direct buffers share an element other than as the same rows, as far as this JVM can tell. */
    static boolean overlap(FloatMatrix a, FloatMatrix b) {
        if (OF_BUFFER == null || a.buffer == null || b.buffer == null || !a.buffer.isDirect() || !b.buffer.isDirect()) {
            return false;
        }
        long distance = address(b) - address(a);
        long floats = Math.floorDiv(distance, (long) Float.BYTES);
        if (floats * Float.BYTES == distance) {
            return !a.sameRows(b, floats) && a.rowsMeet(b, floats);
        }
        // Between two floats of a: an element of b has bytes of both.
        return a.rowsMeet(b, floats) || a.rowsMeet(b, floats + 1);
    }

    /** Where a direct buffer lies. Its segment is made only where none is kept: an allocation until the compiler sees through it. */
    private static long address(FloatMatrix matrix) {
        try {
            Object segment =
                    matrix.segment != null ? matrix.segment : (Object) OF_BUFFER.invokeExact((Buffer) matrix.buffer);
            return (long) ADDRESS.invokeExact(segment);
        } catch (Throwable e) {
            throw new LinkageError("MemorySegment.ofBuffer(buffer).address() failed", e);
        }
    }
}
