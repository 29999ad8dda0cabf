package org.ringloss.benchmarks;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Ring loss with the Huber penalty as one would write it by hand in C, {@code src/main/c/ring_loss.c}, compiled by
 * {@code benchmarks/c-peer} with all that {@code -O3 -march=native -ffast-math} allows. It has the best conditions:
 * off-heap memory of its own, which begins with a cache line unless an offset is asked for, and a JNI call that only passes
 * numbers.
 */
final class CLoops implements Peer {
    /** How the squares of a row are added up; the C code counts on this order. */
    enum Sums {
        /** As fast as the compiler can, in float. */
        FLOATS(0),
        /** As fast as the compiler can, in double. */
        DOUBLES(1),
        /** As this library does, for the same bits of norms and gradients: {@code ring_loss_same_bits.c}. */
        SAME_BITS(2);

        /** Its number in {@code ring_loss.c}. */
        private final int number;

        Sums(int number) {
            this.number = number;
        }
    }

    /** Names the compiled library. */
    static final String LIBRARY_PROPERTY = "ringloss.benchmarks.c";

    /** A cache line. */
    private static final int ALIGNMENT = 64;
    /** How far the elements of a large Java array are behind the start of a cache line. */
    static final int ARRAY_HEADER = 16;

    private final Sums sums;
    private final int rows;
    private final int dim;
    private final ByteBuffer x;
    private final ByteBuffer g;
    private final ByteBuffer slope = floats(1, 0);
    private final long xAddress;
    private final long gAddress;
    private final long slopeAddress;

    /** @param offset how many bytes behind the start of a cache line the features and the gradient begin */
    CLoops(Batch batch, Sums sums, int offset) {
        this.sums = sums;
        Path library = library();
        if (!Files.isRegularFile(library)) {
            throw new IllegalStateException(
                    "the loops in C are not compiled: run benchmarks/c-peer, or name them with -D" + LIBRARY_PROPERTY
                            + "=FILE");
        }
        System.load(library.toAbsolutePath().toString());
        rows = batch.rows;
        dim = batch.dim;
        x = floats(rows * dim, offset);
        g = floats(rows * dim, offset);
        x.asFloatBuffer().put(batch.x);
        xAddress = address(x);
        gAddress = address(g);
        slopeAddress = address(slope);
    }

    /** Where the library should be. */
    static Path library() {
        return Path.of(System.getProperty(LIBRARY_PROPERTY, "benchmarks/target/c/ring_loss-native.so"));
    }

    private static ByteBuffer floats(int count, int offset) {
        return ByteBuffer.allocateDirect(count * Float.BYTES + 3 * ALIGNMENT)
                .alignedSlice(ALIGNMENT)
                .position(offset)
                .slice()
                .order(ByteOrder.nativeOrder());
    }

    @Override
    public double forwardBackward() {
        return forwardBackward(
                sums.number, xAddress, gAddress, slopeAddress, rows, dim, Batch.RADIUS, Batch.DELTA, Batch.WEIGHT);
    }

    @Override
    public double radiusGradient() {
        return slope.getFloat(0);
    }

    @Override
    public float[] gradient() {
        float[] copy = new float[rows * dim];
        FloatBuffer floats = g.asFloatBuffer();
        floats.get(copy);
        return copy;
    }

    /** Both passes over the floats at {@code x}: writes dL/dx and dL/dR, returns the loss. */
    private static native float forwardBackward(
            int sums,
            long x,
            long gradient,
            long radiusGradient,
            int rows,
            int dim,
            double radius,
            double delta,
            double weight);

    /** Where a direct buffer starts. */
    private static native long address(ByteBuffer buffer);
}
