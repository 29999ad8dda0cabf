// SPDX-License-Identifier: Apache-2.0
package org.ringloss.guide;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The program of docs/trainers.md does what the page says. */
class PlainJavaTrainingTest {
    @Test
    void ringLossEvensTheNorms() {
        double without = PlainJavaTraining.train(0).coefficientOfVariation();
        double with = PlainJavaTraining.train(1).coefficientOfVariation();
        assertThat(with).isLessThan(0.6 * without);
    }

    @Test
    void thePageShowsIt() throws IOException {
        Path here = Path.of("").toAbsolutePath();
        String file = Files.readString(here.resolve("src/test/java/org/ringloss/guide/PlainJavaTraining.java"));
        String program = file.substring(file.indexOf("import "));
        assertThat(Files.readString(here.resolveSibling("docs/trainers.md"))).contains("```java\n" + program + "```");
    }
}
