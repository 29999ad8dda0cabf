package org.ringloss.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ColdStartTest {
    private static double[] series(int slowCalls, double slow, double fast) {
        double[] calls = new double[1000];
        Arrays.fill(calls, fast);
        Arrays.fill(calls, 0, slowCalls, slow);
        return calls;
    }

    private static ColdStart start(double[]... forks) {
        return new ColdStart("simd", OptionalDouble.empty(), List.of(forks));
    }

    @Test
    void steadyIsWhereTheRunningMedianStays() {
        double[] calls = series(200, 1000, 10);
        calls[600] = 5000;

        ColdStart.Steady steady = start(calls).steady().orElseThrow();

        // The first window whose median is fast has 26 fast calls; it starts with the last 24 slow ones.
        assertThat(steady.call()).isEqualTo(177);
        assertThat(steady.nanosBefore()).isEqualTo(176 * 1000);
        assertThat(steady.nanosPerCall()).isEqualTo(10);
    }

    @Test
    void ofSeveralForksItIsTheMedian() {
        ColdStart start = start(series(100, 1000, 10), series(400, 1000, 10), series(200, 1000, 12));

        assertThat(start.steady().orElseThrow().call()).isEqualTo(177);
        assertThat(start.steady().orElseThrow().nanosPerCall()).isEqualTo(10);
        assertThat(start.calls()[150]).isEqualTo(1000);
        assertThat(start.calls()[999]).isEqualTo(10);
    }

    @Test
    void aRunThatNeverSettlesHasNoSteadyState() {
        double[] calls = series(0, 0, 10);
        Arrays.fill(calls, 960, 1000, 20);

        assertThat(start(calls).steady()).isEmpty();
        assertThat(start(new double[10]).steady()).isEmpty();
        assertThat(start().steady()).isEmpty();
    }

    @Test
    void aheadIsWhereTheLeadStays() {
        ColdStart slowStart = start(series(10, 100, 10));
        ColdStart even = start(series(0, 0, 30));

        // It loses 10 times 70 and wins 20 with every call from the eleventh on: ahead after 36 of these.
        assertThat(slowStart.aheadOf(even)).hasValue(46);
        assertThat(even.aheadOf(slowStart)).isEmpty();
    }

    @Test
    void aLeadThatDoesNotComeIsExpectedAtTheLastPace() {
        ColdStart slowStart = start(series(100, 1000, 10));
        ColdStart even = start(series(0, 0, 30));

        // Behind by 100 times 970 less 900 times 20, and 20 nearer with every call.
        assertThat(slowStart.aheadOf(even)).isEmpty();
        assertThat(slowStart.wouldBeAheadOf(even)).hasValue(1000 + (97_000 - 18_000) / 20.0);
        assertThat(even.wouldBeAheadOf(slowStart)).isEmpty();
        assertThat(start().wouldBeAheadOf(even)).isEmpty();
    }

    @Test
    void itIsReadFromItsSuite() throws Exception {
        assertThat(ColdStart.of(Fixtures.main(), "simd").orElseThrow().first()).hasValue(145e6);
        assertThat(ColdStart.of(Fixtures.main(), "other")).isEmpty();
    }
}
