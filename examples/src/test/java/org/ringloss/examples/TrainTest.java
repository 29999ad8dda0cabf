// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringloss.examples.input.IdxFiles;

class TrainTest {
    @TempDir
    Path folder;

    /** What a run of the command left behind. */
    private record Outcome(int code, String out, String err) {}

    private static Outcome train(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Train.run(args, new PrintWriter(out, true), new PrintWriter(err, true));
        return new Outcome(code, out.toString(), err.toString());
    }

    private Outcome trainSmall(String... more) {
        List<String> args = new ArrayList<>(List.of("--characters", "30", "--out", report().toString()));
        args.addAll(List.of("--epochs", "2", "--dim", "8", "--threads", "1"));
        args.addAll(Arrays.asList(more));
        return train(args.toArray(String[]::new));
    }

    private Path report() {
        return folder.resolve("out/report");
    }

    private static List<String> names(Path in) throws IOException {
        try (Stream<Path> files = Files.list(in)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void comparesUnseenClassesAndWritesAReport() throws Exception {
        Path embeddings = folder.resolve("embeddings.csv");
        Outcome outcome = trainSmall("--embeddings", embeddings.toString());
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.code()).isZero();
        assertThat(outcome.out())
                .contains("[1/2] seed 1, softmax: held-out accuracy")
                .contains("[2/2] seed 1, softmax + ring: held-out accuracy")
                .contains("images of classes never seen, compared in pairs")
                .contains("--seeds 5 gives the spread")
                .contains("backend")
                .contains("report: " + report().resolve("report.html"));
        List<String> pictures = List.of(
                "accuracy",
                "features-ring",
                "features-softmax",
                "loss",
                "norms",
                "radius",
                "roc",
                "scores-cosine",
                "scores-inner-product");
        List<String> expected = new ArrayList<>(List.of("report.html", "results.csv"));
        pictures.forEach(name -> expected.addAll(List.of(name + ".png", name + ".svg")));
        assertThat(names(report())).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(names(report().resolveSibling("."))).containsExactly("report");
        assertThat(ImageIO.read(report().resolve("norms.png").toFile()).getWidth())
                .isEqualTo(880);

        String page = Files.readString(report().resolve("report.html"));
        assertThat(page)
                .startsWith("<!DOCTYPE html>")
                .contains("huber(1.0)", "21 classes to train on", "features-ring.png")
                .contains("prefers-color-scheme: dark", "var(--softmax)", "role=\"img\"")
                .doesNotContain("NaN");
        // All of the page but its first line is XML, once what HTML leaves open is closed.
        DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new java.io.ByteArrayInputStream(page.substring("<!DOCTYPE html>".length())
                        .replaceAll("<(meta|img)([^>]*)>", "<$1$2/>")
                        .strip()
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8)));

        List<String> lines = Files.readAllLines(embeddings);
        assertThat(lines.get(0)).isEqualTo("arm,label,class,embedding");
        // Nine unseen classes of twenty images, both arms.
        assertThat(lines).hasSize(1 + 2 * 180);
        assertThat(lines.get(1)).startsWith("softmax,");
        assertThat(lines.get(1).split(",", -1)[3].split(" ", -1)).hasSize(8);
        assertThat(lines.get(360)).startsWith("softmax + ring,");
    }

    @Test
    void givesTheSameNumbersForTheSameSeed() throws IOException {
        trainSmall();
        String first = Files.readString(report().resolve("results.csv"));
        trainSmall();
        assertThat(report().resolve("results.csv")).hasContent(first);
        assertThat(first.lines().skip(1)).hasSize(28).allMatch(line -> line.startsWith("1,"));
    }

    @Test
    void comparesSeeds() throws IOException {
        Outcome outcome = trainSmall(
                "--epochs",
                "1",
                "--seeds",
                "2",
                "--checkpoint",
                folder.resolve("states").toString());
        assertThat(outcome.code()).isZero();
        assertThat(outcome.out()).contains("\u00b1", "[4/4] seed 2, softmax + ring", "Means over 2 pairs of runs");
        assertThat(report().resolve("report.html")).content().contains("2 seeds", "so it");
        assertThat(names(folder.resolve("states")))
                .containsExactly(
                        "seed-1-ring.checkpoint",
                        "seed-1-softmax.checkpoint",
                        "seed-2-ring.checkpoint",
                        "seed-2-softmax.checkpoint");
    }

    @Test
    void saysThatTrainingDiverged() {
        Outcome outcome = trainSmall("--learning-rate", "10", "--lambda", "1e30", "--penalty", "squared");
        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.err()).startsWith("train: training diverged").contains("--learning-rate");
        assertThat(report()).doesNotExist();
    }

    @Test
    void tellsWhatToExpectOfFewClasses() throws IOException {
        Path data = Files.createDirectories(folder.resolve("data"));
        IdxFiles.write(data, "small-", 120, 8, 8, 3);
        Outcome outcome = trainSmallOn(data);
        assertThat(outcome.code()).isZero();
        assertThat(outcome.out())
                .contains("held-out images, compared in pairs", "Training sees 3 classes", "too few pairs");
    }

    private Outcome trainSmallOn(Path data, String... more) {
        List<String> args = new ArrayList<>(List.of("--data", data.toString(), "--out", report().toString()));
        args.addAll(List.of("--epochs", "1", "--batch", "16", "--threads", "1"));
        args.addAll(Arrays.asList(more));
        return train(args.toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--dim=1",
                "--dim=x",
                "--penalty=hubert",
                "--penalty=huber(0)",
                "--lambda=-1",
                "--lambda=NaN",
                "--radius=big",
                "--radius=-1",
                "--radius-rate=-1",
                "--warm-up=-1",
                "--epochs=0",
                "--batch=1",
                "--learning-rate=0",
                "--seed=x",
                "--seeds=0",
                "--unseen=1",
                "--unseen=-0.1",
                "--characters=1",
                "--size=32",
                "--colour",
                "--threads=0",
                "--embeddings=/",
                "--frobnicate",
                "surplus",
            })
    void refusesBadOptions(String option) throws IOException {
        assertRefused(trainSmall(option));
        assertThat(names(folder)).isEmpty();
    }

    private static void assertRefused(Outcome outcome) {
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err().lines()).hasSize(1);
        assertThat(outcome.err()).startsWith("train: ");
    }

    @Test
    void refusesBadData() throws IOException {
        Path data = Files.createDirectories(folder.resolve("data"));
        IdxFiles.write(data, "", 30, 4, 4, 3);
        assertRefused(trainSmallOn(data, "--size=0"));
        assertRefused(trainSmallOn(data, "--characters=30"));
        Files.write(data.resolve("images-idx3-ubyte"), new byte[20]);
        assertRefused(trainSmallOn(data));
        assertRefused(trainSmallOn(folder.resolve("a\nb")));
        assertThat(names(folder)).containsExactly("data");
    }

    @Test
    void refusesToWriteOverOtherFiles() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "mine");
        assertRefused(trainSmall("--out", file.toString()));
        assertRefused(trainSmall("--out", file.resolve("below").toString()));
        assertRefused(trainSmall("--out", folder.toString()));
        assertThat(file).content().isEqualTo("mine");
        assertThat(names(folder)).containsExactly("file");
    }

    @Test
    void saysHowItIsUsed() {
        assertThat(train("--help").out()).contains("--penalty", "--radius", "--out", "--seeds");
        assertThat(train("--version").out()).startsWith("ringloss train");
    }
}
