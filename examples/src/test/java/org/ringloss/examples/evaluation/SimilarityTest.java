// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ringloss.examples.training.PyTorch;

class SimilarityTest {
    @BeforeAll
    static void configure() {
        PyTorch.configure(1);
    }

    /** Against plain sums in double, with a zero row, over the edges of blocks. */
    @ParameterizedTest
    @EnumSource
    void scoresEveryPair(Similarity similarity) {
        int rows = 519;
        int dim = 7;
        Random random = new Random(1);
        float[] values = new float[rows * dim];
        for (int i = dim; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        float[] scores = similarity.scores(new Features(values, dim, new int[rows]));
        assertThat(scores).hasSize(rows * (rows - 1) / 2);
        for (int i = 0; i < rows; i++) {
            for (int k = 0; k < i; k++) {
                double product = 0;
                double squareI = 0;
                double squareK = 0;
                double distance = 0;
                for (int j = 0; j < dim; j++) {
                    double a = values[i * dim + j];
                    double b = values[k * dim + j];
                    product += a * b;
                    squareI += a * a;
                    squareK += b * b;
                    distance += (a - b) * (a - b);
                }
                double expected = switch (similarity) {
                    case COSINE -> k == 0 ? 0 : product / Math.sqrt(squareI * squareK);
                    case INNER_PRODUCT -> product;
                    case EUCLIDEAN -> -distance;
                };
                assertThat((double) scores[Similarity.index(i, k)]).isCloseTo(expected, within(1e-4));
            }
        }
    }
}
