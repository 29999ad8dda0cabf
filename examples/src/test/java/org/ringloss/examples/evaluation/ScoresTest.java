// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ScoresTest {
    private final List<Float> genuine = new ArrayList<>();
    private final List<Float> impostor = new ArrayList<>();

    /** Scores are small whole numbers, so that many are equal. */
    private Scores scores(int rows, int classes, int levels, long seed) {
        // One instance serves all tries.
        genuine.clear();
        impostor.clear();
        Random random = new Random(seed);
        int[] labels = new int[rows];
        for (int i = 0; i < rows; i++) {
            labels[i] = random.nextInt(classes);
        }
        Features features = new Features(new float[rows], 1, labels);
        float[] scores = new float[rows * (rows - 1) / 2];
        for (int i = 0; i < rows; i++) {
            for (int k = 0; k < i; k++) {
                boolean same = labels[i] == labels[k];
                float score = random.nextInt(levels) + (same ? levels / 3 : 0);
                scores[Similarity.index(i, k)] = score;
                (same ? genuine : impostor).add(score);
            }
        }
        return Scores.of(scores, features);
    }

    private static double share(List<Float> scores, double threshold) {
        return (double) scores.stream().filter(score -> score > threshold).count() / scores.size();
    }

    private List<Double> thresholds() {
        List<Double> thresholds = new ArrayList<>();
        thresholds.add(Double.NEGATIVE_INFINITY);
        genuine.forEach(score -> thresholds.add((double) score));
        impostor.forEach(score -> thresholds.add((double) score));
        thresholds.sort(null);
        return thresholds;
    }

    /** Against the definition: the best share of genuine pairs over all thresholds that keep the impostors few. */
    @Property(tries = 200)
    void trueAcceptsAreTheBestOverAllThresholds(
            @ForAll @IntRange(min = 2, max = 25) int rows,
            @ForAll @IntRange(min = 1, max = 4) int classes,
            @ForAll @IntRange(min = 1, max = 60) int levels,
            @ForAll @DoubleRange(min = 0, max = 1) double falseAccepts,
            @ForAll long seed) {
        double rate = scores(rows, classes, levels, seed).trueAcceptRate(falseAccepts);
        if (genuine.isEmpty() || impostor.isEmpty() || 10.0 / impostor.size() > falseAccepts) {
            assertThat(rate).isNaN();
            return;
        }
        double best = 0;
        for (double threshold : thresholds()) {
            if (share(impostor, threshold) <= falseAccepts) {
                best = Math.max(best, share(genuine, threshold));
            }
        }
        assertThat(rate).isEqualTo(best);
    }

    /** 0.35 of 180 pairs are 63, but the product of the doubles is less. */
    @Test
    void countsSharesThatRoundDown() {
        int[] labels = new int[28];
        // 18 + 10 rows of two classes: 180 impostor pairs, scored 0 to 179.
        for (int i = 18; i < 28; i++) {
            labels[i] = 1;
        }
        float[] scores = new float[Similarity.index(28, 0)];
        int impostors = 0;
        for (int i = 0; i < 28; i++) {
            for (int k = 0; k < i; k++) {
                scores[Similarity.index(i, k)] = labels[i] == labels[k] ? 116.5f : impostors++;
            }
        }
        assertThat(impostors).isEqualTo(180);
        // 63 of them are above 116: exactly as many as may be.
        assertThat(Scores.of(scores, new Features(new float[28], 1, labels)).trueAcceptRate(0.35))
                .isEqualTo(1);
    }

    /** Against the definition: over all pairs of a genuine and an impostor score. */
    @Property(tries = 200)
    void areaIsTheShareOfPairsInTheRightOrder(
            @ForAll @IntRange(min = 2, max = 20) int rows,
            @ForAll @IntRange(min = 1, max = 4) int classes,
            @ForAll @IntRange(min = 1, max = 60) int levels,
            @ForAll long seed) {
        double area = scores(rows, classes, levels, seed).areaUnderCurve();
        if (genuine.isEmpty() || impostor.isEmpty()) {
            assertThat(area).isNaN();
            return;
        }
        double sum = 0;
        for (float g : genuine) {
            for (float i : impostor) {
                sum += g > i ? 1 : g == i ? 0.5 : 0;
            }
        }
        assertThat(area).isCloseTo(sum / genuine.size() / impostor.size(), within(1e-12));
    }

    /** Where the broken line through all points of the two rates meets the diagonal. */
    @Property(tries = 200)
    void equalErrorLiesOnTheCurve(
            @ForAll @IntRange(min = 2, max = 20) int rows,
            @ForAll @IntRange(min = 1, max = 4) int classes,
            @ForAll @IntRange(min = 1, max = 60) int levels,
            @ForAll long seed) {
        double rate = scores(rows, classes, levels, seed).equalErrorRate();
        if (genuine.isEmpty() || impostor.isEmpty()) {
            assertThat(rate).isNaN();
            return;
        }
        List<Double> thresholds = thresholds();
        double expected = Double.NaN;
        for (int i = 0; i + 1 < thresholds.size() && Double.isNaN(expected); i++) {
            double missed = 1 - share(genuine, thresholds.get(i));
            double accepted = share(impostor, thresholds.get(i));
            double nextMissed = 1 - share(genuine, thresholds.get(i + 1));
            double nextAccepted = share(impostor, thresholds.get(i + 1));
            if (missed < accepted && nextMissed >= nextAccepted) {
                double along = (accepted - missed) / (accepted - missed + nextMissed - nextAccepted);
                expected = missed + along * (nextMissed - missed);
            }
        }
        assertThat(rate).isCloseTo(expected, within(1e-12));
    }

    @Test
    void apartIsPerfect() {
        int[] labels = new int[40];
        for (int i = 20; i < 40; i++) {
            labels[i] = 1;
        }
        float[] scores = new float[Similarity.index(40, 0)];
        for (int i = 0; i < 40; i++) {
            for (int k = 0; k < i; k++) {
                scores[Similarity.index(i, k)] = labels[i] == labels[k] ? 2 : 1;
            }
        }
        Scores apart = Scores.of(scores, new Features(new float[40], 1, labels));
        assertThat(apart.trueAcceptRate(0.1)).isEqualTo(1);
        assertThat(apart.trueAcceptRate(1e-2)).isNaN();
        assertThat(apart.areaUnderCurve()).isEqualTo(1);
        assertThat(apart.equalErrorRate()).isZero();
    }
}
