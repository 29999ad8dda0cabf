package org.ringloss.benchmarks.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.hipparchus.stat.StatUtils;

/**
 * How a backend comes up in a fresh JVM.
 *
 * @param first nanoseconds of the first call, with what it takes to build the loss
 * @param forks nanoseconds of one call after the other, for every JVM that was started
 */
record ColdStart(String backend, OptionalDouble first, List<double[]> forks) {
    private static final String SUITE = "cold-start";
    private static final int WINDOW = 50;
    private static final double TOLERANCE = 1.2;

    /** Calls count from 1. */
    record Steady(double call, double nanosBefore, double nanosPerCall) {}

    static Optional<ColdStart> of(Results run, String backend) {
        Map<String, String> params = Map.of("backend", backend);
        Optional<Measurement> first = run.find(SUITE, "firstCall", params);
        Optional<Measurement> series = run.find(SUITE, "series", params);
        if (first.isEmpty() && series.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new ColdStart(
                backend,
                first.isPresent() ? OptionalDouble.of(first.get().nanos()) : OptionalDouble.empty(),
                series.map(point -> point.primaryMetric().forks()).orElse(List.of())));
    }

    /** Every call's median over the forks. */
    double[] calls() {
        int length = forks.stream().mapToInt(fork -> fork.length).min().orElse(0);
        double[] medians = new double[length];
        for (int call = 0; call < length; call++) {
            int index = call;
            medians[call] =
                    median(forks.stream().mapToDouble(fork -> fork[index]).toArray());
        }
        return medians;
    }

    /**
     * The first call from which the running median of {@value #WINDOW} calls stays within {@value #TOLERANCE} of the
     * median of the last quarter; empty if a fork never came there. Of several forks the median.
     */
    Optional<Steady> steady() {
        List<Steady> found = new ArrayList<>();
        for (double[] fork : forks) {
            Optional<Steady> steady = steady(fork);
            if (steady.isEmpty()) {
                return Optional.empty();
            }
            found.add(steady.get());
        }
        return found.isEmpty()
                ? Optional.empty()
                : Optional.of(new Steady(
                        median(found.stream().mapToDouble(Steady::call).toArray()),
                        median(found.stream().mapToDouble(Steady::nanosBefore).toArray()),
                        median(found.stream().mapToDouble(Steady::nanosPerCall).toArray())));
    }

    private static Optional<Steady> steady(double[] calls) {
        if (calls.length < 2 * WINDOW) {
            return Optional.empty();
        }
        double last = lastPace(calls);
        int start = calls.length - WINDOW + 1;
        while (start > 0 && median(Arrays.copyOfRange(calls, start - 1, start - 1 + WINDOW)) <= TOLERANCE * last) {
            start--;
        }
        return start > calls.length - WINDOW
                ? Optional.empty()
                : Optional.of(
                        new Steady(start + 1.0, Arrays.stream(calls, 0, start).sum(), last));
    }

    /** The call from which on this backend has taken less time in all than the other; empty if that never comes. */
    OptionalInt aheadOf(ColdStart other) {
        double[] ours = calls();
        double[] theirs = other.calls();
        int length = Math.min(ours.length, theirs.length);
        double lead = 0;
        int from = -1;
        for (int call = 0; call < length; call++) {
            lead += theirs[call] - ours[call];
            if (lead <= 0) {
                from = -1;
            } else if (from < 0) {
                from = call + 1;
            }
        }
        return from < 0 ? OptionalInt.empty() : OptionalInt.of(from);
    }

    /** Where {@link #aheadOf} would be if both went on at their last pace; empty if this backend is not the faster. */
    OptionalDouble wouldBeAheadOf(ColdStart other) {
        double[] ours = calls();
        double[] theirs = other.calls();
        int length = Math.min(ours.length, theirs.length);
        double behind = Arrays.stream(ours, 0, length).sum()
                - Arrays.stream(theirs, 0, length).sum();
        double gain = length == 0 ? 0 : lastPace(theirs) - lastPace(ours);
        return gain > 0 ? OptionalDouble.of(length + Math.max(0, behind) / gain) : OptionalDouble.empty();
    }

    private static double lastPace(double[] calls) {
        return median(Arrays.copyOfRange(calls, calls.length - (calls.length + 3) / 4, calls.length));
    }

    private static double median(double[] values) {
        return StatUtils.percentile(values, 50);
    }
}
