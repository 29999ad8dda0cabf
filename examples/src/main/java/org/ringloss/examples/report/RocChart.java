// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples.report;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.data.xy.XYSeries;
import org.ringloss.examples.evaluation.ArmResult;
import org.ringloss.examples.evaluation.Experiment;
import org.ringloss.examples.evaluation.Similarity;

/** True accepts over false accepts. */
final class RocChart {
    private static final int HEIGHT = 380;
    private static final int POINTS_PER_DECADE = 12;
    private static final int DECADES = 5;

    private RocChart() {}

    static Picture draw(Experiment.FirstSeed seed) {
        Lines lines = new Lines();
        double least = 1;
        for (Similarity similarity : new Similarity[] {Similarity.COSINE, Similarity.INNER_PRODUCT}) {
            for (ArmResult arm : seed.arms()) {
                XYSeries line = lines.add(
                        similarity.label() + ", " + arm.arm().label(), arm.arm(), similarity != Similarity.COSINE);
                for (int i = -DECADES * POINTS_PER_DECADE; i <= 0; i++) {
                    double falseAccepts = Math.pow(10, (double) i / POINTS_PER_DECADE);
                    double trueAccepts = arm.scores(similarity).trueAcceptRate(falseAccepts);
                    if (!Double.isNaN(trueAccepts)) {
                        line.add(falseAccepts, trueAccepts);
                        least = Math.min(least, falseAccepts);
                    }
                }
            }
        }
        NumberAxis vertical = ChartStyle.percentAxis("true accepts");
        vertical.setRange(0, 1);
        return new Picture(
                "roc",
                "Genuine pairs accepted over impostor pairs accepted, as the threshold falls; further up is better. The"
                        + " curves begin where ten impostor pairs are accepted.",
                ChartStyle.chart("ROC curves", lines.plot(logAxis(Math.min(least, 0.1)), vertical)),
                HEIGHT);
    }

    private static LogAxis logAxis(double least) {
        LogAxis axis = new LogAxis("false accepts");
        ChartStyle.style(axis);
        axis.setRange(least, 1);
        axis.setTickUnit(new NumberTickUnit(1));
        axis.setNumberFormatOverride(new DecimalFormat("0.###%", DecimalFormatSymbols.getInstance(Locale.ROOT)));
        return axis;
    }
}
