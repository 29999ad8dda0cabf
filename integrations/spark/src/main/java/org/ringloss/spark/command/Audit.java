// SPDX-License-Identifier: Apache-2.0
package org.ringloss.spark.command;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;
import org.ringloss.Penalty;
import org.ringloss.RingLoss;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code audit}: reads embeddings, prints the table per class, writes the report. */
@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        version = "ringloss audit 0.1.0",
        sortOptions = false,
        usageHelpAutoWidth = true,
        description =
                "Audits a column of embeddings: their norms, ring loss and bad rows, per class. The numbers are the"
                        + " same bits on any cluster.")
public final class Audit implements Callable<Integer> {
    /** Set by the script that starts the program, which can ask the system. */
    private static final String TERMINAL_PROPERTY = "ringloss.terminal";

    private static final int MAX_PRINTED = 40;
    private static final int MADE_DIM = 64;

    @Spec
    @Nullable CommandSpec spec;

    @Option(
            names = "--input",
            paramLabel = "FILE",
            description =
                    "Parquet file or folder, on any file system that Spark reads. Without: embeddings that the program"
                            + " makes itself.")
    @Nullable String input;

    @Option(names = "--column", paramLabel = "NAME", description = "Column of array<float>. Default: ${DEFAULT-VALUE}")
    String column = "embedding";

    @Option(
            names = "--label",
            paramLabel = "NAME",
            description = "Column that tells the class. Without: one table row.")
    @Nullable String label;

    @Option(names = "--key", paramLabel = "NAME", description = "Column by which bad rows are named.")
    @Nullable String key;

    @Option(
            names = "--dim",
            paramLabel = "N",
            description = "Length that every embedding should have. Default: the one that most have; 64 for those the"
                    + " program makes")
    @Nullable Integer dim;

    @Option(
            names = "--penalty",
            paramLabel = "TEXT",
            description = "What a norm off the radius costs, such as huber(1.0), squared or cauchy(2.3849). Default:"
                    + " huber(1.0)")
    String penalty = "huber(1.0)";

    @Option(names = "--weight", paramLabel = "X", description = "lambda of the loss. Default: ${DEFAULT-VALUE}")
    double weight = 1;

    @Option(
            names = "--radius",
            paramLabel = "X",
            description = "The radius: a number, or fit for the one at which the loss of all rows is smallest. Default:"
                    + " ${DEFAULT-VALUE}")
    String radius = "fit";

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "The report, an HTML page; an earlier one is replaced. Default: ${DEFAULT-VALUE}")
    Path report = Path.of("ring-audit.html");

    @Option(
            names = "--rows",
            paramLabel = "N",
            description = "How many embeddings to make without --input. Default: ${DEFAULT-VALUE}")
    long rows = 200_000;

    @Option(
            names = "--classes",
            paramLabel = "N",
            description = "How many classes to make without --input. Default: ${DEFAULT-VALUE}")
    int classes = 20;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of made embeddings. Default: ${DEFAULT-VALUE}")
    long seed = 1;

    /** Runs the command and ends the JVM with its exit code. */
    public static void main(String[] args) {
        int code = run(args, console(System.out), console(System.err));
        if (SparkSession.getDefaultSession().isDefined()) {
            SparkSession.getDefaultSession().get().stop();
        }
        System.exit(code);
    }

    private static PrintWriter console(PrintStream stream) {
        return new PrintWriter(stream, true, Charset.defaultCharset());
    }

    /** Runs the command: 0 if all went well, 1 if Spark or writing failed, 2 if options or data are wrong. */
    static int run(String[] args, PrintWriter out, PrintWriter err) {
        System.setProperty("java.awt.headless", "true");
        return new CommandLine(new Audit())
                .setOut(out)
                .setErr(err)
                .setOverwrittenOptionsAllowed(true)
                .setParameterExceptionHandler((e, given) -> fail(err, e.getMessage() + " (see --help)", 2))
                .setExecutionExceptionHandler((e, command, parsed) -> {
                    if (e instanceof InputException) {
                        return fail(err, e.getMessage(), 2);
                    }
                    // Spark throws these without declaring them.
                    if (e instanceof AnalysisException) {
                        return fail(err, firstLine(e.getMessage()), 2);
                    }
                    if (e instanceof IOException || e instanceof SparkException || e instanceof IllegalStateException) {
                        return fail(err, e instanceof IOException ? e.toString() : firstLine(e.getMessage()), 1);
                    }
                    throw e;
                })
                .execute(args);
    }

    private static String firstLine(@Nullable String message) {
        return message == null ? "failed" : message.lines().findFirst().orElse("failed");
    }

    private static int fail(PrintWriter err, String message, int code) {
        err.println("audit: " + message.replaceAll("\\p{Cntrl}+", " ").strip());
        return code;
    }

    @Override
    public Integer call() throws IOException {
        RingLoss ring = ring();
        OptionalDouble givenRadius = radius();
        checkNumbers();
        checkReport();
        PrintWriter console = commandLine().getOut();
        SparkSession spark = session();
        Progress progress = new Progress(console, Boolean.getBoolean(TERMINAL_PROPERTY));
        spark.sparkContext().addSparkListener(progress);
        try {
            Dataset<Row> table = table(spark);
            int length = dim != null
                    ? dim
                    : input == null ? MADE_DIM : progress.of("length", () -> Auditor.commonLength(table));
            Findings findings = new Auditor(table, source(), ring, length, progress)
                    .run(givenRadius, input == null || label != null, Auditor.environment(table));
            ReportPage.write(ReportPage.of(findings), report);
            print(console, findings);
        } finally {
            spark.sparkContext().removeSparkListener(progress);
        }
        return 0;
    }

    private void print(PrintWriter console, Findings findings) {
        List<ClassAudit> shown = findings.classes();
        boolean isCut = shown.size() > MAX_PRINTED;
        if (isCut) {
            shown = findings.worst(MAX_PRINTED);
        }
        console.println();
        if (isCut) {
            console.println("the " + MAX_PRINTED + " classes of largest loss, out of "
                    + findings.classes().size() + ":");
        }
        List<ClassAudit> lines = new ArrayList<>(shown);
        lines.add(findings.all());
        console.print(ResultTable.text(lines));
        console.println();
        console.println("loss " + findings.ring() + ", R = " + findings.radius() + ", " + findings.radiusOrigin());
        if (findings.all().badRows() > 0) {
            console.println(
                    "bad rows are left out of norms and loss, for example: " + String.join("; ", findings.badRows()));
        }
        console.println("report: " + report.toAbsolutePath().normalize());
        console.flush();
    }

    private static SparkSession session() {
        SparkConf conf = new SparkConf();
        if (!conf.contains("spark.master")) {
            conf.setMaster("local[*]").set("spark.ui.enabled", "false").set("spark.sql.shuffle.partitions", "8");
        }
        return SparkSession.builder()
                .config(conf)
                .appName("audit of embeddings")
                .getOrCreate();
    }

    private String source() {
        return input == null
                ? rows + " embeddings in " + classes + " classes that the program made itself, seed " + seed
                : "column " + column + " of " + input;
    }

    private Dataset<Row> table(SparkSession spark) {
        if (input == null) {
            Dataset<Row> made = MadeEmbeddings.make(spark, rows, dim == null ? MADE_DIM : dim, classes, seed);
            return made.withColumnRenamed("id", "key").cache();
        }
        Dataset<Row> read = spark.read().parquet(input);
        DataType type = read.select(read.col(column)).schema().apply(0).dataType();
        if (!(type instanceof ArrayType array) || !array.elementType().equals(DataTypes.FloatType)) {
            throw new InputException(
                    "column " + column + " of " + input + " is " + type.simpleString() + ", must be array<float>"
                            + (type instanceof ArrayType ? ": cast it when you write the file" : ""));
        }
        Column none = functions.lit(null).cast("string");
        return read.select(
                (key == null ? none : read.col(key).cast("string")).as("key"),
                (label == null ? functions.lit("") : read.col(label).cast("string")).as("label"),
                read.col(column).as("embedding"));
    }

    private RingLoss ring() {
        try {
            return RingLoss.builder()
                    .penalty(Penalty.parse(penalty))
                    .weight(weight)
                    .build();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(commandLine(), "--penalty or --weight: " + e.getMessage(), e);
        }
    }

    private OptionalDouble radius() {
        if (radius.equals("fit")) {
            return OptionalDouble.empty();
        }
        double value;
        try {
            value = Double.parseDouble(radius);
        } catch (NumberFormatException e) {
            value = Double.NaN;
        }
        require("--radius", Math.abs(value) <= Float.MAX_VALUE, radius, "fit or a finite number");
        return OptionalDouble.of(value);
    }

    private void checkNumbers() {
        require("--dim", dim == null || dim >= 1, String.valueOf(dim), "1 or more");
        require("--rows", rows >= 1, rows, "1 or more");
        require("--classes", classes >= 1 && classes <= 100_000, classes, "from 1 to 100000");
        if (input == null && (label != null || key != null)) {
            throw new ParameterException(commandLine(), "--label and --key name columns of --input, which is missing");
        }
    }

    /** Looks whether the report can be written, before much work is done for it. */
    private void checkReport() {
        Path folder = report.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder) || !Files.isWritable(folder)) {
            throw new InputException("--report is " + report + ", must be a file in a folder that can be written to");
        }
        if (Files.isDirectory(report)) {
            throw new InputException("--report is " + report + ", which is a folder: name a file in it");
        }
    }

    private void require(String option, boolean isTrue, Object value, String allowed) {
        if (!isTrue) {
            throw new ParameterException(commandLine(), option + " is " + value + ", must be " + allowed);
        }
    }

    private CommandLine commandLine() {
        if (spec == null) {
            throw new IllegalStateException("not run as a command");
        }
        return spec.commandLine();
    }
}
