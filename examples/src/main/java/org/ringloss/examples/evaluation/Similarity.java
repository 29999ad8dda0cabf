// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples.evaluation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import org.ringloss.examples.training.PyTorch;

/** How two features are compared; the more alike they are, the higher the score. */
public enum Similarity {
    /** The cosine of the angle: norms do not count. A zero row is similar to nothing: 0. */
    COSINE("cosine"),

    /** The inner product, which is what a vector database's dot product is: norms count. */
    INNER_PRODUCT("inner product"),

    /** The Euclidean distance, negated and squared: norms count. */
    EUCLIDEAN("Euclidean distance");

    private static final int BLOCK = 256;

    private final String label;

    Similarity(String label) {
        this.label = label;
    }

    /** For people. */
    public String label() {
        return label;
    }

    /** The scores of all pairs of rows i, k with i above k: that of a pair is at {@link #index}. */
    public float[] scores(Features features) {
        int rows = features.count();
        float[] scores = new float[index(rows, 0)];
        double[] norms = features.norms();
        float[] values = this == COSINE ? directions(features, norms) : features.values();
        try (NDManager manager = NDManager.newBaseManager(PyTorch.ENGINE)) {
            NDArray all = manager.create(values, new Shape(rows, features.dim()));
            NDArray columns = all.transpose();
            for (int from = 0; from < rows; from += BLOCK) {
                int to = Math.min(rows, from + BLOCK);
                try (NDArray block = all.get(new NDIndex("{}:{}", from, to));
                        NDArray product = block.matMul(columns)) {
                    float[] products = product.toFloatArray();
                    for (int i = from; i < to; i++) {
                        System.arraycopy(products, (i - from) * rows, scores, index(i, 0), i);
                    }
                }
            }
        }
        if (this == EUCLIDEAN) {
            productsToDistances(scores, norms);
        }
        return scores;
    }

    /** Where the pair of row i and a row k below i is. */
    public static int index(int i, int k) {
        return Math.toIntExact((long) i * (i - 1) / 2 + k);
    }

    private static void productsToDistances(float[] scores, double[] norms) {
        for (int i = 0; i < norms.length; i++) {
            for (int k = 0; k < i; k++) {
                int pair = index(i, k);
                scores[pair] = (float) (2 * scores[pair] - norms[i] * norms[i] - norms[k] * norms[k]);
            }
        }
    }

    private static float[] directions(Features features, double[] norms) {
        float[] directions = new float[features.count() * features.dim()];
        for (int i = 0; i < norms.length; i++) {
            for (int j = 0; j < features.dim(); j++) {
                directions[i * features.dim() + j] = norms[i] == 0 ? 0 : (float) (features.value(i, j) / norms[i]);
            }
        }
        return directions;
    }
}
