package org.ringloss.benchmarks.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.ringloss.benchmarks.report.Results.Suite;
import org.ringloss.benchmarks.report.Target.Outcome;

/** The text of the report, in Markdown. */
final class Page {
    private static final String INTRO = """
            # Performance

            *Written by `benchmarks/report` from the files of `benchmarks/results`: run it again instead of editing this.*

            Every number is measured with [JMH](https://github.com/openjdk/jmh), in several fresh JVMs, spread over the run,
            with one thread unless threads are what is asked about. Where it says "in turns", what is compared took turns
            of about half a millisecond in one JVM, and an iteration is the median of its turns: what slows the machine for a
            while slows all of them. Everything else had JVMs of its own. A time is the median of all iterations of all JVMs;
            the number after ± is half of what the middle half of the iterations spans, in percent of the median. A ratio is one
            of two medians of the same run: absolute times of two machines, or of one machine on two days, say little about
            the code. Where two runs are compared the text says so.

            Each call computes loss, radius gradient and feature gradient of a batch ("fused", B rows of D floats, Huber penalty)
            unless a table says otherwise. "Plain" are float loops as one would write them by hand in Java, "C" the same
            loops in C (gcc -O3 -march=native -ffast-math) on memory that begins with a cache line, "cUnaligned" those on memory
            that begins 16 bytes behind one, as the elements of large Java arrays do, "cDoubles" those with sums in double,
            "cSameBits" vectors written by hand in C that give the same bits of norms and gradients as this library, on memory
            as that of "cUnaligned", of 512 bits at any width; "netlib" is VectorBLAS row by row, "libtorch" its eager forward and
            backward; "stream" is y = c x over the same arrays, "bare" that and the sum of all squares in double in one loop,
            "squares" the sum alone, "read" a pass that only sums the features in float.

            To add a CPU, or to measure again:

            ```sh
            benchmarks/run      # writes benchmarks/results/<cpu>-<bits>-jdk<version>.json
            benchmarks/report   # writes this page and its pictures
            ```

            The machines are not idle laboratories, some are virtual and share their caches and memory with others: differences
            of a few percent are noise, and memory-bound numbers vary most.
            """;

    private final List<Results> all;
    private final Explanations explanations;
    private final StringBuilder page = new StringBuilder();

    Page(List<Results> all, Explanations explanations) {
        this.all = all;
        this.explanations = explanations;
    }

    /** @param pictures of every main configuration, in their order */
    String write(List<Results> mains, List<List<Picture>> pictures) {
        page.append(INTRO);
        heading(2, "Machines");
        page.append(machines().markdown());
        heading(2, "Targets");
        page.append("""
                For every CPU with its widest vectors and its newest JDK. "a / b" is the time of a divided by that of b;
                "ringloss" is the fused pass. Of several figures the worst decides.
                """);
        mains.forEach(this::targets);
        misses(mains);
        for (int i = 0; i < mains.size(); i++) {
            charts(mains.get(i), pictures.get(i));
        }
        section("Cold start", """
                One call on a batch of 128x512 after the other in a fresh JVM. The first result includes building the loss.
                Steady is the first call from which the running median of 50 calls stays within 1.2 times the median of the
                last quarter.
                """, mains, this::coldStart);
        section("Targets in detail", "Every figure of the targets; those that miss are bold.\n", mains, this::details);
        section(
                "Widths and JVMs",
                "The fused pass in all configurations of a CPU. These ratios are of different runs.\n",
                mains,
                this::configurations);
        section("All measurements", "Medians with their spread, and ratios of them.\n", all, this::suites);
        return page.toString();
    }

    /** Left out if there is nothing in it. */
    private void section(String title, String intro, List<Results> runs, Consumer<Results> part) {
        int before = page.length();
        heading(2, title);
        page.append(intro);
        int bare = page.length();
        runs.forEach(part);
        if (page.length() == bare) {
            page.setLength(before);
        }
    }

    private void heading(int level, String text) {
        page.append('\n').append("#".repeat(level)).append(' ').append(text).append("\n\n");
    }

    private Table machines() {
        Table table =
                Table.ofWords("file", "CPU", "cores", "L1d / L2 / L3", "system", "JVM", "bits", "measured", "commit");
        for (Results run : all) {
            Machine machine = run.machine();
            table.row(
                    "`" + run.name() + "`",
                    machine.cpuDetail().isEmpty() ? machine.cpu() : machine.cpu() + " (" + machine.cpuDetail() + ")",
                    Integer.toString(machine.cores()),
                    List.of("L1d", "L2", "L3").stream()
                            .map(cache -> Numbers.bytes(machine.cache(cache)))
                            .collect(Collectors.joining(" / ")),
                    machine.os() + ", " + machine.arch(),
                    run.jvm().vendor() + " " + run.jvm().version(),
                    Integer.toString(run.vectorBits()),
                    run.suites().values().stream()
                            .map(suite -> day(suite.date()))
                            .max(String::compareTo)
                            .orElse(Numbers.NONE),
                    run.suites().values().stream().map(Suite::commit).distinct().collect(Collectors.joining(", ")));
        }
        return table;
    }

    private static String day(String date) {
        return date.length() > 10 ? date.substring(0, 10) : date;
    }

    /** The targets of a results file with what came of them. */
    static Table targets(List<Outcome> outcomes) {
        Table table = Table.ofWords("target", "measure", "wanted", "measured", "verdict");
        for (Outcome outcome : outcomes) {
            Target target = outcome.target();
            table.row(target.id(), target.text(), target.goal().toString(), outcome.measured(), outcome.verdict());
        }
        return table;
    }

    private void targets(Results run) {
        heading(3, title(run));
        page.append(targets(Targets.outcomes(run, all)).markdown());
    }

    private static String title(Results run) {
        return run.machine().cpu() + ", " + run.configuration() + " (`" + run.name() + "`)";
    }

    /** The ids of the targets that some main configuration misses. */
    static Set<String> missed(List<Results> mains, List<Results> all) {
        return mains.stream()
                .flatMap(run -> Targets.outcomes(run, all).stream())
                .filter(Outcome::isMissed)
                .map(outcome -> outcome.target().id())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private void misses(List<Results> mains) {
        Set<String> missed = missed(mains, all);
        if (!missed.isEmpty()) {
            heading(3, "Misses, explained");
            String texts = missed.stream()
                    .map(id -> "**" + id + "**: " + explanations.of(id).orElse("not explained yet."))
                    .collect(Collectors.joining("\n\n"));
            page.append(texts).append('\n');
        }
    }

    private void charts(Results run, List<Picture> pictures) {
        if (!pictures.isEmpty()) {
            heading(2, "Charts: " + run.machine().cpu() + ", " + run.configuration());
            page.append(pictures.stream().map(Picture::markdown).collect(Collectors.joining("\n")));
        }
    }

    private void coldStart(Results run) {
        Optional<ColdStart> scalar = ColdStart.of(run, "scalar");
        Optional<ColdStart> simd = ColdStart.of(run, "simd");
        Table table = Table.ofNumbers("backend", "first result", "steady from call", "after", "steady time per call");
        for (Optional<ColdStart> start : List.of(scalar, simd)) {
            start.ifPresent(found -> table.row(coldStart(found)));
        }
        if (!table.isEmpty()) {
            heading(3, title(run));
            page.append(table.markdown());
        }
        if (scalar.isPresent() && simd.isPresent() && simd.get().calls().length > 0) {
            page.append('\n').append(lead(simd.get(), scalar.get())).append('\n');
        }
    }

    private static String lead(ColdStart simd, ColdStart scalar) {
        OptionalInt ahead = simd.aheadOf(scalar);
        if (ahead.isPresent()) {
            return "From call " + ahead.getAsInt() + " on SIMD has taken less time in all than scalar code.";
        }
        String inSight = "Within these " + simd.calls().length + " calls SIMD does not win back what its start costs";
        OptionalDouble expected = simd.wouldBeAheadOf(scalar);
        return expected.isPresent()
                ? inSight + "; at their last pace it would at about call " + Numbers.text(expected.getAsDouble()) + "."
                : inSight + ".";
    }

    private static List<String> coldStart(ColdStart start) {
        List<String> row = new ArrayList<>();
        row.add(start.backend());
        row.add(start.first().isPresent() ? Numbers.time(start.first().getAsDouble()) : Numbers.NONE);
        Optional<ColdStart.Steady> steady = start.steady();
        row.add(steady.map(found -> Long.toString(Math.round(found.call()))).orElse(Numbers.NONE));
        row.add(steady.map(found -> Numbers.time(found.nanosBefore())).orElse(Numbers.NONE));
        row.add(steady.map(found -> Numbers.time(found.nanosPerCall())).orElse(Numbers.NONE));
        return row;
    }

    private void details(Results run) {
        Table table = Table.ofWords("target", "wanted", "figures");
        for (Outcome outcome : Targets.outcomes(run, all)) {
            if (outcome.isMeasured()) {
                Target target = outcome.target();
                table.row(
                        target.id(),
                        target.goal().toString(),
                        outcome.figures().stream()
                                .map(figure -> figure(target, figure))
                                .collect(Collectors.joining(" · ")));
            }
        }
        if (!table.isEmpty()) {
            heading(3, title(run));
            page.append(table.markdown());
        }
    }

    private static String figure(Target target, Figure figure) {
        String number = Numbers.text(figure.value());
        String point = figure.point().isEmpty() ? "" : figure.point() + ": ";
        return point + (target.goal().isMetBy(figure) ? number : "**" + number + "**");
    }

    private void configurations(Results main) {
        Table table = DetailTables.configurations(main, all);
        if (!table.isEmpty()) {
            heading(3, main.machine().cpu());
            page.append(table.markdown());
        }
    }

    private void suites(Results run) {
        page.append("\n<details>\n<summary>")
                .append(run.machine().cpu())
                .append(", ")
                .append(run.configuration());
        page.append(" (").append(run.name()).append(")</summary>\n\n");
        page.append(run.backend().isEmpty() ? "" : "Backend: " + run.backend() + "\n");
        for (Map.Entry<String, Suite> entry : run.suites().entrySet()) {
            if (!entry.getKey().equals("cold-start")) {
                Suite suite = entry.getValue();
                heading(3, entry.getKey());
                page.append("Measured ")
                        .append(day(suite.date()))
                        .append(" at ")
                        .append(suite.commit());
                page.append(suite.results().stream().anyMatch(Measurement::inTurns) ? ", in turns" : "");
                page.append(suite.quick() ? ", a quick run" : "").append(".\n\n");
                page.append(DetailTables.of(run, entry.getKey()).markdown());
            }
        }
        page.append("\n</details>\n");
    }
}
