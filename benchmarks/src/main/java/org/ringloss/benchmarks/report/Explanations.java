package org.ringloss.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The hand-written file that says why targets are missed: a heading of the second level with the id, then the text. */
final class Explanations {
    private static final String HEADING = "## ";

    private final Map<String, String> byId = new LinkedHashMap<>();

    private Explanations() {}

    /** A file that is not there explains nothing. */
    static Explanations read(Path file) throws IOException {
        return parse(Files.exists(file) ? Files.readString(file) : "");
    }

    static Explanations parse(String text) {
        Explanations explanations = new Explanations();
        String id = "";
        StringBuilder section = new StringBuilder();
        for (String line : text.lines().toList()) {
            if (line.startsWith(HEADING)) {
                explanations.put(id, section.toString());
                id = line.substring(HEADING.length()).strip();
                section.setLength(0);
            } else {
                section.append(line).append('\n');
            }
        }
        explanations.put(id, section.toString());
        return explanations;
    }

    /** What stands above the first heading is for the writers of the file. */
    private void put(String id, String section) {
        if (!id.isEmpty() && !section.isBlank()) {
            byId.merge(id, section.strip(), (one, other) -> one + "\n\n" + other);
        }
    }

    Optional<String> of(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    Set<String> ids() {
        return byId.keySet();
    }
}
