// SPDX-License-Identifier: Apache-2.0
package org.ringloss.properties;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;

/** How many inputs {@link GoldenHash} takes; each size has a recorded hash of its own. */
@SuppressWarnings("ImmutableEnumChecker") // nobody writes these arrays
enum GoldenSize {
    FULL(
            "golden.txt",
            IntStream.rangeClosed(1, 130).toArray(),
            new int[] {255, 256, 257, 300, 512, 1000, 1023, 1024, 1025, 2048, 2049, 4096},
            new int[] {1, 2, 7, 8, 31, 32, 33, 100},
            new int[] {1, 2, 5, 8, 16, 33, 64, 100, 129, 256, 300, 1000, 1025, 2100},
            1003,
            1201),
    /** For JVMs that are slow: interpreters and emulated CPUs. Every path of the kernels is taken all the same. */
    SMALL(
            "golden-small.txt",
            new int[] {1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 63, 64, 65, 100, 127, 128, 129},
            new int[] {257, 515, 1024, 1025, 2100},
            new int[] {1, 7, 33},
            new int[] {1, 8, 65, 300, 1025},
            67,
            401);

    private final String file;
    final int[] dimensions;
    final int[] longDimensions;
    final int[] specialDimensions;
    /** Of batches with rare rows, and of those outside the heap. */
    final int[] mixedDimensions;
    /** Of each penalty. */
    final int residuals;
    /** Of the batch that several threads share. */
    final int largeRows;

    GoldenSize(
            String file,
            int[] dimensions,
            int[] longDimensions,
            int[] specialDimensions,
            int[] mixedDimensions,
            int residuals,
            int largeRows) {
        this.file = file;
        this.dimensions = dimensions;
        this.longDimensions = longDimensions;
        this.specialDimensions = specialDimensions;
        this.mixedDimensions = mixedDimensions;
        this.residuals = residuals;
        this.largeRows = largeRows;
    }

    /** The recorded hash. */
    String recorded() {
        try (InputStream in = GoldenHash.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(file + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
