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
            new int[] {512, 1000, 4096},
            new int[] {1, 2, 7, 8, 31, 32, 33, 100},
            1003,
            1201),
    /** For JVMs that are slow: interpreters and emulated CPUs. Every path of the kernels is taken all the same. */
    SMALL(
            "golden-small.txt",
            new int[] {1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 63, 64, 65, 100, 127, 128, 129},
            new int[] {515, 1300},
            new int[] {1, 7, 33},
            67,
            401);

    private final String file;
    final int[] dimensions;
    final int[] longDimensions;
    final int[] specialDimensions;
    /** Of each penalty. */
    final int residuals;
    /** Of the batch that several threads share. */
    final int largeRows;

    GoldenSize(
            String file,
            int[] dimensions,
            int[] longDimensions,
            int[] specialDimensions,
            int residuals,
            int largeRows) {
        this.file = file;
        this.dimensions = dimensions;
        this.longDimensions = longDimensions;
        this.specialDimensions = specialDimensions;
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
