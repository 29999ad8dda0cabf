// SPDX-License-Identifier: Apache-2.0
package org.ringloss.properties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table of the documentation says of each penalty what the penalty does. */
class PenaltyTableTest {
    private static final Path PAGE = Path.of("..", "docs", "numerics.md");

    private static List<String[]> rows() throws IOException {
        return PenaltyTable.in(PAGE)
                .lines()
                .skip(2)
                .map(line -> line.substring(2).split(" \\| ?", -1))
                .toList();
    }

    @Test
    void ofTheDocumentationHasEveryPenalty() throws IOException {
        assertThat(rows().stream().map(cells -> cells[0]))
                .as("written by property-tests/accuracy penalties --write docs/numerics.md")
                .containsExactlyElementsOf(
                        PenaltyCase.SWEPT.stream().map(PenaltyCase::toString).toList());
    }

    @Test
    void ofTheDocumentationHoldsWhereItSaysSo() throws IOException {
        Map<String, PenaltyCase> cases =
                PenaltyCase.SWEPT.stream().collect(Collectors.toMap(PenaltyCase::toString, Function.identity()));
        for (String[] cells : rows()) {
            PenaltyCase penalty = cases.get(cells[0]);
            assertCell(
                    cells[1],
                    cells[2],
                    e -> PenaltyError.of(penalty.library().value(e), PenaltyOracle.value(penalty, e)));
            assertCell(
                    cells[3],
                    cells[4],
                    e -> PenaltyError.of(penalty.library().derivative(e), PenaltyOracle.derivative(penalty, e)));
        }
    }

    private static void assertCell(String error, String at, Function<Double, PenaltyError> measured) {
        if (error.equals("exact")) {
            return;
        }
        double relative = measured.apply(Double.parseDouble(at)).relative();
        assertThat(String.format(Locale.ROOT, "%.2e", relative)).isEqualTo(error);
        assertThat(relative).isLessThanOrEqualTo(PenaltyError.ALLOWED_RELATIVE);
    }

    @Test
    void replacesWhatIsBetweenTheMarkers(@TempDir Path folder) throws IOException {
        Path page = folder.resolve("page.md");
        Files.writeString(page, Files.readString(PAGE));
        PenaltyCase penalty = PenaltyCase.of("squared");
        PenaltySweep sweep = new PenaltySweep(penalty);
        sweep.run(new double[] {0.1, 0.3, 1e-160}, 0);
        PenaltyTable table = new PenaltyTable();
        table.add(penalty, sweep);
        table.writeInto(page);
        assertThat(PenaltyTable.in(page)).isEqualTo(table.toString()).contains("| squared() | ");
        String rest = Files.readString(PAGE).replace(PenaltyTable.in(PAGE), "");
        assertThat(Files.readString(page).replace(table.toString(), "")).isEqualTo(rest);
    }

    @Test
    void needsItsMarkers(@TempDir Path folder) throws IOException {
        Path page = folder.resolve("page.md");
        Files.writeString(page, "no markers");
        assertThatThrownBy(() -> new PenaltyTable().writeInto(page))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("page.md has no section");
        assertThat(page).hasContent("no markers");
    }
}
