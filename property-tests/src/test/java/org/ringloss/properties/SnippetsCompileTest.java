// SPDX-License-Identifier: Apache-2.0
package org.ringloss.properties;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The code that README and javadoc show compiles as it stands there, and so do the README's one-liners. */
class SnippetsCompileTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final Pattern README_BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern JAVADOC_BLOCK = Pattern.compile("<pre>\\{@code\n(.*?)\\}</pre>", Pattern.DOTALL);

    /** What a reader has at hand. */
    private static final String PREAMBLE = "import org.ringloss.*; import java.util.concurrent.*; import java.nio.*;"
            + " class Snippet { void run(float[] data, float[] grad, int batchSize, int dim, double learningRate,"
            + " double upstream) throws Exception {\n";

    /** What a snippet begins with that does not make these itself. */
    private static final String GIVEN = """
            RingLoss ring = RingLoss.builder().reduction(Reduction.NONE).build();
            FloatMatrix features = FloatMatrix.of(data, batchSize, dim), gradient = features;
            """;

    @TempDir
    private Path classes;

    @TestFactory
    Stream<DynamicTest> blocksOfTheReadmeAndJavadoc() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        collect(tests, "README.md", Files.readString(ROOT.resolve("README.md")), README_BLOCK);
        try (Stream<Path> files = Files.walk(ROOT.resolve("ringloss-api/src/main/java"))) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".java")).sorted().toList()) {
                String javadoc = Files.readString(file).replaceAll("(?m)^ *\\* ?", "");
                collect(tests, file.getFileName().toString(), javadoc, JAVADOC_BLOCK);
            }
        }
        assertThat(tests).hasSizeGreaterThanOrEqualTo(3);
        return tests.stream();
    }

    private void collect(List<DynamicTest> tests, String name, String text, Pattern block) {
        Matcher matcher = block.matcher(text);
        for (int i = 1; matcher.find(); i++) {
            String code = matcher.group(1);
            String before = code.contains("RingLoss ring =") ? "" : GIVEN;
            tests.add(DynamicTest.dynamicTest(name + ", block " + i, () -> compile(before + code)));
        }
    }

    /** The table "you want, you write" in one piece: what begins with a dot belongs to a builder. */
    @Test
    void whatTheReadmesTableWrites() throws IOException {
        String readme = Files.readString(ROOT.resolve("README.md"));
        String table = readme.substring(readme.indexOf("| you want |"), readme.indexOf("### Your trainer"));
        StringBuilder code = new StringBuilder(GIVEN).append("""
                LearnableRadius radius = LearnableRadius.startingAtMeanNorm(learningRate);
                RingLossResult result = new RingLossResult(), r = result;
                RingLossBatch batch = RingLossBatch.of(features, 1);
                RingLossPass pass = new RingLossPass();
                FloatBuffer buffer = FloatBuffer.wrap(data);
                double[] radii = {}, targets = {}, weights = {};
                int[] labels = {};
                int threads = 2, globalBatchSize = 1;
                double lambda = 1, rate = 1;
                String text = "";
                """);
        Matcher span = Pattern.compile("`([^`]+)`").matcher(table);
        int spans = 0;
        while (span.find()) {
            String written = span.group(1);
            String expression = written.startsWith(".")
                    ? "RingLoss.builder()" + written
                    : written.startsWith("withDivisor") ? "batch." + written : written;
            code.append(expression).append(";\n");
            spans++;
        }
        assertThat(spans).isGreaterThan(15);
        compile(code.toString());
    }

    private void compile(String body) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
        String source = PREAMBLE + body + "\n} }";
        JavaFileObject file =
                new SimpleJavaFileObject(URI.create("string:///Snippet.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                    }
                };
        List<String> options =
                List.of("-cp", System.getProperty("java.class.path"), "-d", classes.toString(), "-proc:none");
        compiler.getTask(null, null, problems, options, null, List.of(file)).call();
        assertThat(problems.getDiagnostics().stream()
                        .filter(p -> p.getKind() == Diagnostic.Kind.ERROR)
                        .map(p -> p.getMessage(Locale.ROOT) + " in: " + line(source, p.getLineNumber())))
                .isEmpty();
    }

    private static String line(String source, long number) {
        return source.lines().skip(number - 1).findFirst().orElse("");
    }
}
