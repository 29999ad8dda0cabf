package org.ringloss.benchmarks.report;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.hipparchus.stat.descriptive.rank.Percentile;

/** One benchmark method at one point of its parameters, in the form in which JMH writes it. */
@JsonIgnoreProperties(ignoreUnknown = true)
record Measurement(
        String benchmark,
        String mode,
        Map<String, String> params,
        Metric primaryMetric,
        Map<String, Metric> secondaryMetrics) {
    private static final String ALLOCATION = "gc.alloc.rate.norm";
    private static final String IN_TURNS = "turns";

    Measurement {
        Objects.requireNonNull(benchmark, "a result without a benchmark");
        Objects.requireNonNull(primaryMetric, () -> benchmark + " has no primaryMetric");
        mode = Objects.requireNonNullElse(mode, "");
        params = Collections.unmodifiableMap(new TreeMap<>(Objects.requireNonNullElse(params, Map.of())));
        secondaryMetrics = Objects.requireNonNullElse(secondaryMetrics, Map.of());
    }

    /** What was measured of it: a list of iterations per fork. JMH leaves the lists out of some modes. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Metric(double score, String scoreUnit, List<List<Double>> rawData) {
        Metric {
            scoreUnit = Objects.requireNonNullElse(scoreUnit, "");
            rawData = Objects.requireNonNullElse(rawData, List.of());
        }

        /** Over all iterations of all forks; times are in nanoseconds. */
        double median() {
            return percentile(50);
        }

        /** Half of what the middle half of the iterations spans, as a share of the median. */
        double spread() {
            double median = median();
            return median == 0 ? 0 : (percentile(75) - percentile(25)) / 2 / median;
        }

        /** The iterations of every fork in the order in which they ran; times are in nanoseconds. */
        List<double[]> forks() {
            return rawData.stream()
                    .map(fork -> fork.stream()
                            .mapToDouble(value -> value * nanosPerUnit())
                            .toArray())
                    .toList();
        }

        private double percentile(double p) {
            double[] all = rawData.stream()
                    .flatMap(Collection::stream)
                    .mapToDouble(value -> value * nanosPerUnit())
                    .toArray();
            return all.length == 0
                    ? score * nanosPerUnit()
                    : new Percentile()
                            .withEstimationType(Percentile.EstimationType.R_7)
                            .evaluate(all, p);
        }

        private double nanosPerUnit() {
            return switch (scoreUnit) {
                case "us/op" -> 1e3;
                case "ms/op" -> 1e6;
                case "s/op" -> 1e9;
                default -> 1;
            };
        }
    }

    /** The name of the method. */
    String method() {
        return benchmark.substring(benchmark.lastIndexOf('.') + 1);
    }

    Optional<Shape> shape() {
        return Optional.ofNullable(params.get("shape")).flatMap(Shape::parse);
    }

    boolean has(Map<String, String> wanted) {
        return params.entrySet().containsAll(wanted.entrySet());
    }

    /** Whether it took turns with the others of its suite in one JVM, and not alone in one of its own. */
    boolean inTurns() {
        return mode.equals(IN_TURNS);
    }

    /** Median of the nanoseconds per call. */
    double nanos() {
        return primaryMetric.median();
    }

    /**
     * Bytes allocated per call, where the run counted them: exactly if it was in turns, and otherwise with what JMH itself
     * allocates. The median where the file has the iterations: what happens once is not of a call. Some versions of JMH put a
     * dot before the name.
     */
    Optional<Double> allocated() {
        return secondaryMetrics.entrySet().stream()
                .filter(metric -> metric.getKey().endsWith(ALLOCATION))
                .map(metric -> metric.getValue().median())
                .findFirst();
    }
}
