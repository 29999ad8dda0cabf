// SPDX-License-Identifier: Apache-2.0
package example;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class TrainDigitsTest {
    @Test
    void ringLossEvensTheNormsOutAndKeepsTheAccuracy() {
        TrainDigits.Outcome alone = TrainDigits.train(0);
        TrainDigits.Outcome both = TrainDigits.train(TrainDigits.LAMBDA);

        assertThat(alone.accuracy()).isGreaterThan(0.97);
        assertThat(both.accuracy()).isGreaterThan(alone.accuracy() - 0.01);
        assertThat(both.unevenness()).isLessThan(alone.unevenness() / 3);
        assertThat(both.radius()).isPositive();
    }

    /** The page shows this program, all of it but the line of the licence. */
    @Test
    void thePageShowsThisProgram() throws Exception {
        String source = Files.readString(Path.of("src/test/java/example/TrainDigits.java"));
        String program = source.substring(source.indexOf('\n') + 1);
        assertThat(Files.readString(Path.of("../../docs/trainers-pytorch.md")))
                .contains("```java\n" + program + "```\n");
    }
}
