// SPDX-License-Identifier: Apache-2.0
package org.ringloss.spark.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The table per class, as rows of cells. */
final class ResultTable {
    static final List<String> HEADS =
            List.of("class", "rows", "bad", "zero", "mean norm", "deviation", "min", "max", "loss", "dL/dR");

    private ResultTable() {}

    static List<String> cells(ClassAudit one) {
        List<String> cells = new ArrayList<>();
        cells.add(one.name());
        cells.add(Long.toString(one.all().rows()));
        cells.add(Long.toString(one.badRows()));
        cells.add(Long.toString(one.norms().zeroRows()));
        boolean hasNorms = one.norms().rows() > 0;
        for (double number : new double[] {
            one.norms().mean(),
            one.norms().deviation(),
            one.norms().min(),
            one.norms().max(),
            one.loss(),
            one.good().radiusGradient()
        }) {
            cells.add(hasNorms ? String.format(Locale.ROOT, "%.5g", number) : "-");
        }
        return cells;
    }

    /** Columns under one another: the first to the left, numbers to the right. */
    static String text(List<ClassAudit> classes) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(HEADS);
        classes.forEach(one -> lines.add(cells(one)));
        int[] widths = new int[HEADS.size()];
        for (List<String> line : lines) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> line : lines) {
            for (int i = 0; i < widths.length; i++) {
                String padding = " ".repeat(widths[i] - line.get(i).length());
                text.append(i == 0 ? line.get(i) + padding : "  " + padding + line.get(i));
            }
            text.append(System.lineSeparator());
        }
        return text.toString();
    }
}
