// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples.input;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Files that were sound are read or refused by the one exception that is documented, in memory in proportion to them. */
class MutatedIdxTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    /** Buffers, exceptions and file names; then what a compressed file may expand to whatever its length, and a copy. */
    private static final long ANYWAY = 1_000_000 + 3 * IdxReader.FREE_EXPANSION;

    private static final long PER_BYTE = 3 * IdxReader.MAX_EXPANSION;

    private static Path folder = Path.of("");

    private final byte[] images = IdxFiles.images(30, 5, 7, 3);
    private final byte[] labels = IdxFiles.labels(30, 3);

    @BeforeContainer
    static void makeFolder() throws IOException {
        folder = Files.createTempDirectory("idx");
    }

    @AfterContainer
    static void removeFolder() throws IOException {
        empty();
        Files.delete(folder);
    }

    private static void empty() throws IOException {
        for (String start : new String[] {"train-images-idx3-ubyte", "train-labels-idx1-ubyte"}) {
            Files.deleteIfExists(folder.resolve(start));
            Files.deleteIfExists(folder.resolve(start + ".gz"));
        }
    }

    @Property(tries = 3000)
    void isReadOrRefused(
            @ForAll boolean packImages,
            @ForAll boolean packLabels,
            @ForAll @IntRange(max = 4) int before,
            @ForAll @IntRange(max = 4) int after,
            @ForAll long seed)
            throws IOException {
        Random random = new Random(seed);
        empty();
        // Changed before it is packed, or after, or both.
        byte[] first = file("train-images-idx3-ubyte", images, packImages, before, after, random);
        byte[] second = file("train-labels-idx1-ubyte", labels, packLabels, random.nextInt(2), 0, random);
        long start = THREADS.getCurrentThreadAllocatedBytes();
        try {
            assertThat(Data.read(folder, ImageFormat.DEFAULT).images().classes())
                    .isPositive();
        } catch (InputException e) {
            assertThat(e.getMessage()).startsWith(folder.toString()).doesNotContain("\n");
        }
        assertThat(THREADS.getCurrentThreadAllocatedBytes() - start)
                .isLessThanOrEqualTo(ANYWAY + PER_BYTE * (first.length + second.length));
    }

    private byte[] file(String name, byte[] sound, boolean pack, int before, int after, Random random)
            throws IOException {
        byte[] bytes = mutated(sound, before, random);
        byte[] packed = pack ? IdxFiles.gzip(bytes) : bytes;
        byte[] written = mutated(packed, after, random);
        Files.write(folder.resolve(pack ? name + ".gz" : name), written);
        return written;
    }

    /** Bits flipped, whole numbers changed, parts cut off, doubled, or replaced by parts of the other file. */
    private byte[] mutated(byte[] sound, int changes, Random random) {
        byte[] bytes = sound;
        for (int i = 0; i < changes && bytes.length >= Integer.BYTES; i++) {
            // Mostly near the header.
            int from = random.nextInt(random.nextBoolean() ? Math.min(bytes.length, 24) : bytes.length);
            int to = from + random.nextInt(bytes.length - from + 1);
            bytes = bytes.clone();
            switch (random.nextInt(5)) {
                case 0 -> bytes[from] ^= (byte) (1 << random.nextInt(8));
                case 1 ->
                    ByteBuffer.wrap(bytes)
                            .putInt(Math.min(from, bytes.length - 4), random.nextInt() >> random.nextInt(32));
                case 2 -> bytes = Arrays.copyOf(bytes, from);
                case 3 -> bytes = joined(Arrays.copyOf(bytes, to), Arrays.copyOfRange(bytes, from, bytes.length));
                default ->
                    bytes = joined(
                            Arrays.copyOf(bytes, from), Arrays.copyOfRange(labels, 0, random.nextInt(labels.length)));
            }
        }
        return bytes;
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
