package org.ringloss;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Where a direct buffer lies in memory. The standard library tells it from Java 22 on
 * ({@code MemorySegment.ofBuffer(buffer).address()}); on older ones it is unknown and no overlap is found.
 */
final class BufferAddress {
    private static final @Nullable MethodHandle ADDRESS = find();

    private BufferAddress() {}

    private static @Nullable MethodHandle find() {
        if (Runtime.version().feature() < 22) {
            return null;
        }
        try {
            MethodHandles.Lookup lookup = MethodHandles.publicLookup();
            Class<?> segment = Class.forName("java.lang.foreign.MemorySegment");
            MethodHandle ofBuffer =
                    lookup.findStatic(segment, "ofBuffer", MethodType.methodType(segment, Buffer.class));
            MethodHandle address = lookup.findVirtual(segment, "address", MethodType.methodType(long.class));
            return MethodHandles.filterReturnValue(ofBuffer, address);
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }

    /** Whether two views of direct buffers share an element other than as the same rows, as far as this JVM can tell. */
    static boolean overlap(FloatMatrix a, FloatMatrix b) {
        if (ADDRESS == null || a.buffer == null || b.buffer == null || !a.buffer.isDirect() || !b.buffer.isDirect()) {
            return false;
        }
        long distance = address(b.buffer) - address(a.buffer);
        long floats = Math.floorDiv(distance, (long) Float.BYTES);
        if (floats * Float.BYTES == distance) {
            return !a.sameRows(b, floats) && a.rowsMeet(b, floats);
        }
        // Between two floats of a: an element of b has bytes of both.
        return a.rowsMeet(b, floats) || a.rowsMeet(b, floats + 1);
    }

    private static long address(Buffer buffer) {
        try {
            return (long) ADDRESS.invoke(buffer);
        } catch (Throwable e) {
            throw new LinkageError("MemorySegment.ofBuffer(buffer).address() failed", e);
        }
    }
}
