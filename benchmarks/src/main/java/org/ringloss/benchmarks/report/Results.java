// SPDX-License-Identifier: Apache-2.0
package org.ringloss.benchmarks.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.hipparchus.stat.StatUtils;

/** What was measured on one CPU with one JDK. */
record Results(Facts facts, List<Entry> entries) {
    /** What the timer adds to the name of a contender for the bytes. */
    private static final String BYTES = " bytes";

    /**
     * One benchmark with its parameters.
     *
     * @param nanos the median of the nanoseconds that a call of each contender takes
     * @param bytes what it allocates
     * @param isQuick whether it was measured in one JVM only
     * @param origin the commit and the date
     */
    record Entry(
            String suite,
            Map<String, String> params,
            Map<String, Double> nanos,
            Map<String, Double> bytes,
            boolean isQuick,
            String origin) {
        /** Of suites with that parameter. */
        Shape shape() {
            return Shape.of(params.getOrDefault("shape", "0x0"));
        }

        /** The time of one contender divided by that of another, if both were measured. */
        Optional<Double> ratio(String a, String b) {
            return nanos.containsKey(a) && nanos.containsKey(b)
                    ? Optional.of(nanos.get(a) / nanos.get(b))
                    : Optional.empty();
        }
    }

    /** Of every file in the folder, by CPU and then from the newest JDK on. */
    static Map<String, List<Results>> readAll(Path folder) throws IOException {
        Map<String, List<Results>> byCpu = new TreeMap<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.filter(path -> path.toString().endsWith(".machine.json"))
                        .toList()) {
                    Results results = read(file);
                    byCpu.computeIfAbsent(results.facts.slug(), slug -> new ArrayList<>())
                            .add(results);
                }
            }
        }
        byCpu.values().forEach(list -> list.sort((a, b) -> b.facts.jdk() - a.facts.jdk()));
        return byCpu;
    }

    private static Results read(Path machine) throws IOException {
        JsonMapper mapper = new JsonMapper();
        Facts facts = mapper.readValue(machine.toFile(), Facts.class);
        Path jmh = Path.of(machine.toString().replace(".machine.json", ".json"));
        List<Entry> entries = new ArrayList<>();
        mapper.readTree(jmh.toFile()).forEach(entry -> entries.add(entry(entry)));
        return new Results(facts, entries);
    }

    private static Entry entry(JsonNode jmh) {
        String[] names = jmh.path("benchmark").asText().split("\\.", -1);
        Map<String, String> params = new TreeMap<>();
        jmh.path("params")
                .properties()
                .forEach(param -> params.put(param.getKey(), param.getValue().asText()));
        Map<String, Double> nanos = new TreeMap<>();
        Map<String, Double> bytes = new TreeMap<>();
        jmh.path("secondaryMetrics").properties().forEach(metric -> {
            JsonNode values = metric.getValue();
            // Of what failed it is none.
            if (values.path("score").isNumber()) {
                boolean isTime = values.path("scoreUnit").asText().equals("ns/op");
                (isTime ? nanos : bytes).put(metric.getKey().replace(BYTES, ""), median(values));
            }
        });
        return new Entry(
                names[names.length - 2],
                params,
                nanos,
                bytes,
                jmh.path("forks").asInt() == 1,
                jmh.path("commit").asText() + " (" + jmh.path("date").asText() + ")");
    }

    /** Of all iterations of all JVMs. */
    private static double median(JsonNode metric) {
        double[] values = StreamSupport.stream(metric.path("rawData").spliterator(), false)
                .flatMap(fork -> StreamSupport.stream(fork.spliterator(), false))
                .mapToDouble(JsonNode::asDouble)
                .toArray();
        return StatUtils.percentile(values, 50);
    }

    /** From the shortest rows to the longest. */
    List<Entry> suite(String suite) {
        return entries.stream()
                .filter(entry -> entry.suite.equals(suite))
                .sorted(Comparator.comparing(Entry::shape))
                .toList();
    }

    /** Nanoseconds per call. */
    OptionalDouble nanos(String suite, Shape shape, String contender) {
        return suite(suite).stream()
                .filter(entry -> entry.shape().equals(shape) && entry.nanos.containsKey(contender))
                .mapToDouble(entry -> entry.nanos.get(contender))
                .findFirst();
    }

    OptionalDouble nanosPerRow(Shape shape, String contender) {
        return nanos("Peers", shape, contender).stream()
                .map(nanos -> nanos / shape.rows())
                .findFirst();
    }

    /** Of all shapes that have both contenders. */
    List<Figure> ratios(String suite, String a, String b, Predicate<Shape> where) {
        return suite(suite).stream()
                .filter(entry -> where.test(entry.shape()))
                .flatMap(entry ->
                        entry.ratio(a, b).map(ratio -> new Figure(entry.shape().toString(), ratio)).stream())
                .toList();
    }

    /** The commits that were measured, with their dates. */
    String origins() {
        TreeSet<String> origins = new TreeSet<>();
        entries.forEach(entry -> origins.add(entry.origin));
        return String.join(", ", origins);
    }
}
