package org.ringloss.benchmarks.report;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A batch such as {@code 256x512}: rows by elements. Sorted by the length of a row. */
record Shape(int rows, int dim) implements Comparable<Shape> {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,9})x(\\d{1,9})");
    private static final Comparator<Shape> ORDER =
            Comparator.comparingInt(Shape::dim).thenComparingInt(Shape::rows);

    static Optional<Shape> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        return matcher.matches()
                ? Optional.of(new Shape(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))))
                : Optional.empty();
    }

    /** Bytes of the features alone: what a pass that only reads them walks over. */
    long featureBytes() {
        return 4L * rows * dim;
    }

    /** Bytes of features and gradient. */
    long workingSet() {
        return 2 * featureBytes();
    }

    @Override
    public int compareTo(Shape other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return rows + "x" + dim;
    }
}
