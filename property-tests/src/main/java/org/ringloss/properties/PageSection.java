// SPDX-License-Identifier: Apache-2.0
package org.ringloss.properties;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a command writes into a Markdown page, between two markers. */
record PageSection(String command) {
    private String begin() {
        return "<!-- " + command + " writes from here -->\n";
    }

    private String end() {
        return "<!-- " + command + " writes to here -->\n";
    }

    /** Puts the text in the place of what stands between the markers. */
    void write(Path page, String text) throws IOException {
        String all = Files.readString(page);
        String before = read(page);
        int from = all.indexOf(begin()) + begin().length();
        Files.writeString(page, all.substring(0, from) + text + all.substring(from + before.length()));
    }

    /** What stands between the markers. */
    String read(Path page) throws IOException {
        String all = Files.readString(page);
        int begin = all.indexOf(begin());
        int end = all.indexOf(end(), begin);
        if (begin < 0 || end < 0) {
            throw new IOException(
                    page + " has no section between the lines " + begin().strip() + " and " + end().strip());
        }
        return all.substring(begin + begin().length(), end);
    }
}
