package org.ringloss.benchmarks.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.hipparchus.stat.StatUtils;
import org.ringloss.benchmarks.report.Machine.Level;
import org.ringloss.benchmarks.report.Target.Goal;
import org.ringloss.benchmarks.report.Target.Outcome;
import org.ringloss.benchmarks.report.Target.Relation;

/** The promises, in the order of the report. Ratios are of medians in one run, unless a target says otherwise. */
final class Targets {
    /** Wide vectors before newer JVMs. */
    static final Comparator<Results> BEST = Comparator.comparingInt(Results::vectorBits)
            .thenComparingInt(run -> run.jvm().feature());

    private static final Shape MIDDLE = new Shape(256, 128);

    static final List<Target> ALL = List.of(
            target("c-each", "C / ringloss, each shape", Goal.atLeast(1), run -> run.ratios("peers", "c", "ringloss")),
            target("c-mean", "C / ringloss, geometric mean", Goal.atLeast(1.2), Targets::meanToC),
            target(
                    "stream-l3",
                    "stream / ringloss, from L3",
                    Goal.atLeast(0.9),
                    run -> run.ratios(
                            "limits",
                            "stream",
                            "ringloss",
                            shape -> run.machine().isAt(Level.L3, shape.workingSet()))),
            target(
                    "stream-memory",
                    "stream / ringloss, from memory",
                    Goal.atLeast(0.9),
                    run -> run.ratios(
                            "limits",
                            "stream",
                            "ringloss",
                            shape -> run.machine().isAt(Level.MEMORY, shape.workingSet()))),
            target("read-l2", "read / forward, D >= 512, from L2", Goal.atLeast(0.8), run -> toReading(run, Level.L2)),
            target(
                    "read-memory",
                    "read / forward, D >= 512, from memory",
                    Goal.atLeast(0.95),
                    run -> toReading(run, Level.MEMORY)),
            target("penalty-cost", "any built-in penalty / squared, 256x128", Goal.atMost(1.25), Targets::toSquared),
            target(
                    "exact-sums",
                    "exact sums and norm summary of a row",
                    new Goal(Relation.AT_MOST, 2, "ns"),
                    Targets::exactSums),
            target(
                    "add-mode",
                    "adding the gradient / writing it, from L2",
                    Goal.atMost(1.15),
                    run -> run.ratios("add-mode", "add", "write", shape -> isWithin(run, Level.L2, shape))),
            target("libtorch", "libtorch / ringloss, each shape", Goal.atLeast(15), Targets::toLibtorch),
            target(
                    "plain-wide",
                    "plain Java / ringloss, D >= 64",
                    Goal.atLeast(5),
                    run -> run.ratios("shapes", "plain", "ringloss", shape -> shape.dim() >= 64)),
            target(
                    "plain-any",
                    "plain Java / ringloss, each shape",
                    Goal.atLeast(1),
                    run -> run.ratios("shapes", "plain", "ringloss")),
            target(
                    "netlib",
                    "netlib / ringloss, D >= 16",
                    Goal.atLeast(1.5),
                    run -> run.ratios("peers", "netlib", "ringloss", shape -> shape.dim() >= 16)),
            new Target("jdk-17", "JDK 17 / newest JDK (two runs)", Goal.atMost(1.4), Targets::jdk17),
            target(
                    "bits-256-cache",
                    "256 bits / 512 bits, from caches",
                    Goal.atMost(1.6),
                    run -> narrow(run, shape -> isWithin(run, Level.L3, shape))),
            target(
                    "bits-256-memory",
                    "256 bits / 512 bits, from memory",
                    Goal.atMost(1.1),
                    run -> narrow(run, shape -> run.machine().isAt(Level.MEMORY, shape.workingSet()))),
            target("two-threads", "one thread / two, 4096x512", Goal.atLeast(1.7), Targets::twoThreads),
            target("allocation", "allocated per call", new Goal(Relation.BELOW, 1, "B"), Targets::allocation),
            target("small-call", "a call on 1x8", new Goal(Relation.BELOW, 100, "ns"), Targets::smallCall));

    private Targets() {}

    /** What a results file says on its own. */
    @FunctionalInterface
    private interface OfOneRun {
        List<Figure> figures(Results run);
    }

    private static Target target(String id, String text, Goal goal, OfOneRun figures) {
        return new Target(id, text, goal, (run, all) -> figures.figures(run));
    }

    /** Of every CPU the file with the widest vectors, and of those the one of the newest JDK. */
    static List<Results> mainConfigurations(List<Results> all) {
        Map<String, Results> byMachine = new LinkedHashMap<>();
        for (Results run : all) {
            String machine = run.machine().cpu() + "\n" + run.machine().cpuDetail();
            byMachine.merge(machine, run, (one, other) -> BEST.compare(other, one) > 0 ? other : one);
        }
        return List.copyOf(byMachine.values());
    }

    static List<Outcome> outcomes(Results run, List<Results> all) {
        return ALL.stream().map(target -> target.of(run, all)).toList();
    }

    /** Whether features and gradient fit into a cache; not so if the machine did not tell its caches. */
    private static boolean isWithin(Results run, Level cache, Shape shape) {
        Optional<Level> level = run.machine().level(shape.workingSet());
        return level.filter(found -> found.compareTo(cache) <= 0).isPresent();
    }

    private static List<Figure> meanToC(Results run) {
        double[] ratios = run.ratios("peers", "c", "ringloss").stream()
                .mapToDouble(Figure::value)
                .toArray();
        return ratios.length == 0
                ? List.of()
                : List.of(new Figure(ratios.length + " shapes", StatUtils.geometricMean(ratios)));
    }

    private static List<Figure> toReading(Results run, Level level) {
        return run.ratios(
                "limits",
                "read",
                "ringlossForward",
                shape -> shape.dim() >= 512 && run.machine().isAt(level, shape.featureBytes()));
    }

    private static List<Figure> toSquared(Results run) {
        List<Measurement> points = run.suite("penalties").stream()
                .filter(point -> point.method().equals("ringloss"))
                .filter(point ->
                        point.shape().filter(shape -> !shape.equals(MIDDLE)).isEmpty())
                .filter(point -> point.params().containsKey("penalty"))
                .toList();
        List<Figure> figures = new ArrayList<>();
        for (Measurement squared : points) {
            if (penalty(squared).equals("squared")) {
                for (Measurement point : points) {
                    if (!penalty(point).equals("squared") && !penalty(point).equals("none")) {
                        figures.add(new Figure(penalty(point), point.nanos() / squared.nanos()));
                    }
                }
            }
        }
        return figures;
    }

    private static String penalty(Measurement point) {
        return String.valueOf(point.params().get("penalty")).replace("()", "");
    }

    private static List<Figure> exactSums(Results run) {
        List<Figure> figures = new ArrayList<>();
        for (Measurement point : run.suite("kernels")) {
            if (point.method().equals("exactSums")) {
                figures.add(new Figure(DetailTables.label(point), point.nanos() / DetailTables.rows("kernels", point)));
            }
        }
        return figures;
    }

    private static List<Figure> toLibtorch(Results run) {
        List<Figure> figures = new ArrayList<>();
        for (String suite : run.suites().keySet()) {
            figures.addAll(run.ratios(suite, "libtorch", "ringloss"));
        }
        return figures;
    }

    private static List<Figure> jdk17(Results run, List<Results> all) {
        if (run.jvm().feature() <= 17) {
            return List.of();
        }
        List<Figure> figures = new ArrayList<>();
        for (Results other : all) {
            if (other.isOfSameMachine(run)
                    && other.vectorBits() == run.vectorBits()
                    && other.jvm().feature() == 17) {
                for (Shape shape : run.shapes("peers")) {
                    Optional<Measurement> older = other.find("peers", "ringloss", shape);
                    run.find("peers", "ringloss", shape)
                            .ifPresent(newer -> older.ifPresent(
                                    old -> figures.add(new Figure(shape.toString(), old.nanos() / newer.nanos()))));
                }
            }
        }
        return figures;
    }

    /** Without 512 bits the method of that name runs with what there is, and a ratio would say nothing. */
    private static List<Figure> narrow(Results run, Predicate<Shape> where) {
        return run.vectorBits() < 512 ? List.of() : run.ratios("widths", "ringloss256", "ringloss512", where);
    }

    private static List<Figure> twoThreads(Results run) {
        String shape = "4096x512";
        Optional<Measurement> one = run.find("threads", "ringloss", Map.of("shape", shape, "threads", "1"));
        Optional<Measurement> two = run.find("threads", "ringloss", Map.of("shape", shape, "threads", "2"));
        return one.isPresent() && two.isPresent() && run.machine().cores() >= 2
                ? List.of(new Figure(shape, one.get().nanos() / two.get().nanos()))
                : List.of();
    }

    /**
     * Bytes per call. Of what was not in turns less what JMH's own work adds: it allocates a little in every iteration, which
     * counts for much where an iteration has few calls. How much that is in a nanosecond is seen at a method that allocates
     * nothing.
     */
    private static List<Figure> allocation(Results run) {
        List<Figure> figures = new ArrayList<>();
        addAllocation(figures, run, "shapes", "plain");
        addAllocation(figures, run, "peers", "c");
        addAllocation(figures, run, "small-calls", "plain");
        addAllocation(figures, run, "mixed-shapes", "plain");
        addAllocation(figures, run, "penalties");
        addAllocation(figures, run, "add-mode");
        return figures;
    }

    private static void addAllocation(List<Figure> figures, Results run, String suite, String free) {
        for (Shape shape : run.shapes(suite)) {
            Optional<Measurement> ours = run.find(suite, "ringloss", shape);
            Optional<Double> bytes = ours.flatMap(Measurement::allocated);
            if (ours.isPresent() && bytes.isPresent()) {
                double ownPerNano = run.find(suite, free, shape)
                        .filter(Predicate.not(Measurement::inTurns))
                        .flatMap(point -> point.allocated().map(own -> own / point.nanos()))
                        .orElse(0.0);
                double net = Math.max(0, bytes.get() - ownPerNano * ours.get().nanos());
                figures.add(new Figure(suite + " " + shape, net));
            }
        }
    }

    /** Of suites whose methods are not named after us: the one that allocates least per nanosecond stands for JMH's own work. */
    private static void addAllocation(List<Figure> figures, Results run, String suite) {
        double ownPerNano = run.suite(suite).stream()
                .filter(Predicate.not(Measurement::inTurns))
                .flatMap(point -> point.allocated().map(bytes -> bytes / point.nanos()).stream())
                .min(Double::compare)
                .orElse(0.0);
        for (Measurement point : run.suite(suite)) {
            point.allocated()
                    .ifPresent(bytes -> figures.add(new Figure(
                            suite + " " + point.method() + " " + DetailTables.label(point),
                            Math.max(0, bytes - ownPerNano * point.nanos()))));
        }
    }

    private static List<Figure> smallCall(Results run) {
        Shape shape = new Shape(1, 8);
        return run.find("small-calls", "ringloss", shape)
                .or(() -> run.find("shapes", "ringloss", shape))
                .map(call -> List.of(new Figure(shape.toString(), call.nanos())))
                .orElse(List.of());
    }
}
