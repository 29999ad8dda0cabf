package org.ringloss.simd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ringloss.internal.ScalarBackend;

/**
 * C2 inlines no method of more than 325 bytes of bytecode (its flag FreqInlineSize), however hot. Kernels that are longer are
 * compiled by themselves: within their callers they would be too much for JDK 17, and vectors would go to the heap.
 */
class KernelsAreCompiledApartTest {
    private static final int LONGEST_INLINED = 325;

    static Stream<Kernel> kernels() {
        return Stream.of(
                new Kernel(RowLanes.class, "sums"),
                new Kernel(RowLanes.class, "blocks"),
                new Kernel(RowLanes.class, "twoSteps"),
                new Kernel(RowLanes.class, "wholeSteps"),
                new Kernel(RowLanes.class, "stepsAndRest"),
                new Kernel(LaneFold.class, "normsBy8"),
                new Kernel(LaneFold.class, "by4WithinVectors"),
                new Kernel(LaneFold.class, "by2AndBy1"),
                new Kernel(WholeBlocks.class, "both"),
                new Kernel(WholeBlocks.class, "bothHalves"),
                new Kernel(RowScaling.class, "scale"),
                new Kernel(ExactSums.class, "sum"),
                new Kernel(ExactSums.class, "sumNorms"),
                new Kernel(ScalarBackend.class, "foldPairs"));
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void becauseTheyAreTooLongToBeInlined(Kernel kernel) {
        assertThat(bytes(kernel)).isGreaterThan(LONGEST_INLINED);
    }

    /** Where the last instruction of a method begins: its bytes but for one to three. */
    private static int bytes(Kernel kernel) {
        StringWriter output = new StringWriter();
        int status = ToolProvider.findFirst("javap")
                .orElseThrow()
                .run(
                        new PrintWriter(output),
                        new PrintWriter(output),
                        "-c",
                        "-p",
                        kernel.holder
                                .getResource(kernel.holder.getSimpleName() + ".class")
                                .toString());
        assertThat(status).as(output.toString()).isZero();
        // Methods are apart by empty lines; the first line of each is its declaration.
        return Stream.of(output.toString().split("\\R\\R"))
                .filter(method -> method.contains(" " + kernel.method + "("))
                .filter(method -> method.indexOf(" " + kernel.method + "(") < method.indexOf("Code:"))
                .flatMap(String::lines)
                .filter(line -> line.matches(" +\\d+: .*"))
                .mapToInt(line ->
                        Integer.parseInt(line.substring(0, line.indexOf(':')).strip()))
                .max()
                .orElseThrow();
    }

    private record Kernel(Class<?> holder, String method) {
        @Override
        public String toString() {
            return holder.getSimpleName() + "." + method;
        }
    }
}
