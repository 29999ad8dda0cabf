package org.ringloss.benchmarks;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.format.OutputFormat;

/** One line per benchmark: its score, or why it has none. */
final class Progress implements OutputFormat {
    private static final int REASON_LINES = 3;

    private final PrintWriter out;
    private final List<String> failures = new ArrayList<>();
    private final List<String> said = new ArrayList<>();
    private @Nullable String running;

    Progress(PrintWriter out) {
        this.out = out;
    }

    /** The benchmarks that gave no result. */
    List<String> failures() {
        return failures;
    }

    @Override
    public void startBenchmark(BenchmarkParams params) {
        endUnfinished();
        running = name(params);
        said.clear();
    }

    @Override
    public void endBenchmark(@Nullable BenchmarkResult result) {
        if (result == null) {
            endUnfinished();
            return;
        }
        String name = name(result.getParams());
        running = null;
        if (result.getParams().getBenchmark().endsWith("." + Interleaved.METHOD)) {
            result.getSecondaryResults().forEach((call, time) -> {
                if (time.getScoreUnit().equals(InterleavedTimer.TIME_UNIT)) {
                    endCall(name.replace("." + Interleaved.METHOD, "." + call), time);
                }
            });
        } else {
            print(name, result.getPrimaryResult());
        }
    }

    /** One of those that took turns. Why it failed, {@link InterleavedTimer} has printed. */
    private void endCall(String name, Result<?> time) {
        if (Double.isNaN(time.getScore())) {
            failures.add(name);
            out.println(name + " failed, see above");
        } else {
            print(name, time);
        }
    }

    private void print(String name, Result<?> score) {
        out.println(String.format(Locale.ROOT, "%-52s %14.1f %s", name, score.getScore(), score.getScoreUnit()));
    }

    @Override
    public void endRun(Collection<RunResult> results) {
        endUnfinished();
    }

    private void endUnfinished() {
        if (running != null) {
            failures.add(running);
            out.println(running + " failed:");
            said.stream()
                    .filter(line -> line.contains("Exception") || line.contains("Error"))
                    .limit(REASON_LINES)
                    .forEach(line -> out.println("    " + line.strip()));
            running = null;
        }
    }

    /** Such as {@code Peers.c 256x512}. */
    private static String name(BenchmarkParams params) {
        StringBuilder name = new StringBuilder(params.getBenchmark().replaceFirst(".*\\.(?=[^.]*\\.[^.]*$)", ""));
        params.getParamsKeys().forEach(key -> name.append(' ').append(params.getParam(key)));
        return name.toString();
    }

    @Override
    public void println(String line) {
        said.addAll(line.lines().toList());
    }

    @Override
    public void print(String text) {}

    @Override
    public void verbosePrintln(String line) {}

    @Override
    public void write(int character) {}

    @Override
    public void write(byte[] bytes) {}

    @Override
    public void iteration(BenchmarkParams params, IterationParams iteration, int number) {}

    @Override
    public void iterationResult(
            BenchmarkParams params, IterationParams iteration, int number, IterationResult result) {}

    @Override
    public void startRun() {}

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
