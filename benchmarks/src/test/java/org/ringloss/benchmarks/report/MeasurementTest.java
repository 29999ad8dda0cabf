package org.ringloss.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.ringloss.benchmarks.report.Fixtures.metric;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.ringloss.benchmarks.report.Measurement.Metric;

class MeasurementTest {
    @Test
    void theMedianIsOfAllIterationsOfAllForks() {
        Metric metric = new Metric(99, "ns/op", List.of(List.of(1.0, 2.0, 100.0), List.of(3.0, 4.0, 5.0)));

        assertThat(metric.median()).isEqualTo(3.5);
        assertThat(metric("ns/op", 7, 1, 3).median()).isEqualTo(3);
    }

    @Test
    void timesAreNanoseconds() {
        assertThat(metric("us/op", 2).median()).isEqualTo(2e3);
        assertThat(metric("ms/op", 2).median()).isEqualTo(2e6);
        assertThat(metric("s/op", 2).median()).isEqualTo(2e9);
        assertThat(metric("B/op", 2).median()).isEqualTo(2);
        assertThat(metric("ms/op", 2, 3).forks().get(0)).containsExactly(2e6, 3e6);
    }

    @Test
    void withoutIterationsTheScoreCounts() {
        assertThat(new Metric(1.5, "us/op", List.of()).median()).isEqualTo(1500);
        assertThat(new Metric(1.5, "us/op", List.of()).spread()).isZero();
    }

    @Test
    void theSpreadIsHalfOfTheMiddleHalf() {
        assertThat(metric("us/op", 90, 95, 100, 105, 110).spread()).isEqualTo(0.05, within(1e-12));
    }

    @Test
    void theAllocationIsFoundWithAndWithoutADot() {
        for (String name : List.of("gc.alloc.rate.norm", "·gc.alloc.rate.norm")) {
            Measurement point = new Measurement(
                    "a.B.c",
                    "avgt",
                    Map.of(),
                    metric("ns/op", 1),
                    Map.of("gc.alloc.rate", metric("MB/sec", 5), name, metric("B/op", 24)));

            assertThat(point.allocated()).contains(24.0);
        }
        assertThat(Fixtures.point("a.B.c", "1x1", 1).allocated()).isEmpty();
    }

    @Test
    void whatIsAllocatedInOneIterationIsNotOfEveryCall() {
        Measurement once = new Measurement(
                "a.B.c",
                "turns",
                Map.of(),
                metric("ns/op", 1),
                Map.of("gc.alloc.rate.norm", metric("B/op", 0, 0, 12.1, 0, 0)));

        assertThat(once.allocated()).contains(0.0);
    }

    @Test
    void namesAndShapesAreThoseOfTheResult() {
        Measurement point = Fixtures.point("org.ringloss.benchmarks.Peers.c", "64x128", 1);

        assertThat(point.method()).isEqualTo("c");
        assertThat(point.shape()).contains(new Shape(64, 128));
        assertThat(Fixtures.point("a.B.c", "wide", 1).shape()).isEmpty();
    }
}
