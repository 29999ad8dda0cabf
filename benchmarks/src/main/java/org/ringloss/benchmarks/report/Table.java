package org.ringloss.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A table, in Markdown and for a console. The first column, and those of a table of words, stand at the left. */
final class Table {
    private final boolean isOfWords;
    private final List<List<String>> rows = new ArrayList<>();

    private Table(boolean isOfWords, List<String> header) {
        this.isOfWords = isOfWords;
        rows.add(List.copyOf(header));
    }

    static Table ofWords(String... header) {
        return new Table(true, List.of(header));
    }

    static Table ofNumbers(List<String> header) {
        return new Table(false, header);
    }

    static Table ofNumbers(String... header) {
        return ofNumbers(List.of(header));
    }

    Table row(String... cells) {
        return row(List.of(cells));
    }

    Table row(List<String> cells) {
        if (cells.size() != rows.get(0).size()) {
            throw new IllegalArgumentException("a row of " + cells.size() + " cells under " + rows.get(0));
        }
        rows.add(List.copyOf(cells));
        return this;
    }

    boolean isEmpty() {
        return rows.size() == 1;
    }

    String markdown() {
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            text.append(row.stream()
                    .map(cell -> cell.replace("|", "\\|"))
                    .collect(Collectors.joining(" | ", "| ", " |\n")));
            if (row == rows.get(0)) {
                text.append(IntStream.range(0, row.size())
                        .mapToObj(column -> isLeft(column) ? "---" : "---:")
                        .collect(Collectors.joining(" | ", "| ", " |\n")));
            }
        }
        return text.toString();
    }

    String text() {
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                String cell = row.get(column);
                String space = " ".repeat(width(column) - cell.length());
                line.append(isLeft(column) ? cell + space : space + cell).append("  ");
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private boolean isLeft(int column) {
        return isOfWords || column == 0;
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }
}
