// SPDX-License-Identifier: Apache-2.0
package org.ringloss.benchmarks;

import java.util.Collection;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.ScalarResult;

/** Gives JMH what calls {@link Interleaved} took and allocated, as secondary results. */
public final class InterleavedProfiler implements InternalProfiler {
    @Override
    public String getDescription() {
        return "times of calls in turns";
    }

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {}

    @Override
    public Collection<ScalarResult> afterIteration(
            BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
        return Interleaved.results();
    }
}
