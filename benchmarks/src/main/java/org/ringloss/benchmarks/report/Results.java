package org.ringloss.benchmarks.report;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A results file: what one CPU measured with one JVM and one width of its vectors. */
@JsonIgnoreProperties(ignoreUnknown = true)
record Results(String name, Machine machine, Jvm jvm, int vectorBits, String backend, Map<String, Suite> suites) {
    private static final JsonMapper MAPPER = new JsonMapper();

    Results {
        name = Objects.requireNonNullElse(name, "");
        machine = Objects.requireNonNullElseGet(machine, () -> new Machine(null, null, 0, null, null, null));
        jvm = Objects.requireNonNullElseGet(jvm, () -> new Jvm(null, null, null, 0));
        backend = Objects.requireNonNullElse(backend, "");
        suites = Objects.requireNonNullElse(suites, Map.of());
    }

    /** The benchmarks of one class that ran together. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Suite(String date, String commit, boolean quick, List<Measurement> results) {
        Suite {
            date = Objects.requireNonNullElse(date, "");
            commit = Objects.requireNonNullElse(commit, "");
            results = Objects.requireNonNullElse(results, List.of());
        }
    }

    /** The JVM that was measured. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Jvm(String name, String vendor, String version, int feature) {
        Jvm {
            name = Objects.requireNonNullElse(name, "");
            vendor = Objects.requireNonNullElse(vendor, "");
            version = Objects.requireNonNullElse(version, "");
        }
    }

    /** All files of a folder that end in {@code .json}, sorted by name. */
    static List<Results> readAll(Path folder) throws IOException {
        List<Results> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList()) {
                all.add(read(file));
            }
        }
        return all;
    }

    private static Results read(Path file) throws IOException {
        String name = String.valueOf(file.getFileName());
        try {
            Results read = MAPPER.readValue(file.toFile(), Results.class);
            return new Results(
                    name.substring(0, name.length() - ".json".length()),
                    read.machine,
                    read.jvm,
                    read.vectorBits,
                    read.backend,
                    read.suites);
        } catch (JacksonException e) {
            throw new IOException(file + " is no results file: " + e.getOriginalMessage(), e);
        }
    }

    /** What ran in a suite, empty for a suite that did not run. */
    List<Measurement> suite(String suite) {
        Suite found = suites.get(suite);
        return found == null ? List.of() : found.results();
    }

    /** The first point of the method that has these parameters, whatever others it has. */
    Optional<Measurement> find(String suite, String method, Map<String, String> params) {
        return suite(suite).stream()
                .filter(point -> point.method().equals(method) && point.has(params))
                .findFirst();
    }

    Optional<Measurement> find(String suite, String method, Shape shape) {
        return find(suite, method, Map.of("shape", shape.toString()));
    }

    OptionalDouble nanos(String suite, String method, Shape shape) {
        Optional<Measurement> found = find(suite, method, shape);
        return found.isPresent() ? OptionalDouble.of(found.get().nanos()) : OptionalDouble.empty();
    }

    OptionalDouble nanosPerRow(String suite, String method, Shape shape) {
        OptionalDouble nanos = nanos(suite, method, shape);
        return nanos.isPresent() ? OptionalDouble.of(nanos.getAsDouble() / shape.rows()) : nanos;
    }

    NavigableSet<Shape> shapes(String suite) {
        NavigableSet<Shape> shapes = new TreeSet<>();
        suite(suite).forEach(point -> point.shape().ifPresent(shapes::add));
        return shapes;
    }

    /** Time of one method divided by that of another, for every shape where both ran. */
    List<Figure> ratios(String suite, String over, String under) {
        return ratios(suite, over, under, shape -> true);
    }

    List<Figure> ratios(String suite, String over, String under, Predicate<Shape> where) {
        List<Figure> ratios = new ArrayList<>();
        for (Shape shape : shapes(suite)) {
            OptionalDouble above = nanos(suite, over, shape);
            OptionalDouble below = nanos(suite, under, shape);
            if (where.test(shape) && above.isPresent() && below.isPresent()) {
                ratios.add(new Figure(shape.toString(), above.getAsDouble() / below.getAsDouble()));
            }
        }
        return ratios;
    }

    boolean isOfSameMachine(Results other) {
        return machine.cpu().equals(other.machine.cpu()) && machine.cpuDetail().equals(other.machine.cpuDetail());
    }

    /** The width and the JVM, for people. */
    String configuration() {
        return vectorBits + " bits, JDK " + jvm.feature();
    }
}
