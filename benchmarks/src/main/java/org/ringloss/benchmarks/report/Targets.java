// SPDX-License-Identifier: Apache-2.0
package org.ringloss.benchmarks.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.hipparchus.stat.StatUtils;

/** All promises about speed. */
final class Targets {
    private static final Shape MEMORY = new Shape(65536, 512);
    private static final Shape L3 = new Shape(4096, 512);
    private static final Shape L2 = new Shape(256, 512);

    /** Rows below so many elements have a target of their own. */
    private static final int SHORT = 32;

    static final List<Target> ALL = List.of(
            atLeast("c", "C / ringloss, to L2", 1, run -> toC(run, true)),
            atLeast("c-beyond-l2", "C / ringloss, beyond L2", 0.95, run -> toC(run, false)),
            atLeast("c-short", "C / ringloss, rows below 32 elements", 0.9, run -> peers(run, "c", Targets::isShort)),
            atLeast("c-mean", "C / ringloss, geometric mean", 1.1, Targets::meanToC),
            atLeast(
                    "stream-memory",
                    "stream / ringloss, from memory",
                    0.9,
                    run -> peers(run, "stream", MEMORY::equals)),
            atLeast("stream-l3", "stream / ringloss, from L3", 0.75, run -> peers(run, "stream", L3::equals)),
            atLeast(
                    "netlib",
                    "netlib / ringloss, D >= 16",
                    1.1,
                    run -> peers(run, "netlib", shape -> shape.dim() >= 16)),
            atMost("penalties", "any built-in penalty / squared", 1.3, Targets::penalties),
            new Target(
                    "exact-sums",
                    "exact sums and norm summary, ns a row",
                    "at most 2 at 512 bits, 3 below",
                    false,
                    facts -> facts.vectorBits() >= 512 ? 2 : 3,
                    (run, newest) -> exactSums(run)),
            atMost(
                    "add-mode",
                    "add mode / write mode, in L2",
                    1.15,
                    run -> run.ratios("AddMode", "add", "write", shape -> true)),
            new Target(
                    "direct",
                    "direct buffers / arrays, 256x512",
                    "at most 1.15, 1.6 on JDK 17",
                    false,
                    facts -> facts.jdk() < 22 ? 1.6 : 1.15,
                    (run, newest) -> run.ratios("Peers", "direct", "ringloss", L2::equals)),
            new Target("jdk-17", "JDK 17 / 25, C being 1", "at most 1.4", false, facts -> 1.4, Targets::toNewest),
            atMost("bits-128", "128 bits / widest, from memory, stream being 1", 1.2, Targets::narrow),
            atLeast(
                    "threads",
                    "one thread / two, 4096x512",
                    1.7,
                    run -> run.ratios("Threads", "threads=1", "threads=2", L3::equals)),
            atMost("allocation", "bytes a call allocates (below 1 is the JVM itself)", 1, Targets::allocation),
            atMost("small-call", "a call on 1x8, ns", 200, Targets::smallCall));

    private Targets() {}

    private static Target atLeast(String id, String text, double bound, Function<Results, List<Figure>> figures) {
        return new Target(
                id, text, "at least " + Numbers.text(bound), true, facts -> bound, (run, newest) -> figures.apply(run));
    }

    private static Target atMost(String id, String text, double bound, Function<Results, List<Figure>> figures) {
        return new Target(
                id, text, "at most " + Numbers.text(bound), false, facts -> bound, (run, newest) -> figures.apply(run));
    }

    private static boolean isShort(Shape shape) {
        return shape.dim() < SHORT;
    }

    private static List<Figure> peers(Results run, String peer, Predicate<Shape> where) {
        return run.ratios("Peers", peer, "ringloss", where);
    }

    private static List<Figure> toC(Results run, boolean inL2) {
        return peers(run, "c", shape -> !isShort(shape) && run.facts().fitsL2(shape) == inL2);
    }

    private static List<Figure> meanToC(Results run) {
        double[] ratios = peers(run, "c", shape -> true).stream()
                .mapToDouble(Figure::value)
                .toArray();
        return ratios.length == 0
                ? List.of()
                : List.of(new Figure(ratios.length + " shapes", StatUtils.geometricMean(ratios)));
    }

    private static List<Figure> penalties(Results run) {
        List<Figure> figures = new ArrayList<>();
        for (Results.Entry entry : run.suite("Penalties")) {
            for (String penalty : entry.nanos().keySet()) {
                entry.ratio(penalty, "squared").ifPresent(ratio -> figures.add(new Figure(penalty, ratio)));
            }
        }
        return figures;
    }

    private static List<Figure> exactSums(Results run) {
        return run.suite("ExactSums").stream()
                .map(entry ->
                        new Figure("", entry.nanos().get("sums") / entry.shape().rows()))
                .toList();
    }

    /** Two runs, so C is the measure of both. */
    private static List<Figure> toNewest(Results run, Results newest) {
        List<Figure> figures = new ArrayList<>();
        if (run.facts().jdk() < newest.facts().jdk()) {
            for (Figure older : run.ratios("Peers", "ringloss", "c", shape -> true)) {
                newest.ratios(
                                "Peers",
                                "ringloss",
                                "c",
                                shape -> shape.toString().equals(older.point()))
                        .forEach(newer -> figures.add(new Figure(older.point(), older.value() / newer.value())));
            }
        }
        return figures;
    }

    /** Two JVMs, so stream is the measure of both. */
    private static List<Figure> narrow(Results run) {
        Map<String, Double> byBits = new HashMap<>();
        for (Results.Entry entry : run.suite("Widths")) {
            if (entry.shape().equals(MEMORY)) {
                entry.ratio("ringloss", "stream")
                        .ifPresent(ratio -> byBits.put(entry.params().get("bits"), ratio));
            }
        }
        Double narrow = byBits.get("128");
        Double widest = byBits.get(Integer.toString(run.facts().vectorBits()));
        return narrow == null || widest == null ? List.of() : List.of(new Figure(MEMORY.toString(), narrow / widest));
    }

    /** Of all calls of both passes on one thread. */
    private static List<Figure> allocation(Results run) {
        Map<String, List<String>> ours = Map.of(
                "Peers", List.of("ringloss", "direct"),
                "SmallCalls", List.of("ringloss"),
                "AddMode", List.of("add", "write"));
        List<Figure> figures = new ArrayList<>();
        for (Results.Entry entry : run.entries()) {
            boolean isAll = entry.suite().equals("Penalties") || entry.suite().equals("MixedShapes");
            entry.bytes().forEach((contender, bytes) -> {
                if (isAll || ours.getOrDefault(entry.suite(), List.of()).contains(contender)) {
                    figures.add(new Figure(entry.suite() + " " + entry.shape() + " " + contender, bytes));
                }
            });
        }
        return figures;
    }

    private static List<Figure> smallCall(Results run) {
        return run.nanos("SmallCalls", new Shape(1, 8), "ringloss").stream()
                .mapToObj(nanos -> new Figure("", nanos))
                .toList();
    }
}
