package org.ringloss.benchmarks.report;

/** A batch of rows of so many floats. */
record Shape(int rows, int dim) {
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
    public String toString() {
        return rows + "x" + dim;
    }
}
