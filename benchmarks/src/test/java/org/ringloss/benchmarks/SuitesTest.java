// SPDX-License-Identifier: Apache-2.0
package org.ringloss.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.ringloss.Penalty;

class SuitesTest {
    @Test
    void everyContenderComputesSomething() throws Exception {
        for (Interleaved suite : List.of(
                new Peers(),
                new SmallCalls(),
                new Penalties(),
                new AddMode(),
                new ExactSums(),
                new Threads(),
                new MixedShapes())) {
            Map<String, Callable<DoubleSupplier>> calls = new HashMap<>(suite.calls());
            // Not compiled everywhere: PeersAgreeTest has them.
            List.of("c", "cDoubles", "cAsArrays").forEach(calls::remove);
            for (Map.Entry<String, Callable<DoubleSupplier>> call : calls.entrySet()) {
                assertThat(call.getValue().call().getAsDouble())
                        .as(suite.getClass().getSimpleName() + " " + call.getKey())
                        .isFinite();
            }
        }
    }

    @Test
    void everyPenaltyIsAnotherBuiltInOne() {
        assertThat(Penalties.BUILT_IN).hasSize(10).extracting(Penalty::parse).doesNotHaveDuplicates();
    }

    @Test
    void theScriptRunsEverySuite() throws Exception {
        String script = Files.readString(Path.of("run"));
        for (BenchmarkListEntry benchmark : BenchmarkList.defaultList()
                .getAll(OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT), List.of())) {
            String[] names = benchmark.getUsername().split("\\.", -1);
            String suite = names[names.length - 2].replaceAll("(?<=[a-z])(?=[A-Z])", "-");
            assertThat(script).containsIgnoringCase(suite);
        }
    }
}
