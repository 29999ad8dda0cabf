// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples.input;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The files of a zip file, which is read in place: nothing is unpacked to the disk. */
final class ZipFiles implements ImageFiles {
    /** A zip file may hold so many bytes for each of its own, and this many whatever its length. */
    static final long MAX_EXPANSION = 100;

    static final long FREE_EXPANSION = 64L << 20;

    private final ZipFile zip;
    private final List<String> names;
    private final List<String> folders;
    private final long most;
    /** What all entries together have expanded to. */
    private final AtomicLong expanded = new AtomicLong();

    ZipFiles(Path file) throws InputException {
        try {
            zip = new ZipFile(file.toFile());
            most = FREE_EXPANSION + MAX_EXPANSION * Files.size(file);
            names = names(false);
            folders = names(true).stream()
                    .map(name -> name.substring(0, name.length() - 1))
                    .toList();
        } catch (IOException | IllegalArgumentException e) {
            throw new InputException(file, "is no sound zip file: " + e.getMessage());
        }
        for (String name : names) {
            if (leavesFolder(name)) {
                closeQuietly();
                throw new InputException(
                        file, "has an entry '" + name + "' that leads out of its folder; such a file is not trusted");
            }
        }
    }

    private List<String> names(boolean folders) {
        return zip.stream()
                .filter(entry -> entry.isDirectory() == folders)
                .map(ZipEntry::getName)
                .distinct()
                .sorted()
                .toList();
    }

    private static boolean leavesFolder(String name) {
        return name.startsWith("/")
                || name.matches("(?s)[A-Za-z]:.*")
                || Arrays.asList(name.split("[/\\\\]")).contains("..");
    }

    @Override
    public List<String> names() {
        return names;
    }

    @Override
    public List<String> folders() {
        return folders;
    }

    @Override
    public InputStream open(String name) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        InputStream in = entry == null ? null : zip.getInputStream(entry);
        if (in == null) {
            throw new FileNotFoundException("is not in the zip file");
        }
        return new LimitedInput(in, most, "the zip file expands to more than", expanded);
    }

    /** Whether more was asked for than a file of this length may hold. */
    boolean isBomb() {
        return expanded.get() > most;
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    private void closeQuietly() {
        try {
            zip.close();
        } catch (IOException e) {
            // What is wrong with the file is said anyway.
        }
    }
}
