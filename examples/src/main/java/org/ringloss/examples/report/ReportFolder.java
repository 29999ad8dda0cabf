// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.ringloss.examples.input.InputException;

/**
 * The folder that a report goes to. The report is written beside it and moved there once it is whole: nobody ever finds
 * half a report.
 */
public final class ReportFolder {
    private static final String PAGE = "report.html";

    private final Path folder;

    /** A folder that need not be there; nothing is created yet. */
    public ReportFolder(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
    }

    /** The page, once it is written. */
    public Path page() {
        return folder.resolve(PAGE);
    }

    /**
     * Looks whether a report may be written, before much work is done for it.
     *
     * @throws InputException if something else is in its place
     */
    public void check() throws InputException {
        Path existing = folder;
        while (existing != null && Files.notExists(existing)) {
            existing = existing.getParent();
        }
        if (existing == null || !Files.isDirectory(existing)) {
            throw new InputException(existing == null ? folder : existing, "is a file, expected a folder to write to");
        }
        if (!Files.isWritable(existing)) {
            throw new InputException(existing, "cannot be written to");
        }
        if (existing.equals(folder) && !isEmpty() && Files.notExists(page())) {
            throw new InputException(folder, "has other files in it, expected an earlier report or an empty folder");
        }
    }

    private boolean isEmpty() throws InputException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.findAny().isEmpty();
        } catch (IOException e) {
            throw new InputException(folder, "cannot be listed: " + e);
        }
    }

    /** Writes page, pictures and numbers. */
    public void write(Report report) throws IOException {
        Path parent = folder.getParent();
        if (parent == null) {
            throw new IOException(folder + " is no folder for a report");
        }
        Files.createDirectories(parent);
        Path draft = parent.resolve(
                "." + folder.getFileName() + "-" + ProcessHandle.current().pid() + "-" + System.nanoTime());
        Files.createDirectory(draft);
        try {
            for (Picture picture : report.pictures()) {
                picture.write(draft);
            }
            Files.writeString(draft.resolve("results.csv"), report.csv(), StandardCharsets.UTF_8);
            Files.writeString(draft.resolve(PAGE), report.page(), StandardCharsets.UTF_8);
            publish(draft);
        } finally {
            delete(draft);
        }
    }

    private void publish(Path draft) throws IOException {
        if (Files.notExists(folder)) {
            Files.move(draft, folder);
            return;
        }
        for (Path file : list(draft)) {
            Files.move(file, folder.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void delete(Path draft) throws IOException {
        if (Files.exists(draft)) {
            for (Path file : list(draft)) {
                Files.delete(file);
            }
            Files.delete(draft);
        }
    }

    private static List<Path> list(Path draft) throws IOException {
        try (Stream<Path> files = Files.list(draft)) {
            // The page last: once it is there, all its pictures are.
            return files.sorted(Comparator.comparing(file -> file.endsWith(PAGE)))
                    .toList();
        }
    }
}
