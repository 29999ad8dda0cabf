// SPDX-License-Identifier: Apache-2.0
package org.ringloss.properties;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The worst errors of penalties as a table in a Markdown page, between two markers. */
final class PenaltyTable {
    private static final String BEGIN = "<!-- property-tests/accuracy penalties writes from here -->\n";
    private static final String END = "<!-- to here -->\n";

    private final StringBuilder text = new StringBuilder("""
            | penalty | rho off by | at e = | rho' off by | at e = | subnormal results that have fewer digits off by |
            |---|---|---|---|---|---|
            """);

    void add(PenaltyCase penalty, PenaltySweep sweep) {
        text.append(String.format(
                Locale.ROOT,
                "| %s | %s | %s | %.1f |\n",
                penalty,
                cells(sweep.value()),
                cells(sweep.derivative()),
                Math.max(sweep.value().steps(), sweep.derivative().steps())));
    }

    private static String cells(PenaltySweep.Worst worst) {
        return worst.relative() == 0
                ? "exact | "
                : String.format(Locale.ROOT, "%.2e | %s", worst.relative(), worst.at());
    }

    /** Puts the table in the place of what stands between the markers. */
    void writeInto(Path page) throws IOException {
        String before = Files.readString(page);
        int begin = before.indexOf(BEGIN);
        int end = before.indexOf(END, begin);
        if (begin < 0 || end < 0) {
            throw new IOException(page + " has no section between the lines " + BEGIN.strip() + " and " + END.strip());
        }
        Files.writeString(page, before.substring(0, begin + BEGIN.length()) + text + before.substring(end));
    }

    /** The lines between the markers of a page. */
    static String in(Path page) throws IOException {
        String all = Files.readString(page);
        return all.substring(all.indexOf(BEGIN) + BEGIN.length(), all.indexOf(END));
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
