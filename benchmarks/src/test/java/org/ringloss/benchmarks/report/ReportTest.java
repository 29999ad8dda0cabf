package org.ringloss.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void copyResults() throws Exception {
        Files.createDirectory(folder.resolve("results"));
        try (Stream<Path> files = Files.list(Fixtures.folder())) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve("results").resolve(file.getFileName()));
            }
        }
    }

    private int report(String docs) {
        String[] args = {
            "--results",
            folder.resolve("results").toString(),
            "--docs",
            folder.resolve(docs).toString()
        };
        return Report.run(args, new PrintWriter(out), new PrintWriter(err));
    }

    private Map<String, String> written(String docs) throws IOException {
        Map<String, String> written = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder.resolve(docs))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                written.put(folder.resolve(docs).relativize(file).toString(), Files.readString(file));
            }
        }
        return written;
    }

    @Test
    void theSameResultsMakeTheSameBytes() throws Exception {
        assertThat(report("one")).isZero();
        assertThat(report("other")).isZero();

        assertThat(written("one")).isEqualTo(written("other")).containsKey("performance.md");
    }

    @Test
    void thePageHasWhatThereIs() throws Exception {
        assertThat(report("docs")).isZero();

        String page = written("docs").get("performance.md");
        assertThat(page)
                .contains("Written by `benchmarks/report`")
                .contains("| `test-cpu-512-jdk25` | Test CPU (family 1 model 2) | 2 | 32.0 KiB / 1.00 MiB / 32.0 MiB |")
                .contains("| c-each | C / ringloss, each shape | at least 1 x | 1.10 x (256x512, worst of 2) | met |")
                .contains("| libtorch | libtorch / ringloss, each shape | at least 15 x | – | – |")
                .contains("| scalar | 30.0 ms | – | – | – |")
                .contains("a quick run")
                .contains("| 256x2 | 3.91 ± 0.3 % | 5.08 ± 0.0 % | 1.30 |")
                .contains("| 4096x512, 2 threads | 26.9 ± 0.0 % | 0.550 |")
                .contains("| ns per row | exactSums | norms |\n");
        for (String name : new String[] {"peers", "c", "threads", "configurations"}) {
            String picture = "images/performance-" + name + ".svg";
            assertThat(page).contains("](" + picture + ")");
            assertThat(written("docs").get(picture)).startsWith("<svg").contains("viewBox");
        }
        assertThat(written("docs")).doesNotContainKey("images/performance-cold-start.svg");
    }

    @Test
    void missesAreExplainedOrWarnedOf() throws Exception {
        Files.writeString(
                folder.resolve("results/explanations.md"),
                "## stream-l3\n\nThe stores wait.\n\n## no-target\n\nText.\n");

        assertThat(report("docs")).isZero();

        assertThat(written("docs").get("performance.md")).contains("**stream-l3**: The stores wait.");
        assertThat(out.toString())
                .contains("stream-l3")
                .doesNotContain("warning: stream-l3")
                .contains("warning: jdk-17 is missed")
                .contains("warning: explanations.md explains no-target");
    }

    @Test
    void picturesOfEarlierReportsGo() throws Exception {
        Files.createDirectories(folder.resolve("docs/images"));
        Files.writeString(folder.resolve("docs/images/performance-gone.svg"), "old");
        Files.writeString(folder.resolve("docs/images/features.svg"), "another's");

        assertThat(report("docs")).isZero();

        assertThat(written("docs"))
                .doesNotContainKey("images/performance-gone.svg")
                .containsKey("images/features.svg");
    }

    @Test
    void withoutResultsItSaysWhatToDo() throws Exception {
        Files.move(folder.resolve("results"), folder.resolve("elsewhere"));

        assertThat(report("docs")).isEqualTo(1);

        assertThat(err.toString()).contains("no results in").contains("benchmarks/run");
    }
}
