// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples.input;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Reads a pair of files in the IDX format, as MNIST comes: a magic number, the sizes, then the bytes, all big-endian.
 * Whether a file is compressed is told by its first bytes: tools rename and unpack these files as they like.
 *
 * <p>What a header promises is not believed before it is there: memory grows with what has been read.
 */
final class IdxReader {
    private static final int IMAGES_MAGIC = 2051;
    private static final int LABELS_MAGIC = 2049;

    /** More than this is taken for a broken header, or for a compressed file that expands without end. */
    private static final long MAX_BYTES = 1L << 30;

    /** A compressed file may hold so many bytes for each of its own, and this many whatever its length. */
    static final long MAX_EXPANSION = 100;

    static final long FREE_EXPANSION = 1L << 20;

    private IdxReader() {}

    /**
     * Reads images and their labels, in the size that the file has.
     *
     * @throws InputException if a file is not what it should be, or the two do not belong together
     */
    static LabelledImages read(Path imageFile, Path labelFile) throws InputException {
        Content images = read(imageFile, IMAGES_MAGIC, "images", 3);
        Content labels = read(labelFile, LABELS_MAGIC, "labels", 1);
        int count = images.sizes[0];
        if (count != labels.sizes[0]) {
            throw new InputException(
                    labelFile,
                    "has " + labels.sizes[0] + " labels, expected as many as there are images in "
                            + imageFile.getFileName() + " (" + count + ")");
        }
        ImageShape shape = new ImageShape(1, images.sizes[1], images.sizes[2]);
        byte[][] pixels = new byte[count][];
        int[] classes = new int[count];
        int most = 0;
        for (int i = 0; i < count; i++) {
            pixels[i] = Arrays.copyOfRange(images.bytes, i * shape.length(), (i + 1) * shape.length());
            classes[i] = labels.bytes[i] & 0xff;
            most = Math.max(most, classes[i]);
        }
        List<String> names =
                IntStream.rangeClosed(0, most).mapToObj(Integer::toString).toList();
        return new LabelledImages(shape, pixels, classes, names);
    }

    /** The magic number that a file starts with, compressed or not; 0 if it is too short or no sound gzip file. */
    static int magic(Path file) throws IOException {
        try (InputStream in = open(file)) {
            byte[] start = in.readNBytes(Integer.BYTES);
            return start.length < Integer.BYTES ? 0 : ByteBuffer.wrap(start).getInt();
        } catch (ZipException | EOFException e) {
            return 0;
        }
    }

    static boolean isImages(int magic) {
        return magic == IMAGES_MAGIC;
    }

    static boolean isLabels(int magic) {
        return magic == LABELS_MAGIC;
    }

    /** The sizes of a file and as many bytes as their product. */
    private static final class Content {
        private final int[] sizes;
        private final byte[] bytes;

        private Content(int[] sizes, byte[] bytes) {
            this.sizes = sizes;
            this.bytes = bytes;
        }
    }

    private static Content read(Path file, int magic, String what, int dimensions) throws InputException {
        try (InputStream in = open(file)) {
            int headerLength = Integer.BYTES * (1 + dimensions);
            byte[] header = in.readNBytes(headerLength);
            if (header.length >= Integer.BYTES && ByteBuffer.wrap(header).getInt() != magic) {
                throw new InputException(
                        file,
                        String.format(
                                "starts with 0x%08x, expected the magic number of IDX %s, 0x%08x",
                                ByteBuffer.wrap(header).getInt(), what, magic));
            }
            if (header.length < headerLength) {
                throw new InputException(
                        file, "is truncated: has " + header.length + " bytes, expected a header of " + headerLength);
            }
            int[] sizes = new int[dimensions];
            ByteBuffer.wrap(header, Integer.BYTES, headerLength - Integer.BYTES)
                    .asIntBuffer()
                    .get(sizes);
            int length = length(file, sizes, what);
            if (isGzip(file)) {
                requireModestExpansion(file, length, describe(sizes, what));
            }
            byte[] bytes = in.readNBytes(length);
            if (bytes.length < length) {
                throw new InputException(
                        file,
                        "is truncated: has " + bytes.length + " bytes after its header, expected " + length + " for "
                                + describe(sizes, what));
            }
            if (in.read() >= 0) {
                throw new InputException(
                        file,
                        "has more bytes than the " + (headerLength + (long) length) + " expected for "
                                + describe(sizes, what));
            }
            return new Content(sizes, bytes);
        } catch (IOException e) {
            String message = e.getMessage() == null ? "ends too early" : e.getMessage();
            boolean unpacking = e instanceof ZipException || e instanceof EOFException;
            throw new InputException(file, (unpacking ? "is no sound gzip file: " : "cannot be read: ") + message);
        }
    }

    /** Images do not pack this well; a small file that expands to gigabytes does. */
    private static void requireModestExpansion(Path file, int length, String described)
            throws IOException, InputException {
        long size = Files.size(file);
        long most = FREE_EXPANSION + MAX_EXPANSION * size;
        if (length > most) {
            throw new InputException(
                    file,
                    "has " + described + " by its header, expected at most " + most + " bytes in a compressed file of "
                            + size + " bytes");
        }
    }

    private static InputStream open(Path file) throws IOException {
        InputStream raw = Files.newInputStream(file);
        try {
            return new BufferedInputStream(isGzip(file) ? new GzipMembers(raw) : raw);
        } catch (IOException e) {
            raw.close();
            throw e;
        }
    }

    /** A file may have several members. The JDK's stream calls itself for each one that is empty: not without end here. */
    private static final class GzipMembers extends GZIPInputStream {
        private static final int MAX_EMPTY = 100;

        private int depth;

        private GzipMembers(InputStream in) throws IOException {
            super(in);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (depth > MAX_EMPTY) {
                throw new ZipException("has more than " + MAX_EMPTY + " empty members in a row");
            }
            depth++;
            try {
                return super.read(bytes, offset, length);
            } finally {
                depth--;
            }
        }
    }

    /** By the two bytes that every gzip file starts with. */
    static boolean isGzip(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] start = in.readNBytes(2);
            return start.length == 2 && start[0] == 0x1f && start[1] == (byte) 0x8b;
        }
    }

    /** The product of the sizes, which fits an array. */
    private static int length(Path file, int[] sizes, String what) throws InputException {
        long length = 1;
        for (int size : sizes) {
            if (size <= 0) {
                throw new InputException(
                        file, "has " + describe(sizes, what) + " by its header, expected 1 or more of each size");
            }
            length *= size;
            if (length > MAX_BYTES) {
                throw new InputException(
                        file, "has " + describe(sizes, what) + " by its header, expected at most 1 GiB");
            }
        }
        return (int) length;
    }

    private static String describe(int[] sizes, String what) {
        StringBuilder text = new StringBuilder();
        text.append(Integer.toUnsignedString(sizes[0])).append(' ').append(what);
        String between = " of ";
        for (int size : Arrays.copyOfRange(sizes, 1, sizes.length)) {
            text.append(between).append(Integer.toUnsignedString(size));
            between = " x ";
        }
        return text.toString();
    }
}
