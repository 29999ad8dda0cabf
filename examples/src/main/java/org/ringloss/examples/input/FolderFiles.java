// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples.input;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** The files below a folder; links are followed. */
final class FolderFiles implements ImageFiles {
    private final Path folder;
    private final List<String> names = new ArrayList<>();
    private final List<String> folders = new ArrayList<>();

    FolderFiles(Path folder) throws InputException {
        this.folder = folder;
        try (Stream<Path> files = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            for (Path file : files.sorted().toList()) {
                String name = folder.relativize(file).toString().replace('\\', '/');
                if (Files.isRegularFile(file)) {
                    names.add(name);
                } else if (Files.isDirectory(file) && !name.isEmpty()) {
                    folders.add(name);
                }
            }
            Collections.sort(names);
        } catch (IOException | UncheckedIOException e) {
            throw new InputException(folder, "cannot be listed: " + e.getMessage());
        }
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
        return Files.newInputStream(folder.resolve(name));
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
