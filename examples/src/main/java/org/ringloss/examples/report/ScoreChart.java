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
        Distribution bins = new Distribution(-1, cosine ? 1 : 1.5);
        for (ArmResult arm : seed.arms()) {
            double unit = cosine ? 1 : Math.pow(arm.value(Metric.MEAN_NORM), 2);
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

    private static double[] scaled(float[] scores, double unit) {
        return IntStream.range(0, scores.length)
                .mapToDouble(i -> unit == 0 ? 0 : scores[i] / unit)
                .toArray();
    }
}
