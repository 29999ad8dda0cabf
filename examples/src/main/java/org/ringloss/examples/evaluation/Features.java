// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples.evaluation;

import org.ringloss.FloatMatrix;
import org.ringloss.NormSummary;
import org.ringloss.Norms;

/** The features of labelled images. The arrays are not copied and must not be changed. */
public final class Features {
    private final float[] values;
    private final int dim;
    private final int[] labels;

    /** Features row by row, a label for each. */
    public Features(float[] values, int dim, int[] labels) {
        if (values.length != labels.length * dim) {
            throw new IllegalArgumentException(
                    values.length + " values are not " + labels.length + " features of " + dim + " elements");
        }
        this.values = values;
        this.dim = dim;
        this.labels = labels;
    }

    /** How many features there are. */
    public int count() {
        return labels.length;
    }

    /** The elements of a feature. */
    public int dim() {
        return dim;
    }

    /** The label of a feature. */
    public int label(int row) {
        return labels[row];
    }

    /** One number of a feature. */
    public float value(int row, int element) {
        return values[row * dim + element];
    }

    float[] values() {
        return values;
    }

    private FloatMatrix matrix() {
        return FloatMatrix.of(values, labels.length, dim);
    }

    /** The Euclidean norm of every feature. */
    public double[] norms() {
        double[] norms = new double[labels.length];
        Norms.compute(matrix(), norms);
        return norms;
    }

    /** Mean, deviation and so on of the norms. */
    public NormSummary normSummary() {
        return Norms.summary(matrix());
    }

    /** The features of these rows, in this order. */
    public Features select(int[] rows) {
        float[] chosen = new float[rows.length * dim];
        int[] chosenLabels = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(values, rows[i] * dim, chosen, i * dim, dim);
            chosenLabels[i] = labels[rows[i]];
        }
        return new Features(chosen, dim, chosenLabels);
    }
}
