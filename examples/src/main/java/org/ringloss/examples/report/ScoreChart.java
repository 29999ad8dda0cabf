// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples.report;

import java.util.Locale;
import java.util.stream.IntStream;
import org.jfree.chart.axis.NumberAxis;
import org.ringloss.examples.evaluation.ArmResult;
import org.ringloss.examples.evaluation.Experiment;
import org.ringloss.examples.evaluation.Metric;
import org.ringloss.examples.evaluation.Similarity;

/** The scores of genuine and of impostor pairs. */
final class ScoreChart {
    private static final int HEIGHT = 380;

    private ScoreChart() {}

    /** By cosine, or by inner product in units of the mean norm's square. */
    static Picture draw(Experiment.FirstSeed seed, Similarity similarity) {
        boolean cosine = similarity == Similarity.COSINE;
        Lines lines = new Lines();
        Distribution bins = bins(seed, similarity);
        for (ArmResult arm : seed.arms()) {
            double unit = unit(arm, similarity);
            bins.draw(
                    scaled(arm.scores(similarity).genuine(), unit),
                    lines.add("genuine, " + arm.arm().label(), arm.arm(), false));
            bins.draw(
                    scaled(arm.scores(similarity).impostor(), unit),
                    lines.add("impostor, " + arm.arm().label(), arm.arm(), true));
        }
        NumberAxis share = ChartStyle.percentAxis("share of pairs");
        share.getNumberFormatOverride().setMaximumFractionDigits(1);
        return new Picture(
                "scores-" + similarity.label().replace(' ', '-').toLowerCase(Locale.ROOT),
                "Pairs of one class and pairs of two, by " + similarity.label()
                        + (cosine ? "" : " divided by the square of the arm's mean norm")
                        + ". The less they overlap, the better.",
                ChartStyle.chart(
                        "Scores by " + similarity.label(),
                        lines.plot(ChartStyle.axis(cosine ? "cosine" : "inner product / mean norm\u00b2"), share)),
                HEIGHT);
    }

    private static double unit(ArmResult arm, Similarity similarity) {
        return similarity == Similarity.COSINE ? 1 : Math.pow(arm.value(Metric.MEAN_NORM), 2);
    }

    /** From the lowest impostor to the highest genuine scores of both arms, but for the outermost thousandth. */
    private static Distribution bins(Experiment.FirstSeed seed, Similarity similarity) {
        double low = 0;
        double high = 0;
        for (ArmResult arm : seed.arms()) {
            double[] impostor = scaled(arm.scores(similarity).impostor(), unit(arm, similarity));
            double[] genuine = scaled(arm.scores(similarity).genuine(), unit(arm, similarity));
            low = Math.min(low, impostor.length == 0 ? 0 : impostor[impostor.length / 1000]);
            high = Math.max(high, genuine.length == 0 ? 0 : genuine[genuine.length - 1 - genuine.length / 1000]);
        }
        return new Distribution(low, high);
    }

    private static double[] scaled(float[] scores, double unit) {
        return IntStream.range(0, scores.length)
                .mapToDouble(i -> unit == 0 ? 0 : scores[i] / unit)
                .toArray();
    }
}
