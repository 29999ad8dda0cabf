// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples;

import org.ringloss.FloatMatrix;
import org.ringloss.Norms;

/** The features of labelled images. The arrays are not copied and must not be changed. */
final class Features {
    private final float[] values;
    private final int dim;
    private final int[] labels;

    Features(float[] values, int dim, int[] labels) {
        if (values.length != labels.length * dim) {
            throw new IllegalArgumentException(
                    values.length + " values are not " + labels.length + " features of " + dim + " elements");
        }
        this.values = values;
        this.dim = dim;
        this.labels = labels;
    }

    int count() {
        return labels.length;
    }

    int dim() {
        return dim;
    }

    int label(int row) {
        return labels[row];
    }

    float value(int row, int element) {
        return values[row * dim + element];
    }

    FloatMatrix matrix() {
        return FloatMatrix.of(values, labels.length, dim);
    }

    double[] norms() {
        double[] norms = new double[labels.length];
        Norms.compute(matrix(), norms);
        return norms;
    }
}
