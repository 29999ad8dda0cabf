// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.concurrent.ForkJoinPool;
import org.jspecify.annotations.Nullable;
import org.ringloss.LearnableRadius;
import org.ringloss.Penalty;
import org.ringloss.RingLoss;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code train}: reads options and data, trains both runs, writes the report. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        version = "ringloss train 0.1.0",
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = "Trains a small image classifier twice, with softmax loss alone and with ring loss added, and"
                + " reports what that does to its features.")
final class Train implements Callable<Integer> {
    /** Set by the script that starts the program, which can ask the system. */
    private static final String TERMINAL_PROPERTY = "ringloss.examples.terminal";

    private static final int MAX_DIM = 1024;
    private static final int MAX_DEFAULT_THREADS = 4;
    private static final int SYNTHETIC_IMAGES = 10_000;

    @Spec
    @Nullable CommandSpec spec;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder with images in the format of MNIST: *images-idx3-ubyte[.gz] and"
                    + " *labels-idx1-ubyte[.gz]. A train-* pair and a t10k-* or test-* pair are taken as they are, a"
                    + " single pair is split. Without: digits that the program draws itself.")
    @Nullable Path data;

    @Option(names = "--dim", paramLabel = "N", description = "Length of a feature. Default: ${DEFAULT-VALUE}")
    int dim = 2;

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
    int epochs = 8;

    @Option(names = "--batch", paramLabel = "N", description = "Images per step. Default: ${DEFAULT-VALUE}")
    int batch = 64;

    @Option(
            names = "--learning-rate",
            paramLabel = "X",
            description = "First learning rate of the network. Default: ${DEFAULT-VALUE}")
    double learningRate = 0.01;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Seed of everything that is left to chance. Default: ${DEFAULT-VALUE}")
    long seed = 1;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads of PyTorch and of the ring loss. Default here: ${DEFAULT-VALUE}")
    int threads = Math.min(MAX_DEFAULT_THREADS, Runtime.getRuntime().availableProcessors());

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
                        return fail(err, e instanceof IOException ? e.toString() : e.getMessage(), 1);
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
        DataSet images = data == null
                ? DataSet.split("digits drawn by this program", SyntheticDigits.draw(SYNTHETIC_IMAGES, seed), seed)
                : IdxFolder.read(data, seed);
        PyTorch.configure(settings.threads());

        Experiment experiment = experiment(images, settings);
        ResultTable table = new ResultTable(experiment);
        List<Picture> pictures = List.of(
                ScatterChart.draw("features-softmax", experiment.softmax(), images.classes()),
                ScatterChart.draw("features-ring", experiment.ring(), images.classes()),
                HistogramChart.draw(experiment),
                EpochChart.loss(experiment),
                EpochChart.accuracy(experiment),
                EpochChart.radius(experiment));
        folder.write(HtmlPage.of(experiment, table, pictures), pictures);

        PrintWriter console = console();
        console.println();
        console.print(table.text());
        console.println();
        console.println(RingLoss.describe());
        console.println("report: " + folder.page());
        console.flush();
        return 0;
    }

    private Experiment experiment(DataSet images, Settings settings) {
        ForkJoinPool pool = new ForkJoinPool(settings.threads());
        try {
            RingLoss.Builder ring =
                    RingLoss.builder().penalty(settings.penalty()).weight(settings.lambda());
            if (settings.threads() > 1) {
                ring.parallel(pool, settings.threads());
            }
            LearnableRadius start = settings.radius().isPresent()
                    ? LearnableRadius.startingAt(settings.radius().getAsDouble(), settings.radiusRate())
                    : LearnableRadius.startingAtMeanNorm(settings.radiusRate());
            Arm arm = new Arm(images, settings, this::progress);
            Run softmax = arm.run("softmax", null);
            return new Experiment(
                    images, settings, softmax, arm.run("softmax + ring", new RingTerm(ring.build(), start)));
        } finally {
            pool.shutdown();
        }
    }

    private Progress progress(String run, int allEpochs, int stepsPerEpoch) {
        return Boolean.getBoolean(TERMINAL_PROPERTY)
                ? new BarProgress(run, (long) allEpochs * stepsPerEpoch)
                : new PlainProgress(console(), run, allEpochs);
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
                seed,
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

    private void require(String option, boolean isTrue, Object value, String allowed) {
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
