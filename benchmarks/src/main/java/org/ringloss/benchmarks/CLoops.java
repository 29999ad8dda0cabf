// SPDX-License-Identifier: Apache-2.0
package org.ringloss.benchmarks;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Ring loss with the Huber penalty as one would write it by hand in C, {@code src/main/c/ring_loss.c}, compiled by
 * {@code benchmarks/c-peer} with all that {@code -O3 -march=native -ffast-math} allows. It has good conditions:
 * off-heap memory, and a JNI call that only passes numbers.
 */
final class CLoops implements Peer {
    /** How the squares of a row are added up, as fast as the compiler can. */
    enum Sums {
        FLOATS,
        DOUBLES
    }

    /** Names the compiled library. */
    private static final String LIBRARY_PROPERTY = "ringloss.benchmarks.c";

    private final Sums sums;
    private final DirectBatch batch;
    private final ByteBuffer radiusGradient = DirectBatch.floats(1, 0);
    private final long xAddress;
    private final long gAddress;
    private final long radiusGradientAddress;

    CLoops(DirectBatch batch, Sums sums) {
        this.sums = sums;
        this.batch = batch;
        Path library = library();
        if (!Files.isRegularFile(library)) {
            throw new IllegalStateException("the loops in C are not compiled: run benchmarks/c-peer");
        }
        System.load(library.toAbsolutePath().toString());
        xAddress = address(batch.x);
        gAddress = address(batch.g);
        radiusGradientAddress = address(radiusGradient);
    }

    /** Where the library should be, seen from the folder of all modules unless the property says otherwise. */
    static Path library() {
        return Path.of(System.getProperty(LIBRARY_PROPERTY, "benchmarks/target/c/ring_loss.so"));
    }

    @Override
    public double forwardBackward() {
        return forwardBackward(
                sums == Sums.DOUBLES,
                xAddress,
                gAddress,
                radiusGradientAddress,
                batch.rows,
                batch.dim,
                (float) Batch.RADIUS,
                (float) Batch.DELTA,
                (float) Batch.WEIGHT);
    }

    @Override
    public double radiusGradient() {
        return radiusGradient.getFloat(0);
    }

    @Override
    public float[] gradient() {
        return batch.gradient();
    }

    /** Both passes over the floats at {@code x}: writes dL/dx and dL/dR, returns the loss. */
    private static native float forwardBackward(
            boolean doubleSums,
            long x,
            long gradient,
            long radiusGradient,
            int rows,
            int dim,
            float radius,
            float delta,
            float weight);

    /** Where a direct buffer starts. */
    private static native long address(ByteBuffer buffer);
}
