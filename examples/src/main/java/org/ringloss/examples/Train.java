// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.ringloss.Penalty;
import org.ringloss.RingLoss;
import org.ringloss.examples.evaluation.Embeddings;
import org.ringloss.examples.evaluation.Experiment;
import org.ringloss.examples.input.Data;
import org.ringloss.examples.input.DataSet;
import org.ringloss.examples.input.DrawnCharacters;
import org.ringloss.examples.input.ImageFormat;
import org.ringloss.examples.input.InputException;
import org.ringloss.examples.input.LabelledImages;
import org.ringloss.examples.input.OneLine;
import org.ringloss.examples.report.Report;
import org.ringloss.examples.report.ReportFolder;
import org.ringloss.examples.training.CheckpointFolder;
import org.ringloss.examples.training.PyTorch;
import org.ringloss.examples.training.Settings;
import org.ringloss.examples.training.TrainingException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code train}: reads options and data, trains both arms, writes the report. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        version = "ringloss train 0.1.0",
        sortOptions = false,
        usageHelpAutoWidth = true,
        description =
                "Trains a small image classifier twice, with softmax loss alone and with ring loss added, compares"
                        + " images of classes that it never saw by their features, and reports what ring loss did.")
final class Train implements Callable<Integer> {
    /** Set by the script that starts the program, which can ask the system. */
    private static final String TERMINAL_PROPERTY = "ringloss.examples.terminal";

    private static final int MAX_DIM = 1024;
    private static final int MAX_DEFAULT_THREADS = 4;
    private static final int MAX_CHARACTERS = 20_000;
    private static final int DEFAULT_CHARACTERS = 150;

    @Spec
    @Nullable CommandSpec spec;

    @Option(
            names = "--data",
            paramLabel = "PATH",
            description =
                    "Images: a folder for each class (PNG, JPEG, BMP, PGM; however deep), a zip file of such folders,"
                            + " or a folder with the IDX files of MNIST. Without: characters that the program draws.")
    @Nullable Path data;

    @Option(
            names = "--characters",
            paramLabel = "N",
            description = "How many characters are drawn where no --data is given, each by 20 hands. Default: 150")
    @Nullable Integer characters;

    @Option(
            names = "--size",
            paramLabel = "N",
            description = "Height and width that images are scaled to. Default: 28; IDX files as they are")
    @Nullable Integer size;

    @Option(names = "--colour", description = "Keeps red, green and blue apart. Default: grey")
    boolean colour;

    @Option(
            names = "--unseen",
            paramLabel = "X",
            description =
                    "Share of the classes that training never sees, whose images are compared; 0 compares held-out"
                            + " images of classes that were seen. Default: 0.3, but 0 with fewer than 20 classes")
    double unseen = Double.NaN;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            description = "Pairs of runs, each with another seed: splits, first weights and order of images. The report"
                    + " gives mean and spread. Default: ${DEFAULT-VALUE}")
    int seeds = 1;

    @Option(names = "--seed", paramLabel = "N", description = "The first seed. Default: ${DEFAULT-VALUE}")
    long seed = 1;

    @Option(
            names = "--dim",
            paramLabel = "N",
            description = "Length of a feature; well below the number of classes is best. Default: ${DEFAULT-VALUE}")
    int dim = 64;

    @Option(
            names = "--penalty",
            paramLabel = "TEXT",
            converter = PenaltyConverter.class,
            description = "What a norm off the radius costs, such as huber(1.0), squared or cauchy(2.3849). Default:"
                    + " huber(1.0)")
    Penalty penalty = Penalty.huber();

    @Option(names = "--lambda", paramLabel = "X", description = "Weight of the ring loss. Default: ${DEFAULT-VALUE}")
    double lambda = 0.3;

    @Option(
            names = "--radius",
            paramLabel = "X",
            description =
                    "Where the radius starts: a number, or auto for the mean norm of the first batch with ring loss. Default:"
                            + " ${DEFAULT-VALUE}")
    String radius = "auto";

    @Option(
            names = "--radius-rate",
            paramLabel = "X",
            description = "Learning rate of the radius; 0 keeps it fixed. Default: ${DEFAULT-VALUE}")
    double radiusRate = 2;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            description = "Epochs before the ring loss joins, at most all but one. Default: ${DEFAULT-VALUE}")
    int warmUp = 1;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            description = "Walks over the training images. Default: ${DEFAULT-VALUE}")
    int epochs = 12;

    @Option(names = "--batch", paramLabel = "N", description = "Images per step. Default: ${DEFAULT-VALUE}")
    int batch = 64;

    @Option(
            names = "--learning-rate",
            paramLabel = "X",
            description = "First learning rate of the network (Adam). Default: ${DEFAULT-VALUE}")
    double learningRate = 0.01;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads of PyTorch and of the ring loss. Default here: ${DEFAULT-VALUE}")
    int threads = Math.min(MAX_DEFAULT_THREADS, Runtime.getRuntime().availableProcessors());

    @Option(
            names = "--checkpoint",
            paramLabel = "DIR",
            description = "Keeps the state of every arm there after every epoch; the same command goes on from it.")
    @Nullable Path checkpoint;

    @Option(
            names = "--embeddings",
            paramLabel = "FILE",
            description = "Writes the features of the compared images of the first seed there, as CSV.")
    @Nullable Path embeddings;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Folder that the report goes to; an earlier report there is replaced. Default:"
                    + " ${DEFAULT-VALUE}")
    Path out = Path.of("ring-report");

    /** Reads a penalty from its text. */
    static final class PenaltyConverter implements CommandLine.ITypeConverter<Penalty> {
        @Override
        public Penalty convert(String text) {
            try {
                return Penalty.parse(text);
            } catch (IllegalArgumentException e) {
                throw new CommandLine.TypeConversionException(e.getMessage());
            }
        }
    }

    /** Runs the command and ends the JVM with its exit code. */
    public static void main(String[] args) {
        System.exit(run(args, console(System.out), console(System.err)));
    }

    private static PrintWriter console(PrintStream stream) {
        return new PrintWriter(stream, true, Charset.defaultCharset());
    }

    /** Runs the command: 0 if all went well, 1 if training or writing failed, 2 if options or data are wrong. */
    static int run(String[] args, PrintWriter out, PrintWriter err) {
        System.setProperty("java.awt.headless", "true");
        return new CommandLine(new Train())
                .setOut(out)
                .setErr(err)
                .setOverwrittenOptionsAllowed(true)
                .setParameterExceptionHandler((e, given) -> fail(err, e.getMessage() + " (see --help)", 2))
                .setExecutionExceptionHandler((e, command, parsed) -> {
                    if (e instanceof InputException) {
                        return fail(err, e.getMessage(), 2);
                    }
                    if (e instanceof TrainingException || e instanceof IOException) {
                        return fail(err, e instanceof IOException ? e.toString() : String.valueOf(e.getMessage()), 1);
                    }
                    throw e;
                })
                .execute(args);
    }

    private static int fail(PrintWriter err, String message, int code) {
        err.println("train: " + OneLine.of(message));
        return code;
    }

    @Override
    public Integer call() throws InputException, IOException {
        Settings settings = settings();
        ReportFolder folder = new ReportFolder(out);
        folder.check();
        checkEmbeddings();
        DataSet images = read();
        images.remarks().forEach(remark -> console().println("note: " + remark));
        PyTorch.configure(settings.threads());

        Experiment experiment;
        try (RunProgress progress = progress(settings)) {
            experiment = new Seeds(images, settings, unseen, seed, seeds).run(checkpoints(images, settings), progress);
        }
        Report report = new Report(experiment);
        folder.write(report);
        if (embeddings != null) {
            Embeddings.write(embeddings.toAbsolutePath(), experiment.first());
        }

        PrintWriter console = console();
        console.println();
        console.print(report.text());
        console.println();
        console.println(RingLoss.describe());
        console.println("report: " + folder.page());
        console.flush();
        return 0;
    }

    private DataSet read() throws InputException {
        if (data == null) {
            return DrawnCharacters.draw(characters == null ? DEFAULT_CHARACTERS : characters, seed);
        }
        return Data.read(data, new ImageFormat(size == null ? OptionalInt.empty() : OptionalInt.of(size), colour));
    }

    private void checkEmbeddings() throws InputException {
        if (embeddings == null) {
            return;
        }
        Path parent = embeddings.toAbsolutePath().getParent();
        if (Files.isDirectory(embeddings) || parent == null || !Files.isDirectory(parent)) {
            throw new InputException(
                    embeddings,
                    Files.isDirectory(embeddings)
                            ? "is a folder, expected a file to write to"
                            : "lies in a folder that is not there");
        }
    }

    private @Nullable CheckpointFolder checkpoints(DataSet images, Settings settings) {
        if (checkpoint == null) {
            return null;
        }
        LabelledImages test = images.test();
        return new CheckpointFolder(
                checkpoint,
                settings.textOfResult() + ", unseen " + unseen + ", images "
                        + Long.toHexString(images.images().checksum())
                        + (test == null ? "" : " and " + Long.toHexString(test.checksum())));
    }

    private RunProgress progress(Settings settings) {
        int arms = 2 * seeds;
        return Boolean.getBoolean(TERMINAL_PROPERTY)
                ? new BarProgress(arms)
                : new PlainProgress(console(), arms, settings.epochs());
    }

    private Settings settings() {
        require("--dim", dim >= 2 && dim <= MAX_DIM, dim, "from 2 to " + MAX_DIM);
        require("--lambda", lambda >= 0 && Double.isFinite(lambda), lambda, "zero or positive");
        require("--radius-rate", radiusRate >= 0 && Double.isFinite(radiusRate), radiusRate, "zero or positive");
        require("--epochs", epochs >= 1 && epochs <= 10_000, epochs, "from 1 to 10000");
        require("--warm-up", warmUp >= 0, warmUp, "zero or positive");
        require("--batch", batch >= 2 && batch <= 65_536, batch, "from 2 to 65536");
        require("--learning-rate", learningRate > 0 && learningRate <= 10, learningRate, "positive and at most 10");
        require("--threads", threads >= 1 && threads <= 1024, threads, "from 1 to 1024");
        require("--seeds", seeds >= 1 && seeds <= 1000, seeds, "from 1 to 1000");
        require(
                "--unseen",
                Double.isNaN(unseen) || (unseen >= 0 && unseen < 1),
                unseen,
                "zero or positive, and below 1");
        if (size != null) {
            require("--size", size >= 1 && size <= 512, size, "from 1 to 512");
        }
        if (characters != null) {
            require("--characters", data == null, characters, "left out where --data is given");
            require(
                    "--characters",
                    characters >= 2 && characters <= MAX_CHARACTERS,
                    characters,
                    "from 2 to " + MAX_CHARACTERS);
        }
        require("--colour", !colour || data != null, colour, "left out without --data: what is drawn is grey");
        require("--size", size == null || data != null, size, "left out without --data: what is drawn has 28 pixels");
        return new Settings(
                dim,
                penalty,
                lambda,
                startRadius(),
                radiusRate,
                Math.min(warmUp, epochs - 1),
                epochs,
                batch,
                learningRate,
                threads);
    }

    private OptionalDouble startRadius() {
        if (radius.equals("auto")) {
            return OptionalDouble.empty();
        }
        double start;
        try {
            start = Double.parseDouble(radius);
        } catch (NumberFormatException e) {
            start = Double.NaN;
        }
        require("--radius", start >= 0 && Double.isFinite(start), radius, "auto, zero or positive");
        return OptionalDouble.of(start);
    }

    private void require(String option, boolean isTrue, @Nullable Object value, String allowed) {
        if (!isTrue) {
            throw new ParameterException(commandLine(), option + " is " + value + ", must be " + allowed);
        }
    }

    private PrintWriter console() {
        return commandLine().getOut();
    }

    private CommandLine commandLine() {
        if (spec == null) {
            throw new IllegalStateException("not run as a command");
        }
        return spec.commandLine();
    }
}
