package org.ringloss.benchmarks.report;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.ringloss.benchmarks.report.Measurement.Metric;

/** Results that nobody measured. */
final class Fixtures {
    static final Machine MACHINE =
            new Machine("Test CPU", "", 2, Map.of("L1d", 32L << 10, "L2", 1L << 20, "L3", 32L << 20), "", "");

    private Fixtures() {}

    /** The folder with a results file of JDK 17 and one of JDK 25. */
    static Path folder() throws URISyntaxException {
        return Path.of(Fixtures.class.getResource("results").toURI());
    }

    /** The file of JDK 25. */
    static Results main() throws IOException, URISyntaxException {
        return Results.readAll(folder()).get(1);
    }

    static Metric metric(String unit, double... values) {
        return new Metric(0, unit, List.of(Arrays.stream(values).boxed().toList()));
    }

    static Measurement point(String benchmark, Map<String, String> params, double nanos) {
        return new Measurement(benchmark, "avgt", params, metric("ns/op", nanos), Map.of());
    }

    static Measurement point(String benchmark, String shape, double nanos) {
        return point(benchmark, Map.of("shape", shape), nanos);
    }

    static Measurement point(String benchmark, String shape, double nanos, double bytes) {
        return point(benchmark, Map.of("shape", shape), nanos, bytes);
    }

    static Measurement point(String benchmark, Map<String, String> params, double nanos, double bytes) {
        return point(benchmark, "avgt", params, nanos, bytes);
    }

    /** As {@link #point(String, Map, double, double)}, with its bytes counted exactly. */
    static Measurement inTurns(String benchmark, Map<String, String> params, double nanos, double bytes) {
        return point(benchmark, "turns", params, nanos, bytes);
    }

    private static Measurement point(
            String benchmark, String mode, Map<String, String> params, double nanos, double bytes) {
        return new Measurement(
                benchmark, mode, params, metric("ns/op", nanos), Map.of("gc.alloc.rate.norm", metric("B/op", bytes)));
    }

    static Results run(Machine machine, int bits, int feature, String suite, Measurement... points) {
        return new Results(
                "test-" + bits + "-jdk" + feature,
                machine,
                new Results.Jvm("", "", "", feature),
                bits,
                "",
                Map.of(suite, new Results.Suite("", "", false, new ArrayList<>(List.of(points)))));
    }

    static Results run(String suite, Measurement... points) {
        return run(MACHINE, 512, 25, suite, points);
    }
}
