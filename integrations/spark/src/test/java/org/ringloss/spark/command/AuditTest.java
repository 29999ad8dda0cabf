// SPDX-License-Identifier: Apache-2.0
package org.ringloss.spark.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ringloss.spark.LocalSpark;

/** The command, from its options to the page. */
class AuditTest {
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void start() {
        assertThat(LocalSpark.SESSION.version()).isNotEmpty();
    }

    private int audit(String... options) {
        List<String> all = new ArrayList<>(List.of(options));
        if (!all.contains("--report")) {
            all.addAll(List.of("--report", folder.resolve("report.html").toString()));
        }
        return Audit.run(all.toArray(new String[0]), new PrintWriter(out, true), new PrintWriter(err, true));
    }

    private String parquet(Dataset<Row> rows) {
        String file = folder.resolve("rows.parquet").toString();
        rows.write().parquet(file);
        return file;
    }

    @Test
    void madeEmbeddings() throws IOException {
        assertThat(audit("--rows", "3000", "--dim", "8", "--classes", "12", "--penalty", "pseudoHuber(2)"))
                .as(err.toString())
                .isZero();
        assertThat(out.toString())
                .contains("class 00 ", "class 11 ", "all rows", "mean norm", "dL/dR", "fitted")
                .containsPattern("audit: [0-9.]+ s");
        String page = Files.readString(folder.resolve("report.html"));
        assertThat(page).contains("The 10 worst classes", "Every class", "penalty=pseudoHuber(2.0)", "class 07");
        // All rows and the ten worst classes.
        assertThat(page.split("<svg", -1)).hasSize(12);
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void rowsOfAFile() throws IOException {
        String file = parquet(LocalSpark.table(List.of(
                LocalSpark.row(1, "a", 3f, 4f),
                LocalSpark.row(2, "a", 6f, 8f),
                LocalSpark.row(3, "<b>", 0f, 5f),
                LocalSpark.row(4, "<b>", 1f),
                LocalSpark.row(5, null, Float.NaN, 1f))));
        assertThat(audit("--input", file, "--label", "label", "--key", "id", "--radius", "5", "--penalty", "squared"))
                .as(err.toString())
                .isZero();
        assertThat(out.toString().lines())
                .anyMatch(line -> line.matches("a +2 +0 +0 +7.5000 +2.5000 +5.0000 +10.000 +6.2500 +-2.5000"))
                .anyMatch(line -> line.matches("<b> +2 +1 +0 +5.0000 +0.0000 .*"))
                .anyMatch(line -> line.matches("null +1 +1 +0 +- +- +- +- +- +-"))
                .anyMatch(line -> line.matches("all rows +5 +2 .*"));
        String page = Files.readString(folder.resolve("report.html"));
        assertThat(page)
                .contains("4: length 1 instead of 2", "5: NaN at element 0", "&lt;b&gt;", "The 2 worst classes")
                .doesNotContain("<b>");
    }

    @Test
    void withoutLabelsOneLine() {
        String file = parquet(LocalSpark.table(List.of(LocalSpark.row(1, "a", 3f, 4f))));
        assertThat(audit("--input", file)).as(err.toString()).isZero();
        assertThat(out.toString().lines()).anyMatch(line -> line.matches("all rows +1 +0 +0 +5.0000 .*"));
    }

    /** Such a penalty may have several minima: the fit starts at the mean norm. */
    @Test
    void penaltiesThatAreNotConvex() {
        assertThat(audit("--rows", "500", "--dim", "4", "--classes", "2", "--penalty", "cauchy"))
                .as(err.toString())
                .isZero();
        assertThat(out.toString()).contains("penalty=cauchy(2.3849)", "fitted");
    }

    @Test
    void wrongOptionsAndData() throws IOException {
        String doubles = parquet(LocalSpark.table(List.of(LocalSpark.row(1, "a", 3f)))
                .selectExpr("id", "CAST(embedding AS ARRAY<DOUBLE>) AS embedding"));
        String[][] cases = {
            {"--radius is big, must be fit or a finite number", "--radius", "big"},
            {"--rows is 0, must be 1 or more", "--rows", "0"},
            {"--dim is 0, must be 1 or more", "--dim", "0"},
            {"--penalty or --weight: ", "--penalty", "cubed"},
            {"--label and --key name columns of --input, which is missing", "--label", "x"},
            {"no/such.parquet", "--input", folder.resolve("no/such.parquet").toString()},
            {"is array<double>, must be array<float>: cast it when you write the file", "--input", doubles},
            {"is bigint, must be array<float>", "--input", doubles, "--column", "id"},
            {"`face`", "--input", doubles, "--column", "face"},
            {"Unknown option: '--colour'", "--colour"},
            {
                "must be a file in a folder that can be written to",
                "--report",
                folder.resolve("a/b.html").toString()
            },
            {"which is a folder: name a file in it", "--report", folder.toString()},
        };
        for (String[] one : cases) {
            err.getBuffer().setLength(0);
            int code = audit(java.util.Arrays.copyOfRange(one, 1, one.length));
            assertThat(err.toString())
                    .as(String.join(" ", one))
                    .startsWith("audit: ")
                    .contains(one[0]);
            assertThat(err.toString().strip().lines()).hasSize(1);
            assertThat(code).isEqualTo(2);
        }
        assertThat(Files.exists(folder.resolve("report.html"))).isFalse();
    }

    @Test
    void help() {
        assertThat(audit("--help")).isZero();
        assertThat(out.toString()).contains("--input=FILE", "--report=FILE");
    }
}
