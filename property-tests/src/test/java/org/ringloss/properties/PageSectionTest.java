// SPDX-License-Identifier: Apache-2.0
package org.ringloss.properties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands write their tables between markers of a page and nowhere else. */
class PageSectionTest {
    private static final PageSection SECTION = new PageSection("a command");
    private static final String BEGIN = "before\n<!-- a command writes from here -->\n";
    private static final String END = "<!-- a command writes to here -->\nafter\n";

    @Test
    void replacesWhatIsBetweenTheMarkers(@TempDir Path folder) throws IOException {
        Path page = folder.resolve("page.md");
        String other = "<!-- another command writes from here -->\nits own\n<!-- another command writes to here -->\n";
        Files.writeString(page, other + BEGIN + "old\n" + END);
        assertThat(SECTION.read(page)).isEqualTo("old\n");
        SECTION.write(page, "new\nlines\n");
        assertThat(Files.readString(page)).isEqualTo(other + BEGIN + "new\nlines\n" + END);
    }

    @Test
    void needsItsMarkers(@TempDir Path folder) throws IOException {
        Path page = folder.resolve("page.md");
        for (String text : new String[] {"no markers", BEGIN, END}) {
            Files.writeString(page, text);
            assertThatThrownBy(() -> SECTION.write(page, "new"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("page.md has no section");
            assertThat(Files.readString(page)).isEqualTo(text);
        }
    }
}
