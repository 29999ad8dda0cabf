package org.ringloss.benchmarks.report;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code benchmarks/report}: reads all results and writes the page and its pictures. */
@Command(
        name = "benchmarks/report",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        description =
                "Writes performance.md and its pictures from the results of all machines, and prints the targets.")
public final class Report implements Callable<Integer> {
    private static final String PICTURES = "performance-*.svg";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--results", paramLabel = "DIR", description = "Folder of the results. Default: ${DEFAULT-VALUE}")
    private Path results = Path.of("benchmarks", "results");

    @Option(names = "--docs", paramLabel = "DIR", description = "Folder to write to. Default: ${DEFAULT-VALUE}")
    private Path docs = Path.of("docs");

    /** Runs the command and ends the JVM with its exit code. */
    public static void main(String[] args) {
        System.exit(run(
                args,
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8)));
    }

    /** Runs the command: 0 if the report is written, 1 if results or folders say no, 2 if the options are wrong. */
    static int run(String[] args, PrintWriter out, PrintWriter err) {
        System.setProperty("java.awt.headless", "true");
        return new CommandLine(new Report())
                .setOut(out)
                .setErr(err)
                .setExecutionExceptionHandler((e, command, parsed) -> {
                    if (e instanceof IOException) {
                        err.println("benchmarks/report: " + e.getMessage());
                        return 1;
                    }
                    throw e;
                })
                .execute(args);
    }

    @Override
    public Integer call() throws IOException {
        List<Results> all = Files.isDirectory(results) ? Results.readAll(results) : List.of();
        if (all.isEmpty()) {
            throw new IOException("no results in " + results + ": benchmarks/run measures them");
        }
        Explanations explanations = Explanations.read(results.resolve("explanations.md"));
        List<Results> mains = Targets.mainConfigurations(all);
        List<List<Picture>> pictures = new ArrayList<>();
        for (Results main : mains) {
            String suffix = main.equals(mains.get(0)) ? "" : "-" + slug(main);
            pictures.add(new Charts(main, all, suffix).draw());
        }
        write(new Page(all, explanations).write(mains, pictures), pictures);
        print(mains, all, explanations);
        return 0;
    }

    /** The name of the CPU in that of the file. */
    private static String slug(Results run) {
        return run.name().replaceFirst("-\\d+-jdk\\d+$", "");
    }

    private void write(String page, List<List<Picture>> pictures) throws IOException {
        Map<Path, String> files = new LinkedHashMap<>();
        Path images = docs.resolve("images");
        pictures.stream()
                .flatMap(List::stream)
                .forEach(picture -> files.put(images.resolve(picture.name() + ".svg"), picture.svg()));
        files.put(docs.resolve("performance.md"), page);
        Files.createDirectories(images);
        for (Path old : list(images)) {
            if (!files.containsKey(old)) {
                Files.delete(old);
            }
        }
        for (Map.Entry<Path, String> file : files.entrySet()) {
            Files.writeString(file.getKey(), file.getValue());
        }
    }

    private static List<Path> list(Path images) throws IOException {
        try (Stream<Path> files = Files.list(images)) {
            return files.filter(file -> images.getFileSystem()
                            .getPathMatcher("glob:" + PICTURES)
                            .matches(file.getFileName()))
                    .toList();
        }
    }

    private void print(List<Results> mains, List<Results> all, Explanations explanations) {
        PrintWriter out = spec.commandLine().getOut();
        for (Results main : mains) {
            out.println(main.name());
            out.println(Page.targets(Targets.outcomes(main, all)).text());
        }
        Set<String> missed = Page.missed(mains, all);
        missed.stream()
                .filter(id -> explanations.of(id).isEmpty())
                .forEach(id -> out.println("warning: " + id + " is missed, and explanations.md has no section for it"));
        Set<String> known = Targets.ALL.stream().map(Target::id).collect(Collectors.toSet());
        explanations.ids().stream()
                .filter(id -> !known.contains(id))
                .forEach(id -> out.println("warning: explanations.md explains " + id + ", which is no target"));
        out.println("written: " + docs.resolve("performance.md"));
        out.flush();
    }
}
