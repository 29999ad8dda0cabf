// SPDX-License-Identifier: Apache-2.0
package org.ringloss.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    @TempDir
    Path folder;

    @BeforeEach
    void measure() throws IOException {
        merge(25, "old", entry("Peers", "256x128", "c", 9, "ringloss", 1));
        merge(
                25,
                "new",
                entry("Peers", "256x128", "c", 5120, "ringloss", 2560),
                entry("Peers", "256x13", "c", 1000, "ringloss", 2000),
                entry("Penalties", "256x128", "squared", 100, "barron(0.5,\n  1)", 125),
                entry("Widths", "65536x512", "ringloss", 150, "stream", 100, "\"bits\": \"128\""),
                entry("Widths", "65536x512", "ringloss", 100, "stream", 100, "\"bits\": \"512\""));
        merge(17, "new", entry("Peers", "256x128", "c", 2560, "ringloss", 1920));
        Files.writeString(folder.resolve("misses.md"), "Text.\n\n- c-short: C waits less.\n");
    }

    private void merge(int jdk, String commit, String... entries) throws IOException {
        Facts facts = new Facts(
                "Test(R) CPU 1 @ 2GHz", 2, Map.of("L2", 1 << 20), "Linux", "Vendor " + jdk, jdk, 512, "amd64");
        Path jmh = folder.resolve("jmh.json");
        Files.writeString(jmh, Stream.of(entries).collect(Collectors.joining(",\n", "[\n", "]")));
        Merge.merge(jmh, folder.resolve("results"), commit, facts);
    }

    /** As JMH writes it; the third contender failed. */
    private static String entry(String suite, String shape, String a, double nanos, String b, double other) {
        return entry(suite, shape, a, nanos, b, other, "\"none\": \"0\"");
    }

    private static String entry(
            String suite, String shape, String a, double nanos, String b, double other, String param) {
        return """
                {"benchmark": "org.ringloss.benchmarks.%s.turns", "jvm": "/home/user/bin/java", "forks": 3,
                 "params": {"shape": "%s", %s},
                 "primaryMetric": {"score": 1.23456789, "scoreUnit": "ns/op", "rawData": [[1.23456789]]},
                 "secondaryMetrics": {%s, %s,
                     "netlib": {"score": "NaN", "scoreUnit": "ns/op", "rawData": [["NaN"]]},
                     "ringloss bytes": {"score": 0.0, "scoreUnit": "B/op", "rawData": [[0.0, 0.0], [0.0]]}}}
                """.formatted(suite, shape, param, metric(a, nanos), metric(b, other));
    }

    /** The median is the time. */
    private static String metric(String name, double nanos) {
        return "\"%s\": {\"score\": %s, \"scoreUnit\": \"ns/op\", \"rawData\": [[%s, 1e9], [0.0]]}"
                .formatted(name, nanos, nanos);
    }

    private String page() throws IOException {
        Report.write(folder.resolve("results"), folder.resolve("misses.md"), folder.resolve("docs"));
        return Files.readString(folder.resolve("docs/performance.md"));
    }

    @Test
    void newEntriesReplaceThoseOfTheSameParameters() throws IOException {
        merge(25, "newer", entry("Peers", "256x512", "c", 3, "ringloss", 1));

        String results = Files.readString(folder.resolve("results/test-1-jdk25.json"));
        assertThat(results)
                .containsOnlyOnce("\"256x13\"")
                .containsOnlyOnce("\"256x512\"")
                .contains("\"newer\"", "\"new\"", "1.2346")
                .doesNotContain("\"old\"", "/home", "1.23456789");
    }

    @Test
    void thePageHasTargetsReasonsAndShapes() throws IOException {
        assertThat(page())
                .contains("## Test(R) CPU 1")
                .contains("| target | wanted | JDK 25 | JDK 17 |")
                .contains("| C / ringloss, to L2 | at least 1 | 2 (256x128), met | 1.33 (256x128), met |")
                .contains(
                        "| C / ringloss, rows below 32 elements | at least 0.9 | 0.5 (256x13), **missed** by 44.4 % | – |")
                .contains("| C / ringloss, geometric mean | at least 1.1 | 1 (2 shapes), **missed** by 9.09 % | 1.33")
                .contains("| any built-in penalty / squared | at most 1.3 | 1.25 (barron(0.5, 1)), met | – |")
                .contains("| JDK 17 / 25, C being 1 | at most 1.4 | – | 1.5 (256x128), **missed** by 7.14 % |")
                .contains("stream being 1 | at most 1.2 | 1.5 (65536x512), **missed** by 25 % | – |")
                .contains("- C / ringloss, rows below 32 elements: C waits less.")
                .contains("- C / ringloss, geometric mean: not explained yet")
                .contains("| 256x128 | 10 | – | 20 | – | – | – | – | – | 2 | 1.33 |");
        assertThat(page().lines()).hasSizeLessThan(80);
    }

    @Test
    void theSameResultsMakeTheSamePictures() throws IOException {
        Path image = folder.resolve("docs/images/performance-c-test-1.svg");
        Path gone = folder.resolve("docs/images/performance-gone.svg");
        assertThat(page()).contains("](images/performance-c-test-1.svg)", "](images/performance-peers-test-1.svg)");
        String first = Files.readString(image);
        Files.writeString(gone, "of an earlier report");

        assertThat(page()).isEqualTo(page());
        assertThat(Files.readString(image)).isEqualTo(first).startsWith("<svg");
        assertThat(gone).doesNotExist();
    }

    @Test
    void withoutResultsThePageSaysSo() throws IOException {
        Report.write(folder.resolve("none"), folder.resolve("misses.md"), folder.resolve("docs"));

        assertThat(folder.resolve("docs/performance.md")).content().contains("have not been measured yet");
    }
}
