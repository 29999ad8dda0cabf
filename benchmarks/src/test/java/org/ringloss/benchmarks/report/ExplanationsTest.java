package org.ringloss.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ExplanationsTest {
    @Test
    void everyHeadingOfTheSecondLevelIsATarget() {
        Explanations explanations = Explanations.parse(
                "# Why\n\nNotes.\n\n## c-each\n\nShort rows.\n\n### More\n\nText.\n\n## empty\n\n## netlib\nWell.\n");

        assertThat(explanations.ids()).containsExactly("c-each", "netlib");
        assertThat(explanations.of("c-each")).contains("Short rows.\n\n### More\n\nText.");
        assertThat(explanations.of("empty")).isEmpty();
    }

    @Test
    void withoutAFileNothingIsExplained() throws Exception {
        assertThat(Explanations.read(Path.of("no-such-file.md")).ids()).isEmpty();
    }
}
