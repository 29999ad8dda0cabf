// SPDX-License-Identifier: Apache-2.0
package org.ringloss.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sessions of docs/spark.md, typed as they stand there: every line of every answer. */
class DocumentedSessionsTest {
    private static final String ANSWER = "### answer ";

    /** A session in which only the extension has registered functions. */
    private static org.apache.spark.sql.classic.SparkSession sqlSession() {
        return Sessions.classic(LocalSpark.SESSION.newSession());
    }

    @Test
    void sql() throws IOException {
        org.apache.spark.sql.classic.SparkSession spark = sqlSession();
        Session session = Session.read("sql", "sql> ", "   > ");
        assertThat(session.inputs()).hasSizeGreaterThan(5);
        List<List<String>> answers = new ArrayList<>();
        for (String input : session.inputs()) {
            var table = spark.sql(input.replaceAll(";$", ""));
            answers.add(
                    input.startsWith("SELECT")
                            ? linesOf(table.showString(20, 0, false).lines())
                            : List.of());
        }
        check(session, answers);
    }

    private static List<String> linesOf(Stream<String> lines) {
        return lines.filter(line -> !line.isBlank()).toList();
    }

    private static void check(Session session, List<List<String>> answers) {
        String right = String.join("\n", session.with(answers));
        assertThat(String.join("\n", session.lines()))
                .as("should be\n" + right + "\n")
                .isEqualTo(right);
    }

    @Test
    void settingsThatAreMissingOrWrong() {
        org.apache.spark.sql.classic.SparkSession spark = sqlSession();
        String query = "SELECT ring_norm(CAST(ARRAY(3, 4) AS ARRAY<FLOAT>))";
        assertThatThrownBy(() -> spark.sql(query))
                .hasMessageContaining("spark.ringloss.dim is not set, must be the length of every embedding,"
                        + " such as SET spark.ringloss.dim = 128");
        spark.sql("SET spark.ringloss.dim = two");
        spark.sql("SET spark.ringloss.radius = 5");
        assertThatThrownBy(() -> spark.sql(query))
                .hasMessageContaining("must be numbers")
                .hasMessageContaining("two");
        spark.sql("SET spark.ringloss.dim = 2");
        assertThat(spark.sql(query).head().getDouble(0)).isEqualTo(5);
    }

    @Test
    void scala(@TempDir Path folder) throws IOException, InterruptedException {
        Session session = Session.read("scala", "scala> ", "     | ");
        assertThat(session.inputs()).hasSizeGreaterThan(5);
        List<String> lines = inScalasShell(folder, session.inputs());
        List<List<String>> answers = new ArrayList<>();
        for (int i = 0; i < session.inputs().size(); i++) {
            List<String> answer = lines.subList(lines.indexOf(ANSWER + i) + 1, lines.indexOf(ANSWER + (i + 1)));
            answers.add(linesOf(answer.stream().map(line -> line.replaceAll("^(scala> )+", ""))));
        }
        check(session, answers);
    }

    /** What the shell prints, with a line before each answer. */
    private static List<String> inScalasShell(Path folder, List<String> inputs)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> flag.startsWith("--add-") || flag.startsWith("-D") || flag.startsWith("-XX:+Ignore"))
                .filter(flag -> !flag.contains("surefire") && !flag.contains("basedir"))
                .forEach(command::add);
        command.addAll(List.of("-Xmx1g", "-cp", classPath(), "scala.tools.nsc.MainGenericRunner", "-usejavacp"));
        Path log = folder.resolve("shell.log");
        Process shell = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try (BufferedWriter in = shell.outputWriter(StandardCharsets.UTF_8)) {
            // What spark-shell does before its first prompt.
            in.write("val spark = org.apache.spark.sql.SparkSession.builder().master(\"local[2]\")"
                    + ".config(\"spark.ui.enabled\", \"false\").getOrCreate()\n");
            in.write("import spark.implicits._\nimport spark.sql\nimport org.apache.spark.sql.functions._\n");
            for (int i = 0; i <= inputs.size(); i++) {
                in.write("println(\"\\n" + ANSWER + i + "\")\n");
                in.write(i < inputs.size() ? inputs.get(i) + "\n" : ":quit\n");
            }
        }
        if (!shell.waitFor(10, TimeUnit.MINUTES)) {
            shell.destroyForcibly();
        }
        return Files.readAllLines(log);
    }

    /** Surefire puts the class path into the manifest of a jar of its own. */
    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }
}
