// SPDX-License-Identifier: Apache-2.0
package org.ringloss.benchmarks.report;

import java.util.Comparator;

/** A batch of rows of so many floats; in order of their length. */
record Shape(int rows, int dim) implements Comparable<Shape> {
    /** From a text such as {@code 256x512}. */
    static Shape of(String text) {
        int cross = text.indexOf('x');
        return new Shape(Integer.parseInt(text.substring(0, cross)), Integer.parseInt(text.substring(cross + 1)));
    }

    /** Of the features and the gradient. */
    long bytes() {
        return 2L * Float.BYTES * rows * dim;
    }

    @Override
    public int compareTo(Shape other) {
        return Comparator.comparingInt(Shape::dim).thenComparingInt(Shape::rows).compare(this, other);
    }

    @Override
    public String toString() {
        return rows + "x" + dim;
    }
}
