// SPDX-License-Identifier: Apache-2.0
package org.ringloss.djl;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringloss.Penalty;
import org.ringloss.RingLoss;
import org.ringloss.djl.program.Digits;

class DigitsTest {
    private static final int EPOCHS = 20;

    @Test
    void aRingLossEvensOutTheNormsAtEqualAccuracy() throws Exception {
        RingLoss ring =
                RingLoss.builder().penalty(Penalty.squared()).weight(0.3).build();
        Digits.Outcome softmax = Digits.train(ring.withWeight(0), EPOCHS);
        Digits.Outcome both = Digits.train(ring, EPOCHS);
        assertThat(softmax.accuracy()).isGreaterThan(0.95f);
        assertThat(both.accuracy()).isGreaterThan(softmax.accuracy() - 0.015f);
        assertThat(both.norms().coefficientOfVariation())
                .isLessThan(softmax.norms().coefficientOfVariation() / 3);
        assertThat(both.radius()).isNotEqualTo(5).isBetween(4.0, 6.0);
        // Nothing pulled at the radius of the first.
        assertThat(softmax.radius()).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "../../docs/trainers-djl.md"})
    void thePagesShowTheProgram(String page) throws Exception {
        String source = Files.readString(Path.of("src/test/java/org/ringloss/djl/program/Digits.java"));
        String program = source.substring(source.indexOf("import ")).strip();
        assertThat(Files.readString(Path.of(page))).contains("```java\n" + program + "\n```");
    }
}
