// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples.report;

import java.util.ArrayList;
import java.util.List;
import org.ringloss.examples.evaluation.Experiment;
import org.ringloss.examples.evaluation.Metric;
import org.ringloss.examples.evaluation.PairedMetric;
import org.ringloss.examples.training.Arm;

/** The numbers of both arms of one group, as text. */
final class ResultTable {
    private static final String NO_RATE = "too few pairs";

    /** A line of the table. */
    record Row(PairedMetric paired, String softmax, String ring, String difference, String seedsAbove) {
        String label() {
            return paired.metric().label();
        }

        /** Which way is better. */
        String better() {
            return switch (paired.metric().better()) {
                case HIGHER -> "higher";
                case LOWER -> "lower";
                case NEITHER -> "";
            };
        }

        String change() {
            return switch (paired.change()) {
                case ROSE -> "rose";
                case FELL -> "fell";
                case UNMOVED -> "not moved";
                case UNKNOWN, NONE -> "";
            };
        }
    }

    private final String title;
    private final List<Row> rows = new ArrayList<>();

    private ResultTable(String title) {
        this.title = title;
    }

    static ResultTable of(Experiment experiment, Metric.Group group, String title) {
        ResultTable table = new ResultTable(title);
        for (Metric metric : Metric.all()) {
            if (metric.group() == group) {
                table.add(experiment.paired(metric));
            }
        }
        return table;
    }

    private void add(PairedMetric paired) {
        boolean ringOnly = paired.metric().equals(Metric.RADIUS);
        Metric metric = paired.metric();
        String softmax = Numbers.meanAndDeviation(metric, paired.softmax());
        String ring = Numbers.meanAndDeviation(metric, paired.ring());
        boolean isRate = metric.unit() == Metric.Unit.PERCENT;
        rows.add(new Row(
                paired,
                isRate && softmax.equals(Numbers.NONE) ? NO_RATE : softmax,
                isRate && ring.equals(Numbers.NONE) ? NO_RATE : ring,
                ringOnly ? "" : Numbers.difference(paired),
                ringOnly || !paired.isComplete() ? "" : paired.seedsAbove() + " of " + paired.seeds()));
    }

    String title() {
        return title;
    }

    List<Row> rows() {
        return rows;
    }

    /** The table in columns of plain text. */
    void write(StringBuilder text) {
        String[] heads = {title, Arm.SOFTMAX.label(), Arm.RING.label(), "difference", ""};
        int[] widths = new int[heads.length];
        List<String[]> lines = new ArrayList<>();
        lines.add(heads);
        for (Row row : rows) {
            lines.add(new String[] {row.label(), row.softmax(), row.ring(), row.difference(), row.change()});
        }
        for (String[] line : lines) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], line[i].length());
            }
        }
        for (String[] line : lines) {
            StringBuilder out = new StringBuilder(pad(line[0], widths[0], false));
            for (int i = 1; i < line.length; i++) {
                out.append("  ").append(pad(line[i], widths[i], i < 4));
            }
            text.append(out.toString().stripTrailing()).append(System.lineSeparator());
        }
    }

    private static String pad(String text, int width, boolean right) {
        String blanks = " ".repeat(Math.max(0, width - text.length()));
        return right ? blanks + text : text + blanks;
    }
}
