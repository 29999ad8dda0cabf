// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ProjectionTest {
    @Test
    void featuresOfTwoElementsAreTheirOwnPoints() {
        Projection projection = Projection.of(new Features(new float[] {1, 2, -3, 4}, 2, new int[2]));
        assertThat(projection.isExact()).isTrue();
        assertThat(projection.x(1)).isEqualTo(-3);
        assertThat(projection.y(1)).isEqualTo(4);
    }

    /** Features that lie in a plane but for little: their angles stay, and every point is as far out as its norm. */
    @Test
    void longerFeaturesKeepDirectionAndNorm() {
        Random random = new Random(1);
        int rows = 200;
        float[] values = new float[rows * 5];
        double[] angles = new double[rows];
        for (int i = 0; i < rows; i++) {
            angles[i] = 2 * Math.PI * i / rows;
            // The second element spreads less, so that the components are these two axes.
            values[i * 5 + 3] = (float) (10 * Math.cos(angles[i]));
            values[i * 5 + 1] = (float) (9 * Math.sin(angles[i]));
            values[i * 5] = (float) (0.01 * random.nextGaussian());
        }
        Features features = new Features(values, 5, new int[rows]);
        Projection projection = Projection.of(features);
        double[] norms = features.norms();
        double flipX = Math.signum(projection.x(0));
        double flipY = Math.signum(projection.y(rows / 4));
        for (int i = 0; i < rows; i++) {
            assertThat(Math.hypot(projection.x(i), projection.y(i))).isCloseTo(norms[i], within(1e-9));
            assertThat(flipX * projection.x(i)).isCloseTo(10 * Math.cos(angles[i]), within(0.05));
            assertThat(flipY * projection.y(i)).isCloseTo(9 * Math.sin(angles[i]), within(0.05));
        }
    }

    /** All the same, all zero, rank one, more elements than rows: whatever training comes to, there is a picture. */
    @Test
    void poorFeaturesHavePointsToo() {
        int dim = 256;
        int rows = 30;
        for (int kind = 0; kind < 3; kind++) {
            float[] values = new float[rows * dim];
            for (int i = 0; i < values.length; i++) {
                values[i] = kind == 0 ? 0 : kind == 1 ? 3 : (i / dim) * (i % dim % 7);
            }
            Projection projection = Projection.of(new Features(values, dim, new int[rows]));
            for (int i = 0; i < rows; i++) {
                assertThat(projection.x(i)).isFinite();
                assertThat(projection.y(i)).isFinite();
            }
        }
    }
}
