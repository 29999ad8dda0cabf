package org.ringloss.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ringloss.benchmarks.report.Fixtures.point;
import static org.ringloss.benchmarks.report.Fixtures.run;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void numbersStandAtTheRight() {
        Table table = Table.ofNumbers("a", "b|c").row("x", "10").row("long", "7");

        assertThat(table.markdown()).isEqualTo("""
                | a | b\\|c |
                | --- | ---: |
                | x | 10 |
                | long | 7 |
                """);
        assertThat(table.text()).isEqualTo("""
                a     b|c
                x      10
                long    7
                """);
        assertThatThrownBy(() -> table.row("one")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aSuiteIsATableOfMethodsAndTheirRatios() {
        Results run = run(
                "peers", point("P.c", "64x128", 960), point("P.c", "256x2", 512), point("P.ringloss", "64x128", 640));

        assertThat(DetailTables.of(run, "peers").markdown()).isEqualTo("""
                | ns per row | ringloss | c | c / ringloss |
                | --- | ---: | ---: | ---: |
                | 256x2 | – | 2.00 ± 0.0 % | – |
                | 64x128 | 10.0 ± 0.0 % | 15.0 ± 0.0 % | 1.50 |
                """);
    }

    @Test
    void methodsThatShareNoPointHaveNoRatio() {
        Results run = run(
                "kernels",
                point("K.fused", Map.of("dim", "16"), 2560),
                point("K.norms", Map.of("dim", "16"), 1280),
                point("K.exactSums", Map.of(), 256));

        assertThat(DetailTables.of(run, "kernels").markdown()).isEqualTo("""
                | ns per row | fused | norms | exactSums | norms / fused |
                | --- | ---: | ---: | ---: | ---: |
                | dim 16 | 10.0 ± 0.0 % | 5.00 ± 0.0 % | – | 0.500 |
                | all | – | – | 1.00 ± 0.0 % | – |
                """);
    }

    @Test
    void oneMethodIsComparedWithItsFirstPoint() {
        Results run = run(
                "threads",
                point("T.ringloss", Map.of("threads", "1"), 256),
                point("T.ringloss", Map.of("threads", "2"), 128));

        assertThat(DetailTables.of(run, "threads").markdown()).isEqualTo("""
                | ns per row | ringloss | / 1 thread |
                | --- | ---: | ---: |
                | 1 thread | 1.00 ± 0.0 % | – |
                | 2 threads | 0.500 ± 0.0 % | 0.500 |
                """);
    }

    @Test
    void smallCallsAreNotDividedByTheirRows() {
        Results run = run("small-calls", point("S.ringloss", "8x8", 80), point("S.plain", "8x8", 20));

        assertThat(DetailTables.of(run, "small-calls").markdown())
                .contains("| ns per call | ringloss | plain | plain / ringloss |")
                .contains("| 8x8 | 80.0 ± 0.0 % | 20.0 ± 0.0 % | 0.250 |");
    }

    @Test
    void numbersHaveThreeDigits() {
        assertThat(Numbers.text(1234.5)).isEqualTo("1230");
        assertThat(Numbers.text(9.996)).isEqualTo("10.0");
        assertThat(Numbers.text(0.9994)).isEqualTo("0.999");
        assertThat(Numbers.text(0.0001)).isEqualTo("0");
        assertThat(Numbers.plain(15)).isEqualTo("15");
        assertThat(Numbers.plain(0.95)).isEqualTo("0.95");
        assertThat(Numbers.time(1.5e6)).isEqualTo("1.50 ms");
        assertThat(Numbers.bytes(1 << 20)).isEqualTo("1.00 MiB");
    }
}
