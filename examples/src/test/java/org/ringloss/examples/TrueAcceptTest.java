// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TrueAcceptTest {
    /** Against the definition: the best share of genuine pairs over all thresholds that keep the impostors few. */
    @Property(tries = 200)
    void isTheBestOverAllThresholds(
            @ForAll @IntRange(min = 2, max = 25) int rows,
            @ForAll @IntRange(min = 1, max = 4) int classes,
            @ForAll @DoubleRange(min = 0, max = 1) double falseAccepts,
            @ForAll long seed) {
        Features features = features(rows, classes, new Random(seed));
        List<Double> genuine = new ArrayList<>();
        List<Double> impostor = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            for (int k = 0; k < i; k++) {
                (features.label(i) == features.label(k) ? genuine : impostor).add(cosine(features, i, k));
            }
        }
        double rate = TrueAccept.of(features).rate(falseAccepts);
        if (genuine.isEmpty() || 1.0 / impostor.size() > falseAccepts) {
            assertThat(rate).isNaN();
            return;
        }
        List<Double> thresholds = new ArrayList<>(impostor);
        thresholds.add(Double.NEGATIVE_INFINITY);
        double best = 0;
        for (double threshold : thresholds) {
            if (share(impostor, threshold) <= falseAccepts) {
                best = Math.max(best, share(genuine, threshold));
            }
        }
        assertThat(rate).isEqualTo(best);
    }

    /** 0.35 of 180 pairs are 63, but the product of the doubles is less. */
    @Test
    void countsSharesThatRoundDown() {
        isTheBestOverAllThresholds(22, 4, 0.35, -26918);
    }

    private static double share(List<Double> scores, double threshold) {
        return (double) scores.stream().filter(score -> score > threshold).count() / scores.size();
    }

    @Test
    void acceptsAllWhereClassesAreApart() {
        Features features = new Features(new float[] {1, 0, 2, 0, 0, 3, 0, 4}, 2, new int[] {0, 0, 1, 1});
        assertThat(TrueAccept.of(features).rate(0.25)).isEqualTo(1);
    }

    @Test
    void takesAZeroRowForSimilarToNothing() {
        Features features = new Features(new float[] {1, 0, 0, 0, 0, 3, 0, 4}, 2, new int[] {0, 0, 1, 1});
        assertThat(TrueAccept.of(features).rate(0.25)).isEqualTo(0.5);
    }

    /** Small whole numbers, so that ties and zero rows are there; axis and 3-4-5 directions, so that cosines are exact. */
    private static Features features(int rows, int classes, Random random) {
        float[][] directions = {{1, 0}, {0, 1}, {-1, 0}, {3, 4}, {4, -3}, {0, 0}, {-4, 3}};
        float[] values = new float[2 * rows];
        int[] labels = new int[rows];
        for (int i = 0; i < rows; i++) {
            float[] direction = directions[random.nextInt(directions.length)];
            values[2 * i] = direction[0];
            values[2 * i + 1] = direction[1];
            labels[i] = random.nextInt(classes);
        }
        return new Features(values, 2, labels);
    }

    private static double cosine(Features features, int i, int k) {
        double[] norms = features.norms();
        if (norms[i] == 0 || norms[k] == 0) {
            return 0;
        }
        double sum = 0;
        for (int j = 0; j < 2; j++) {
            sum += features.value(i, j) / norms[i] * (features.value(k, j) / norms[k]);
        }
        return sum;
    }
}
