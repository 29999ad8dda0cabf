// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples.input;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** Writes IDX files for tests. */
public final class IdxFiles {
    private IdxFiles() {}

    /** A header of magic number and sizes, then bytes. */
    static byte[] idx(int magic, int[] sizes, byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.allocate(Integer.BYTES * (1 + sizes.length) + bytes.length);
        buffer.putInt(magic);
        for (int size : sizes) {
            buffer.putInt(size);
        }
        return buffer.put(bytes).array();
    }

    /** Images whose class shows: class c has a bright row c. */
    static byte[] images(int count, int height, int width, int classes) {
        byte[] pixels = new byte[count * height * width];
        for (int i = 0; i < count; i++) {
            for (int x = 0; x < width; x++) {
                pixels[(i * height + i % classes % height) * width + x] = (byte) (200 + i % 50);
            }
        }
        return idx(2051, new int[] {count, height, width}, pixels);
    }

    static byte[] labels(int count, int classes) {
        byte[] labels = new byte[count];
        for (int i = 0; i < count; i++) {
            labels[i] = (byte) (i % classes);
        }
        return idx(2049, new int[] {count}, labels);
    }

    /** A sound pair in a folder. */
    public static void write(Path folder, String start, int count, int height, int width, int classes)
            throws IOException {
        Files.write(folder.resolve(start + "images-idx3-ubyte"), images(count, height, width, classes));
        Files.write(folder.resolve(start + "labels-idx1-ubyte"), labels(count, classes));
    }

    public static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes);
        }
        return packed.toByteArray();
    }
}
