// SPDX-License-Identifier: Apache-2.0
package org.ringloss.properties;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/** The worst errors of norms, by the kind of the rows and their length. */
final class NormTable {
    static final PageSection SECTION = new PageSection("property-tests/accuracy norms");

    private static final int[] DIMENSIONS = {1, 8, 64, 512, 1024, 4096, 1 << 16, 1 << 20};
    /** Of the longest rows there are fewer: so many floats for each row asked for. */
    private static final int FLOATS_PER_ROW = 1024;

    private final StringBuilder text = new StringBuilder("| rows |");
    private boolean kept = true;

    NormTable(long seed, int rows) {
        for (int dim : DIMENSIONS) {
            text.append(" D = ").append(dim).append(" |");
        }
        text.append("\n|---|").append("---|".repeat(DIMENSIONS.length)).append('\n');
        NormSweep sweep = new NormSweep(seed);
        for (NormRows.Kind kind : NormRows.Kind.values()) {
            text.append("| ").append(kind.text).append(" |");
            for (int dim : DIMENSIONS) {
                add(kind, sweep.worst(kind, dim, (int)
                        Math.max(1, Math.min(rows, (long) rows * FLOATS_PER_ROW / dim))));
            }
            text.append('\n');
        }
    }

    private void add(NormRows.Kind kind, double worst) {
        kept &= worst + NormOracle.OWN_ERROR <= NormSweep.ALLOWED;
        kept &= kind != NormRows.Kind.NORMAL || worst + NormOracle.OWN_ERROR <= NormSweep.ALLOWED_USUAL;
        text.append(String.format(Locale.ROOT, " %.2f |", worst * 0x1p24));
    }

    /** Whether every norm is as accurate as is promised. */
    boolean isWithinTheContract() {
        return kept;
    }

    void writeInto(Path page) throws IOException {
        SECTION.write(page, text.toString());
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
