package org.ringloss.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.DoubleSupplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.ringloss.Penalty;

class SuiteTest {
    private static final OutputFormat SILENT = OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT);

    @Test
    void namesAreInKebabCase() {
        assertThat(Suite.all().stream().map(Suite::name))
                .contains(
                        "shapes",
                        "peers",
                        "limits",
                        "mixed-shapes",
                        "widths",
                        "penalties",
                        "add-mode",
                        "threads",
                        "small-calls",
                        "kernels",
                        "cold-start")
                .doesNotHaveDuplicates();
        assertThat(Suite.kebab("SmallCalls")).isEqualTo("small-calls");
    }

    @Test
    void everyBenchmarkBelongsToOneSuiteAndNoSuiteIsEmpty() {
        Set<BenchmarkListEntry> benchmarks = BenchmarkList.defaultList().getAll(SILENT, List.of());
        Set<String> seen = new TreeSet<>();
        for (BenchmarkListEntry benchmark : benchmarks) {
            List<String> owners = Suite.all().stream()
                    .filter(suite -> Pattern.compile(suite.include())
                            .matcher(benchmark.getUsername())
                            .find())
                    .map(Suite::name)
                    .toList();
            assertThat(owners).as(benchmark.getUsername()).hasSize(1);
            seen.addAll(owners);
        }
        assertThat(seen)
                .containsExactlyInAnyOrderElementsOf(
                        Suite.all().stream().map(Suite::name).toList());
    }

    @Test
    void theQuickShapesAreShapes() throws NoSuchFieldException {
        assertThat(params(Shapes.class, "shape")).contains(Shapes.FEW);
    }

    @Test
    void everyBuiltInPenaltyIsMeasuredUnderItsText() {
        assertThat(new Penalties().calls().keySet())
                .map(name -> name.replace("ringloss penalty=", ""))
                .containsExactlyInAnyOrder(
                        "none",
                        Penalty.squared().toString(),
                        Penalty.huber().toString(),
                        Penalty.oneSidedHuber().toString(),
                        Penalty.cauchy().toString(),
                        Penalty.gemanMcClure().toString(),
                        Penalty.pseudoHuber().toString(),
                        Penalty.welsch().toString(),
                        Penalty.tukey().toString(),
                        Penalty.logCosh().toString(),
                        Penalty.barron(0.5, 1).toString());
    }

    @Test
    void whatIsComparedTakesTurns() {
        assertThat(Suite.all())
                .filteredOn(Suite::inTurns)
                .map(Suite::name)
                .filteredOn(name -> !name.equals("libtorch"))
                .containsExactlyInAnyOrder("peers", "limits", "shapes", "small-calls", "penalties", "add-mode");
    }

    /** A build without PyTorch has these. */
    @Test
    void everyCallOfASuiteComputesSomething() throws Exception {
        for (Interleaved suite :
                List.of(new Limits(), new Shapes(), new SmallCalls(), new Penalties(), new AddMode())) {
            Map<String, Callable<DoubleSupplier>> calls = suite.calls();
            // Not compiled everywhere: PeersAgreeTest has it.
            calls.remove("c");
            for (Map.Entry<String, Callable<DoubleSupplier>> call : calls.entrySet()) {
                assertThat(call.getValue().call().getAsDouble())
                        .as(suite.getClass().getSimpleName() + " " + call.getKey())
                        .isFinite();
            }
        }
        assertThat(new Peers().calls().keySet())
                .containsExactly("ringloss", "c", "cDoubles", "cUnaligned", "cSameBits", "netlib");
    }

    private static String[] params(Class<?> type, String field) throws NoSuchFieldException {
        return type.getField(field).getAnnotation(Param.class).value();
    }
}
