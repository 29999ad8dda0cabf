// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The numbers of both runs, as text. */
final class ResultTable {
    /** A line of the table. */
    record Row(String label, List<String> cells) {}

    private final List<String> heads;
    private final List<Row> rows = new ArrayList<>();

    ResultTable(Experiment experiment) {
        List<Run> runs = experiment.runs();
        heads = runs.stream().map(Run::name).toList();
        List<TrueAccept> pairs =
                runs.stream().map(run -> TrueAccept.of(run.test())).toList();
        add("test accuracy", runs.stream().map(run -> percent(run.accuracy())));
        add(
                "feature norm, mean",
                runs.stream().map(run -> number("%.3f", run.norms().mean())));
        add(
                "feature norm, coefficient of variation",
                runs.stream().map(run -> number("%.4f", run.norms().coefficientOfVariation())));
        add("true accepts at false-accept rate 1e-2", pairs.stream().map(pair -> percent(pair.rate(1e-2))));
        add("true accepts at false-accept rate 1e-3", pairs.stream().map(pair -> percent(pair.rate(1e-3))));
        add("learned radius R", runs.stream().map(run -> run.hasRadius() ? number("%.3f", run.radius()) : "-"));
        add("seconds", runs.stream().map(run -> number("%.1f", run.seconds())));
    }

    private void add(String label, Stream<String> cells) {
        rows.add(new Row(label, cells.toList()));
    }

    private static String percent(double share) {
        return Double.isNaN(share) ? "too few pairs" : String.format(Locale.ROOT, "%.2f %%", 100 * share);
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }

    List<String> heads() {
        return heads;
    }

    List<Row> rows() {
        return rows;
    }

    /** The table in columns of plain text. */
    String text() {
        int labelWidth =
                rows.stream().mapToInt(row -> row.label().length()).max().orElse(0);
        StringBuilder text = new StringBuilder();
        line(text, labelWidth, "", heads);
        for (Row row : rows) {
            line(text, labelWidth, row.label(), row.cells());
        }
        return text.toString();
    }

    private void line(StringBuilder text, int labelWidth, String label, List<String> cells) {
        text.append(pad(label, labelWidth));
        for (int i = 0; i < cells.size(); i++) {
            int width = 3 + Math.max(14, heads.get(i).length());
            text.append(" ".repeat(Math.max(0, width - cells.get(i).length()))).append(cells.get(i));
        }
        text.append(System.lineSeparator());
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
