// SPDX-License-Identifier: Apache-2.0
package org.ringloss.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.Result;

class InterleavedTimerTest {
    private final Map<String, Callable<DoubleSupplier>> calls = new LinkedHashMap<>();
    /** The time, which only calls move on. */
    private long now;

    private byte[] kept = {};

    /** A call that takes so long, but a second every ninth time: the fourth time that it is timed. */
    private DoubleSupplier taking(long micros) {
        int[] count = {0};
        return () -> {
            now += ++count[0] % 9 == 0 ? TimeUnit.SECONDS.toNanos(1) : TimeUnit.MICROSECONDS.toNanos(micros);
            return 1;
        };
    }

    private static Map<String, Double> scores(InterleavedTimer timer) {
        return timer.results().stream().collect(Collectors.toMap(Result::getLabel, Result::getScore));
    }

    @Test
    void everyNameHasTheMedianOfItsTurns() {
        calls.put("long", () -> taking(3000));
        calls.put("longer", () -> taking(7000));
        InterleavedTimer timer = new InterleavedTimer(calls, () -> now);
        timer.take();

        assertThat(scores(timer)).containsEntry("long", 3e6).containsEntry("longer", 7e6);
    }

    @Test
    void shortCallsFillATurnAndLongOnesHaveThree() {
        int[] count = {0, 0};
        calls.put("short", () -> () -> {
            count[0]++;
            now += TimeUnit.MICROSECONDS.toNanos(1);
            return 1;
        });
        calls.put("long", () -> () -> {
            count[1]++;
            now += TimeUnit.SECONDS.toNanos(1);
            return 2;
        });
        InterleavedTimer timer = new InterleavedTimer(calls, () -> now);
        double sum = timer.take();

        // In each of three rounds 125 calls that are not timed and 500 that are; one and one. Each is tried once
        // before.
        assertThat(count).containsExactly(1 + 3 * 625, 1 + 3 * 2);
        assertThat(sum).isEqualTo(3 * 625 + 2 * 3 * 2);
        assertThat(scores(timer)).containsEntry("short", 1e3).containsEntry("long", 1e9);
    }

    @Test
    void everyRoundHasAnOrderOfItsOwn() {
        List<String> order = new ArrayList<>();
        for (String name : List.of("a", "b", "c", "d")) {
            calls.put(name, () -> () -> {
                order.add(name);
                now += TimeUnit.MILLISECONDS.toNanos(1);
                return 0;
            });
        }
        InterleavedTimer timer = new InterleavedTimer(calls, () -> now);
        order.clear();
        timer.take();

        assertThat(order.size()).isGreaterThan(10 * 8);
        assertThat(new HashSet<>(order.subList(0, 8))).hasSize(4);
        assertThat(order.subList(0, 40)).isNotEqualTo(order.subList(40, 80));
    }

    @Test
    void bytesAreCountedExactly() {
        calls.put("nothing", () -> () -> 1);
        calls.put("array", () -> () -> {
            kept = new byte[10_000];
            return kept.length;
        });
        InterleavedTimer timer = new InterleavedTimer(calls);
        timer.take();

        // A call that allocates takes 8 bytes at least; once in a while the JVM itself takes some in this thread.
        assertThat(scores(timer).get("nothing" + InterleavedTimer.BYTES)).isBetween(0.0, 0.01);
        // And its header.
        assertThat(scores(timer).get("array" + InterleavedTimer.BYTES)).isBetween(10_001.0, 10_032.0);
    }

    @Test
    void whatFailsHasNoNumberAndOthersHave() {
        calls.put("unmade", () -> {
            throw new IllegalStateException("expected in a test: no library");
        });
        calls.put("broken", () -> () -> {
            throw new UnsatisfiedLinkError("expected in a test: no function");
        });
        calls.put("sound", () -> taking(1000));
        InterleavedTimer timer = new InterleavedTimer(calls, () -> now);
        timer.take();

        assertThat(scores(timer))
                .containsOnly(
                        Map.entry("unmade", Double.NaN),
                        Map.entry("broken", Double.NaN),
                        Map.entry("sound", 1e6),
                        Map.entry("sound" + InterleavedTimer.BYTES, 0.0));
    }

    @Test
    void anIterationHasItsOwnTurnsOnly() {
        long[] nanos = {TimeUnit.MILLISECONDS.toNanos(2)};
        calls.put("call", () -> () -> {
            now += nanos[0];
            return 1;
        });
        InterleavedTimer timer = new InterleavedTimer(calls, () -> now);
        timer.take();
        nanos[0] *= 3;
        timer.take();

        assertThat(scores(timer)).containsEntry("call", 6e6);
    }
}
