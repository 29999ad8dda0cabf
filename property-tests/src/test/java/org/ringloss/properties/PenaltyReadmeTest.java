// SPDX-License-Identifier: Apache-2.0
package org.ringloss.properties;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.ringloss.internal.PenaltyKind;

/** The README's table of penalties is that of the code. */
class PenaltyReadmeTest {
    private static final String HEAD = """
            | factory | rho(e) | rho'(e) | default |
            |---|---|---|---|
            """;

    @Test
    void hasEveryRowOfTheTable() throws IOException {
        String table = Arrays.stream(PenaltyKind.values())
                .map(PenaltyReadmeTest::row)
                .collect(Collectors.joining("\n", HEAD, "\n\n"));
        assertThat(Files.readString(Path.of("..", "README.md"))).contains(table);
    }

    private static String row(PenaltyKind kind) {
        String defaults = Arrays.stream(kind.defaults())
                .mapToObj(Double::toString)
                .map(text -> text.replaceFirst("\\.0$", ""))
                .collect(Collectors.joining(", "));
        return "| `" + kind.signature() + "` | " + kind.value + " | " + kind.derivative + " | " + defaults + " |";
    }
}
