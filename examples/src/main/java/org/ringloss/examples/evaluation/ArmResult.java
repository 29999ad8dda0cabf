// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples.evaluation;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ringloss.NormSummary;
import org.ringloss.examples.input.Degradation;
import org.ringloss.examples.input.LabelledImages;
import org.ringloss.examples.training.Arm;
import org.ringloss.examples.training.EpochStats;
import org.ringloss.examples.training.TrainedArm;

/** What one arm of one seed came to. */
public final class ArmResult {
    private final Arm arm;
    private final List<EpochStats> epochs;
    private final double radius;
    private final Features all;
    private final Features compared;
    private final Map<Degradation, Features> degraded = new EnumMap<>(Degradation.class);
    private final Map<Similarity, float[]> pairs = new EnumMap<>(Similarity.class);
    private final Map<Similarity, Scores> scores = new EnumMap<>(Similarity.class);
    private final Map<Metric, Double> values = new HashMap<>();

    private ArmResult(TrainedArm trained, LabelledImages images, int[] rows, long seed) {
        arm = trained.arm();
        epochs = trained.epochs();
        radius = trained.radius();
        all = features(trained, images);
        compared = all.select(rows);
        LabelledImages chosen = images.select(rows);
        for (Degradation degradation : Degradation.values()) {
            degraded.put(degradation, features(trained, degradation.of(chosen, seed)));
        }
        values.put(Metric.ACCURACY, trained.accuracy());
        for (Similarity similarity : Similarity.values()) {
            compare(similarity);
        }
        norms();
    }

    /**
     * Asks a trained arm.
     *
     * @param images whose features are compared
     * @param rows those of them that are compared in pairs
     * @param seed of the noise
     */
    public static ArmResult of(TrainedArm trained, LabelledImages images, int[] rows, long seed) {
        return new ArmResult(trained, images, rows, seed);
    }

    private static Features features(TrainedArm trained, LabelledImages images) {
        return new Features(trained.features(images), trained.dim(), images.labels());
    }

    private void compare(Similarity similarity) {
        float[] clean = similarity.scores(compared);
        Scores parted = Scores.of(clean, compared);
        pairs.put(similarity, clean);
        scores.put(similarity, parted);
        values.put(Metric.trueAccepts(similarity, 1e-2), parted.trueAcceptRate(1e-2));
        values.put(Metric.trueAccepts(similarity, 1e-3), parted.trueAcceptRate(1e-3));
        values.put(Metric.equalError(similarity), parted.equalErrorRate());
        values.put(Metric.areaUnderCurve(similarity), parted.areaUnderCurve());
        degraded.forEach((degradation, features) -> values.put(
                Metric.degradedTrueAccepts(similarity, degradation),
                Scores.of(similarity.scores(features), features).trueAcceptRate(1e-2)));
    }

    private void norms() {
        NormSummary norms = compared.normSummary();
        values.put(Metric.MEAN_NORM, norms.mean());
        values.put(Metric.NORM_VARIATION, norms.coefficientOfVariation());
        values.put(Metric.RADIUS, radius);
        degraded.forEach((degradation, features) -> values.put(
                Metric.degradedNorm(degradation), features.normSummary().mean() / norms.mean()));
    }

    /** Which arm. */
    public Arm arm() {
        return arm;
    }

    /** One entry per epoch. */
    public List<EpochStats> epochs() {
        return epochs;
    }

    /** The learned radius; NaN without ring loss. */
    public double radius() {
        return radius;
    }

    /** The features of all images that were asked about. */
    public Features all() {
        return all;
    }

    /** The features of those that were compared in pairs. */
    public Features compared() {
        return compared;
    }

    /** The features of the same images, degraded. */
    public Features degraded(Degradation degradation) {
        return degraded.get(degradation);
    }

    /** The score of every pair of {@link #compared()}. */
    public float[] pairs(Similarity similarity) {
        return pairs.get(similarity);
    }

    /** The same scores, parted. */
    public Scores scores(Similarity similarity) {
        return scores.get(similarity);
    }

    /** A number; NaN where there is none. */
    public double value(Metric metric) {
        return values.getOrDefault(metric, Double.NaN);
    }

    /** All numbers. */
    public Map<Metric, Double> values() {
        return Map.copyOf(values);
    }
}
