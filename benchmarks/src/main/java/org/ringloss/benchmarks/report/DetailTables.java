package org.ringloss.benchmarks.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What was measured, suite by suite: medians, spreads and ratios. */
final class DetailTables {
    /** Rows that a benchmark without a shape works on. */
    private static final int LEDGER = 256;

    /** The methods that others of their suite are compared with. */
    private static final List<String> REFERENCES = List.of("ringloss", "write", "ringloss512", "ringloss256", "fused");

    /** The values of parameters that others are compared with. */
    private static final Map<String, String> BASES = Map.of("penalty", "squared()", "threads", "1");

    private static final Comparator<Measurement> BY_SHAPE =
            Comparator.comparing(point -> point.shape().orElse(new Shape(0, 0)));

    private DetailTables() {}

    static boolean isPerCall(String suite) {
        return suite.equals("small-calls");
    }

    /** The rows of a batch, by which a time per call becomes one per row. */
    static int rows(String suite, Measurement point) {
        if (isPerCall(suite)) {
            return 1;
        }
        return point.shape().map(Shape::rows).orElse(LEDGER);
    }

    static String label(Measurement point) {
        return point.params().entrySet().stream()
                .map(param -> text(param.getKey(), param.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String text(String param, String value) {
        return switch (param) {
            case "shape", "penalty" -> value;
            case "threads" -> value + (value.equals("1") ? " thread" : " threads");
            default -> param + " " + value;
        };
    }

    static Table of(Results run, String suite) {
        List<Measurement> points = run.suite(suite).stream().sorted(BY_SHAPE).toList();
        Map<String, Map<String, Measurement>> rows = byLabel(points);
        Set<String> methods = methods(run.suite(suite));
        String reference =
                REFERENCES.stream().filter(methods::contains).findFirst().orElse("");
        List<String> compared = methods.stream()
                .filter(method -> !method.equals(reference)
                        && rows.values().stream()
                                .anyMatch(cells -> cells.containsKey(method) && cells.containsKey(reference)))
                .toList();
        Optional<String> baseName = methods.size() == 1 ? baseName(points) : Optional.empty();

        List<String> header = new ArrayList<>(List.of(isPerCall(suite) ? "ns per call" : "ns per row"));
        header.addAll(methods);
        compared.forEach(method -> header.add(method + " / " + reference));
        baseName.ifPresent(name -> header.add("/ " + name));
        Table table = Table.ofNumbers(header);
        rows.forEach((label, cells) -> {
            List<String> row = new ArrayList<>(List.of(label.isEmpty() ? "all" : label));
            methods.forEach(method -> row.add(time(suite, Optional.ofNullable(cells.get(method)))));
            Optional<Measurement> base = Optional.ofNullable(cells.get(reference));
            compared.forEach(method -> row.add(ratio(Optional.ofNullable(cells.get(method)), base)));
            baseName.ifPresent(name -> {
                Measurement point = cells.values().iterator().next();
                row.add(ratio(Optional.of(point), base(points, point)));
            });
            table.row(row);
        });
        return table;
    }

    /** The fused pass in every configuration of a CPU, and how the others stand to the main one. */
    static Table configurations(Results main, List<Results> all) {
        List<Results> others = all.stream()
                .sorted(Targets.BEST.reversed())
                .filter(run -> run.isOfSameMachine(main) && !run.equals(main))
                .toList();
        List<String> header = new ArrayList<>(List.of("ns per row", main.configuration()));
        others.forEach(run -> header.add(run.configuration()));
        others.forEach(run -> header.add("(" + run.configuration() + ") / (" + main.configuration() + ")"));
        Table table = Table.ofNumbers(header);
        Set<Shape> shapes = new TreeSet<>(main.shapes("peers"));
        others.forEach(run -> shapes.addAll(run.shapes("peers")));
        for (Shape shape : others.isEmpty() ? Set.<Shape>of() : shapes) {
            Optional<Measurement> base = main.find("peers", "ringloss", shape);
            List<String> row = new ArrayList<>(List.of(shape.toString(), time("peers", base)));
            others.forEach(run -> row.add(time("peers", run.find("peers", "ringloss", shape))));
            others.forEach(run -> row.add(ratio(run.find("peers", "ringloss", shape), base)));
            table.row(row);
        }
        return table;
    }

    /** In the order of the file, the reference first. */
    private static Set<String> methods(List<Measurement> points) {
        Set<String> names = new LinkedHashSet<>();
        points.forEach(point -> names.add(point.method()));
        Set<String> sorted = new LinkedHashSet<>(REFERENCES);
        sorted.retainAll(names);
        sorted.addAll(names);
        return sorted;
    }

    private static Map<String, Map<String, Measurement>> byLabel(List<Measurement> points) {
        Map<String, Map<String, Measurement>> rows = new LinkedHashMap<>();
        for (Measurement point : points) {
            rows.computeIfAbsent(label(point), label -> new LinkedHashMap<>()).putIfAbsent(point.method(), point);
        }
        return rows;
    }

    private static Optional<String> baseName(List<Measurement> points) {
        return points.stream()
                .flatMap(point -> point.params().keySet().stream())
                .filter(BASES::containsKey)
                .map(param -> text(param, BASES.getOrDefault(param, "")))
                .findFirst();
    }

    /** What a point of a suite with one method is compared with. */
    private static Optional<Measurement> base(List<Measurement> points, Measurement point) {
        Map<String, String> params = new LinkedHashMap<>(point.params());
        params.replaceAll((name, value) -> BASES.getOrDefault(name, value));
        return points.stream()
                .filter(other -> !params.equals(point.params()) && other.has(params))
                .findFirst();
    }

    private static String time(String suite, Optional<Measurement> point) {
        return point.map(found -> Numbers.text(found.nanos() / rows(suite, found)) + " ± "
                        + Numbers.percent(found.primaryMetric().spread()))
                .orElse(Numbers.NONE);
    }

    private static String ratio(Optional<Measurement> over, Optional<Measurement> under) {
        return Numbers.text(
                over.isPresent() && under.isPresent()
                        ? OptionalDouble.of(over.get().nanos() / under.get().nanos())
                        : OptionalDouble.empty());
    }
}
