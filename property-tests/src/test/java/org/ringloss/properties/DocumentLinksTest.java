// SPDX-License-Identifier: Apache-2.0
package org.ringloss.properties;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documents point to is there: files, pictures, headings, and the commands that they tell to run. */
class DocumentLinksTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final Set<String> OTHERS = Set.of("target", ".git", "node_modules", ".mvn");
    private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^)\\s]+)\\)|(?:src|href)=\"([^\"]+)\"");
    private static final Pattern CODE = Pattern.compile("(?s)```.*?```");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.*)$");

    /** A script in the tree, at the start of a command. */
    private static final Pattern COMMAND =
            Pattern.compile("`((?:property-tests|benchmarks|examples|integrations|release|\\.ci)/[\\w./-]+)[` ]");

    private static List<Path> documents() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .filter(file -> ROOT.relativize(file).toString().split("/").length < 5)
                    .filter(file -> Stream.of(ROOT.relativize(file).toString().split("/"))
                            .noneMatch(OTHERS::contains))
                    .toList();
        }
    }

    @Test
    void everyLinkHasItsTarget() throws IOException {
        List<String> broken = new ArrayList<>();
        List<Path> documents = documents();
        for (Path document : documents) {
            Matcher link = LINK.matcher(CODE.matcher(Files.readString(document)).replaceAll(""));
            while (link.find()) {
                String target = link.group(1) != null ? link.group(1) : link.group(2);
                if (!target.contains("://") && !target.startsWith("mailto:") && !isThere(document, target)) {
                    broken.add(ROOT.relativize(document) + " -> " + target);
                }
            }
        }
        assertThat(broken).isEmpty();
        assertThat(documents).hasSizeGreaterThan(5);
    }

    private static boolean isThere(Path document, String target) throws IOException {
        String[] parts = target.split("#", 2);
        Path file = parts[0].isEmpty() ? document : document.resolveSibling(parts[0]);
        if (!Files.exists(file)) {
            return false;
        }
        return parts.length == 1
                || !file.toString().endsWith(".md")
                || anchors(file).contains(parts[1]);
    }

    /** Headings as hosts make anchors of them: lower case, no punctuation, a dash for a space. */
    private static Set<String> anchors(Path file) throws IOException {
        return HEADING.matcher(Files.readString(file))
                .results()
                .map(heading -> heading.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\w\\- ]", "")
                        .strip()
                        .replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    @Test
    void everyCommandIsThere() throws IOException {
        List<String> missing = new ArrayList<>();
        for (Path document : documents()) {
            Matcher command = COMMAND.matcher(Files.readString(document));
            while (command.find()) {
                if (!Files.exists(ROOT.resolve(command.group(1))) && !(command.group(1) + "/").contains("/target/")) {
                    missing.add(ROOT.relativize(document) + ": " + command.group(1));
                }
            }
        }
        assertThat(missing).isEmpty();
    }
}
