// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples.input;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds out what kind of data a path leads to. */
public final class Data {
    private static final byte[] ZIP = {'P', 'K'};

    private Data() {}

    /**
     * Reads a folder for each class, a zip file of that, or a folder with IDX files.
     *
     * @throws InputException if it is none of these, or cannot be trained on
     */
    public static DataSet read(Path path, ImageFormat format) throws InputException {
        if (!Files.exists(path)) {
            throw new InputException(path, "there is no such file or folder");
        }
        if (Files.isDirectory(path)) {
            FolderFiles files = new FolderFiles(path);
            return IdxFolder.find(path, files.names())
                    .map(idx -> (Reader) () -> idx.read(format))
                    .orElse(() -> ClassFolders.read(path, files, format))
                    .read();
        }
        if (!isZip(path)) {
            throw new InputException(
                    path,
                    "is neither a folder nor a zip file; expected a folder for each class, a zip file of such folders, or a"
                            + " folder with the IDX files of MNIST");
        }
        try (ZipFiles files = new ZipFiles(path)) {
            return ClassFolders.read(path, files, format);
        } catch (IOException e) {
            throw new InputException(path, "cannot be read: " + e.getMessage());
        }
    }

    @FunctionalInterface
    private interface Reader {
        DataSet read() throws InputException;
    }

    private static boolean isZip(Path file) throws InputException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] start = in.readNBytes(ZIP.length);
            return java.util.Arrays.equals(start, ZIP);
        } catch (IOException e) {
            throw new InputException(file, "cannot be read: " + e);
        }
    }
}
