package org.ringloss.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The command {@code benchmarks/run}: measures suites and keeps their results in a file per CPU, width and JDK. */
@Command(
        name = "run",
        sortOptions = false,
        usageHelpAutoWidth = true,
        description =
                "Measures suites of benchmarks; what most of them compare takes turns in one JVM. Their results replace"
                        + " those of the same suites in the file of this CPU, vector width and JDK; other suites in it"
                        + " stay.")
final class Run implements Callable<Integer> {
    /** Set by the script: the folder of this module. */
    private static final String HOME_PROPERTY = "ringloss.benchmarks.home";
    /** Set by the script: what is measured. */
    private static final String COMMIT_PROPERTY = "ringloss.benchmarks.commit";

    private static final List<Integer> WIDTHS = List.of(128, 256, 512);
    /** JVMs for each figure. */
    private static final int ROUNDS = 3;

    private final Path home = Path.of(System.getProperty(HOME_PROPERTY, "benchmarks"));
    private final PrintWriter out = new PrintWriter(System.out, true, Charset.defaultCharset());

    @CommandLine.Spec
    CommandLine.Model.@Nullable CommandSpec spec;

    @Option(
            names = "--suite",
            split = ",",
            paramLabel = "NAME",
            description =
                    "Suites to measure, or all, which is the default: shapes, peers, limits, mixed-shapes, widths,"
                            + " penalties, add-mode, threads, small-calls, kernels, cold-start; libtorch, with --libtorch.")
    List<String> suites = List.of();

    @Option(
            names = "--quick",
            description =
                    "One JVM for each figure instead of three; unless --suite says otherwise, peers, limits and the"
                            + " smaller shapes.")
    boolean quick;

    @Option(names = "--java-home", paramLabel = "DIR", description = "The JDK to measure. Default: JAVA_HOME.")
    Path javaHome = Path.of(System.getProperty("java.home"));

    @Option(
            names = "--bits",
            paramLabel = "N",
            description = "Measure as on a CPU whose vectors have 128, 256 or 512 bits. Default: what it has.")
    @Nullable Integer bits;

    @Option(names = "--libtorch", description = "Build with PyTorch, which is fetched, and measure it too.")
    boolean libtorch;

    @Option(
            names = "--results",
            paramLabel = "DIR",
            description = "Folder of the results files. Default: benchmarks/results.")
    @Nullable Path results;

    @Option(names = "--help", usageHelp = true, description = "This text.")
    boolean help;

    /** Runs the command: exit code 0, 1 if a benchmark failed, 2 if an option is wrong. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Run())
                .setExecutionExceptionHandler((e, command, parsed) -> {
                    if (e instanceof IOException) {
                        command.getErr().println("run: " + e.getMessage());
                        return 1;
                    }
                    throw e;
                })
                .execute(args));
    }

    @Override
    public Integer call() throws IOException, RunnerException, InterruptedException {
        if (bits != null && !WIDTHS.contains(bits)) {
            throw new ParameterException(commandLine(), "--bits is " + bits + ", must be one of " + WIDTHS);
        }
        List<Suite> chosen = chosen();
        MeasuredJvm jvm = new MeasuredJvm(javaHome, bits, home);
        JsonNode facts = jvm.facts();
        int width = facts.path("vectorBits").asInt();
        if (width == 0 || (bits != null && width != bits)) {
            throw new ParameterException(
                    commandLine(),
                    "vectors of " + (bits == null ? "any" : bits + " bits") + " do not run here: "
                            + facts.path("backend").asText());
        }
        ResultsFile file =
                ResultsFile.open(results == null ? home.resolve("results") : results, MachineFacts.read(), facts);
        out.println(facts.path("backend").asText() + "; "
                + facts.path("jvm").path("version").asText());
        out.println("results: " + file.path());

        List<String> failures = new ArrayList<>();
        for (Suite suite : chosen) {
            Progress progress = new Progress(out);
            Collection<RunResult> measured = measure(suite, jvm, width, progress);
            failures.addAll(progress.failures());
            // Kept as it grows, so that an interrupted run loses one suite only.
            if (!measured.isEmpty()) {
                file.put(suite.name(), suiteNode(measured));
                file.write();
            }
        }
        if (!failures.isEmpty()) {
            out.println();
            out.println("failed: " + String.join(", ", failures));
            return 1;
        }
        return 0;
    }

    /**
     * Runs the suite in rounds, each of one JVM for every figure, or for all figures that take turns: what disturbs the
     * machine for a while does not disturb all JVMs of a figure.
     */
    private Collection<RunResult> measure(Suite suite, MeasuredJvm jvm, int width, Progress progress)
            throws RunnerException {
        boolean once = quick || suite.type() == ColdStart.class;
        Map<BenchmarkParams, List<BenchmarkResult>> measured = new TreeMap<>();
        for (int round = 0; round < (once ? 1 : ROUNDS); round++) {
            for (RunResult result : new Runner(options(suite, jvm, width).build(), progress).run()) {
                measured.computeIfAbsent(result.getParams(), params -> new ArrayList<>())
                        .addAll(result.getBenchmarkResults());
            }
        }
        return measured.entrySet().stream()
                .map(entry -> new RunResult(entry.getKey(), entry.getValue()))
                .toList();
    }

    private List<Suite> chosen() {
        List<Suite> all = Suite.all();
        List<String> names = all.stream().map(Suite::name).toList();
        if (libtorch && !names.contains("libtorch")) {
            throw new ParameterException(commandLine(), "--libtorch: this build is without it; start benchmarks/run");
        }
        boolean isAll = suites.contains("all") || (suites.isEmpty() && !quick);
        for (String name : suites) {
            if (!name.equals("all") && !names.contains(name)) {
                throw new ParameterException(commandLine(), "--suite is " + name + ", must be all or of " + names);
            }
        }
        return all.stream()
                .filter(suite -> isAll
                        || suites.contains(suite.name())
                        || (suites.isEmpty() && suite.quick())
                        || (libtorch && suite.name().equals("libtorch")))
                .toList();
    }

    private ChainedOptionsBuilder options(Suite suite, MeasuredJvm jvm, int width) {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(suite.include())
                .jvm(jvm.java().toString())
                .jvmArgs(jvm.flags().toArray(String[]::new));
        if (suite.inTurns()) {
            options.addProfiler(InterleavedProfiler.class);
        }
        if (suite.type() == MixedShapes.class) {
            options.addProfiler(GCProfiler.class);
        }
        if (quick && suite.type() == Shapes.class) {
            options.param("shape", Shapes.FEW);
        }
        if (suite.type() == Threads.class) {
            int processors = Runtime.getRuntime().availableProcessors();
            options.param(
                    "threads",
                    IntStream.of(1, 2, 4, 8, 16)
                            .filter(threads -> threads <= processors)
                            .mapToObj(Integer::toString)
                            .toArray(String[]::new));
        }
        if (suite.type() == Widths.class) {
            WIDTHS.stream()
                    .filter(other -> other > width)
                    .forEach(other -> options.exclude(suite.include() + "ringloss" + other));
        }
        return options;
    }

    private ObjectNode suiteNode(Collection<RunResult> measured) throws IOException {
        ObjectNode node = JmhResults.MAPPER.createObjectNode();
        node.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        node.put("commit", System.getProperty(COMMIT_PROPERTY, "unknown"));
        node.put("quick", quick);
        node.set("results", JmhResults.of(measured));
        return node;
    }

    private CommandLine commandLine() {
        if (spec == null) {
            throw new IllegalStateException("not run as a command");
        }
        return spec.commandLine();
    }
}
