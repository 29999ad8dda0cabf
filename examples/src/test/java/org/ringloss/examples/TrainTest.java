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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    private Outcome trainSmall(String... more) throws IOException {
        Path data = Files.createDirectories(folder.resolve("data"));
        IdxFiles.write(data, "small-", 120, 8, 8, 3);
        List<String> args = new ArrayList<>(List.of("--data", data.toString(), "--out", report().toString()));
        args.addAll(List.of("--epochs", "1", "--batch", "16", "--threads", "1"));
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
    void trainsAndWritesAReport() throws IOException {
        Outcome outcome = trainSmall();
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.code()).isZero();
        assertThat(outcome.out())
                .contains("softmax: epoch 1/1")
                .contains("softmax + ring: epoch 1/1")
                .contains("test accuracy")
                .contains("backend")
                .contains("report: " + report().resolve("report.html"));
        assertThat(names(report()))
                .containsExactly(
                        "accuracy.png",
                        "accuracy.svg",
                        "features-ring.png",
                        "features-ring.svg",
                        "features-softmax.png",
                        "features-softmax.svg",
                        "loss.png",
                        "loss.svg",
                        "norms.png",
                        "norms.svg",
                        "radius.png",
                        "radius.svg",
                        "report.html");
        assertThat(report().resolve("report.html"))
                .content()
                .startsWith("<!DOCTYPE html>")
                .contains("huber(1.0)", "<svg", "120 images", "features-ring.png");
        assertThat(ImageIO.read(report().resolve("norms.png").toFile()).getWidth())
                .isEqualTo(1520);
        assertThat(names(report().resolveSibling("."))).containsExactly("report");
    }

    @Test
    void givesTheSameNumbersForTheSameSeed() throws IOException {
        String first = trainSmall("--dim", "5", "--epochs", "2").out();
        String again = trainSmall("--dim", "5", "--epochs", "2").out();
        assertThat(withoutSeconds(again)).isEqualTo(withoutSeconds(first));
        assertThat(report().resolve("report.html")).content().contains("principal components");
    }

    private static List<String> withoutSeconds(String out) {
        return out.lines().filter(line -> !line.startsWith("seconds")).toList();
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
                "--threads=0",
                "--frobnicate",
                "surplus",
            })
    void refusesBadOptions(String option) throws IOException {
        assertRefused(trainSmall(option));
        assertThat(names(folder)).containsExactly("data");
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
        Files.write(data.resolve("images-idx3-ubyte"), new byte[20]);
        assertRefused(train("--data", data.toString(), "--out", report().toString()));
        assertRefused(train("--data", folder.resolve("a\nb").toString(), "--out", report().toString()));
        assertThat(names(folder)).containsExactly("data");
    }

    @Test
    void refusesToWriteOverOtherFiles() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "mine");
        assertRefused(trainSmall("--out", file.toString()));
        assertRefused(trainSmall("--out", file.resolve("below").toString()));
        assertRefused(trainSmall("--out", folder.resolve("data").toString()));
        assertThat(file).content().isEqualTo("mine");
        assertThat(names(folder)).containsExactly("data", "file");
    }

    @Test
    void saysHowItIsUsed() {
        assertThat(train("--help").out()).contains("--penalty", "--radius", "--out");
        assertThat(train("--version").out()).startsWith("ringloss train");
    }
}
