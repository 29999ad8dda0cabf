// SPDX-License-Identifier: Apache-2.0
package org.ringloss.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Writes docs/performance.md and its pictures from the results; see {@code benchmarks/report}. */
final class Report {
    private static final String HEAD = """
            # Performance

            *Written by `benchmarks/report` from `benchmarks/results`: run it again instead of editing this.*

            Every call computes the mean loss with the Huber penalty, the radius gradient and the feature gradient of B rows of D
            floats, on one thread unless threads are what is asked about. What is compared takes turns of half a millisecond in
            one JVM, so that what slows the machine for a while slows all of it. A time is the median of all iterations of three
            JVMs, and that of an iteration the median of its turns. Read ratios, not times: the machines are virtual and have neighbours,
            and differences of a few percent are noise.

            - **c**, **cDoubles**: loops in C (`gcc -O3 -march=native -ffast-math`), the squares of a row summed in float or double
            - **cAsArrays**: the first of them over memory that begins 16 bytes behind a cache line, as the elements of an array do
            - **netlib**: VectorBLAS row by row; **plain**: float loops as one would write them by hand in Java
            - **stream**: y = c x over the same arrays, the least that memory has to do
            - **direct**: this library from and to direct buffers, those that C works on; everything else of Java is over arrays

            To add a CPU, or to measure again (`--quick` takes a third of the time, one JVM for each figure):

            ```sh
            benchmarks/run --jdk /path/to/jdk-25 && benchmarks/run --jdk /path/to/jdk-17
            benchmarks/report
            ```
            """;

    private static final String INTEGRATIONS = """
            A step of the squared penalty with a learned R, forward and backward, on one thread; contenders take turns in one process. At 256x512
            at most 0.7 of DJL's own operations is wanted, 0.45 of PyTorch's and 0.25 of Deeplearning4j's; on Spark's cached rows SQL is to take
            3 times as long at least, a UDF 1.2 and a plain loop 1. To measure again: `integrations/speed`.
            """;

    private static final List<String> CONTENDERS =
            List.of("ringloss", "direct", "c", "cDoubles", "cAsArrays", "netlib", "plain", "stream");

    private final Map<String, String> reasons;
    private final Path docs;
    private final StringBuilder page = new StringBuilder(HEAD);

    private Report(Map<String, String> reasons, Path docs) {
        this.reasons = reasons;
        this.docs = docs;
    }

    /** Takes the folder of results, the file with the reasons of misses, and the folder of documents. */
    public static void main(String[] args) throws IOException {
        write(Path.of(args[0]), Path.of(args[1]), Path.of(args[2]));
    }

    static void write(Path results, Path misses, Path docs) throws IOException {
        Files.createDirectories(docs.resolve("images"));
        try (Stream<Path> images = Files.list(docs.resolve("images"))) {
            for (Path image : images.filter(
                            path -> path.getFileName().toString().startsWith("performance-"))
                    .toList()) {
                Files.delete(image);
            }
        }
        Report report = new Report(reasons(misses), docs);
        Map<String, List<Results>> byCpu = Results.readAll(results);
        for (List<Results> runs : byCpu.values()) {
            report.cpu(runs);
        }
        if (byCpu.isEmpty()) {
            report.page.append("\nThe present kernels have not been measured yet.\n");
        }
        report.integrations(results.resolve("integrations"));
        Files.writeString(docs.resolve("performance.md"), report.page);
    }

    /** By the id of the target: lines such as {@code - netlib: why}. */
    private static Map<String, String> reasons(Path misses) throws IOException {
        Map<String, String> reasons = new LinkedHashMap<>();
        for (String line : Files.readAllLines(misses)) {
            int colon = line.indexOf(": ");
            if (line.startsWith("- ") && colon > 0) {
                reasons.put(line.substring(2, colon), line.substring(colon + 2));
            }
        }
        return reasons;
    }

    private void cpu(List<Results> runs) throws IOException {
        Results newest = runs.get(0);
        line("\n## " + newest.facts().cpu() + "\n");
        runs.forEach(this::machine);
        targets(runs);
        shapes(runs);
        String cpu = "-" + newest.facts().slug();
        picture("performance-c" + cpu, Charts.ratiosToC(newest), "Time of C divided by that of ringloss, by shape");
        picture("performance-peers" + cpu, Charts.timePerRow(newest), "Time per row against the length of a row");
    }

    private void machine(Results run) {
        Facts facts = run.facts();
        List<String> caches = new ArrayList<>();
        facts.caches().forEach((name, bytes) -> caches.add(name + " " + Numbers.bytes(bytes)));
        String quick = run.entries().stream().anyMatch(Results.Entry::isQuick) ? "; some of it in a quick run" : "";
        line("- JDK " + facts.jdk() + ": " + facts.jvm() + ", vectors of " + facts.vectorBits() + " bits, "
                + facts.cores()
                + " cores, " + String.join(", ", caches) + ", " + facts.system() + " " + facts.arch() + "; measured "
                + run.origins() + quick);
    }

    private void targets(List<Results> runs) {
        List<String> jdks = runs.stream().map(run -> "JDK " + run.facts().jdk()).toList();
        line("\nA target is met when its worst figure meets it, which is the one given.\n");
        header(List.of("target", "wanted"), jdks);
        List<String> misses = new ArrayList<>();
        for (Target target : Targets.ALL) {
            List<String> cells = new ArrayList<>(List.of(target.text(), target.wanted()));
            boolean isMissed = false;
            for (Results run : runs) {
                Optional<Target.Outcome> outcome = target.of(run, runs.get(0));
                cells.add(outcome.map(Target.Outcome::text).orElse("–"));
                isMissed |= outcome.isPresent() && !outcome.get().isMet();
            }
            row(cells);
            if (isMissed) {
                misses.add(target.text() + ": " + reason(target.id()));
            }
        }
        if (!misses.isEmpty()) {
            line("\nMissed:\n");
            misses.forEach(miss -> line("- " + miss));
        }
    }

    private String reason(String id) {
        if (!reasons.containsKey(id)) {
            System.err.println("warning: " + id + " is missed, and benchmarks/misses.md does not say why");
        }
        return reasons.getOrDefault(id, "not explained yet");
    }

    /** The times of the newest JDK, and against C those of all. */
    private void shapes(List<Results> runs) {
        Results newest = runs.get(0);
        line("\nNanoseconds a row, JDK " + newest.facts().jdk() + "; the last columns are ratios:\n");
        header(
                Stream.concat(Stream.of("B x D"), CONTENDERS.stream()).toList(),
                Stream.of("ringloss", "direct")
                        .flatMap(ours -> runs.stream()
                                .map(run -> "c / " + ours + ", " + run.facts().jdk()))
                        .toList());
        for (Results.Entry entry : newest.suite("Peers")) {
            Shape shape = entry.shape();
            List<String> cells = new ArrayList<>(List.of(shape.toString()));
            for (String contender : CONTENDERS) {
                cells.add(Numbers.text(newest.nanosPerRow(shape, contender)));
            }
            for (String ours : List.of("ringloss", "direct")) {
                for (Results run : runs) {
                    cells.add(run.ratios("Peers", "c", ours, shape::equals).stream()
                            .map(ratio -> Numbers.text(ratio.value()))
                            .findFirst()
                            .orElse("–"));
                }
            }
            row(cells);
        }
        line("");
    }

    /** What {@code integrations/speed} kept, as it is: a line about the machine and a table. */
    private void integrations(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        line("\n## In trainers and on Spark\n");
        line(INTEGRATIONS);
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                line(Files.readString(file));
            }
        }
    }

    private void picture(String name, String svg, String caption) throws IOException {
        Files.writeString(docs.resolve("images/" + name + ".svg"), svg);
        line("![" + caption + "](images/" + name + ".svg)");
    }

    private void header(List<String> words, List<String> numbers) {
        row(Stream.concat(words.stream(), numbers.stream()).toList());
        line("|" + " --- |".repeat(words.size() + numbers.size()));
    }

    private void row(List<String> cells) {
        line("| " + String.join(" | ", cells) + " |");
    }

    private void line(String text) {
        page.append(text).append('\n');
    }
}
