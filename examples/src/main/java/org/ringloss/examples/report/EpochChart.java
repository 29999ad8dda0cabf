// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples.report;

import java.util.function.ToDoubleFunction;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.data.xy.XYSeries;
import org.ringloss.examples.evaluation.ArmResult;
import org.ringloss.examples.evaluation.Experiment;
import org.ringloss.examples.training.EpochStats;

/** Numbers of both arms over their epochs. */
final class EpochChart {
    private static final int HEIGHT = 340;

    private final Lines lines = new Lines();
    private final NumberAxis vertical;

    private EpochChart(NumberAxis vertical) {
        this.vertical = vertical;
        lines.markPoints();
    }

    static Picture loss(Experiment.FirstSeed seed) {
        EpochChart chart = new EpochChart(ChartStyle.axis("mean of an epoch"));
        for (ArmResult arm : seed.arms()) {
            chart.line("softmax loss, " + arm.arm().label(), arm, EpochStats::softmaxLoss, false);
        }
        chart.line("ring loss", seed.ring(), EpochStats::ringLoss, true);
        return chart.picture("loss", "Losses", "Losses of the training images; ring loss joins after the warm-up.");
    }

    static Picture accuracy(Experiment.FirstSeed seed) {
        EpochChart chart = new EpochChart(ChartStyle.percentAxis("share of right answers"));
        for (ArmResult arm : seed.arms()) {
            chart.line("held out, " + arm.arm().label(), arm, EpochStats::heldOutAccuracy, false);
            chart.line("training, " + arm.arm().label(), arm, EpochStats::trainAccuracy, true);
        }
        return chart.picture("accuracy", "Accuracy", "Right answers on images of the classes that are trained on.");
    }

    static Picture radius(Experiment.FirstSeed seed) {
        EpochChart chart = new EpochChart(ChartStyle.axis("norm"));
        chart.vertical.setAutoRangeIncludesZero(true);
        for (ArmResult arm : seed.arms()) {
            chart.line("mean norm, " + arm.arm().label(), arm, EpochStats::meanNorm, false);
        }
        chart.line("radius R", seed.ring(), EpochStats::radius, true);
        return chart.picture("radius", "Radius and norms", "The radius, and mean norms of held-out images.");
    }

    private void line(String name, ArmResult arm, ToDoubleFunction<EpochStats> value, boolean dashed) {
        XYSeries line = lines.add(name, arm.arm(), dashed);
        for (EpochStats stats : arm.epochs()) {
            double y = value.applyAsDouble(stats);
            line.add(stats.epoch(), Double.isNaN(y) ? null : (Double) y);
        }
    }

    private Picture picture(String name, String title, String caption) {
        NumberAxis epochs = ChartStyle.axis("epoch");
        epochs.setStandardTickUnits(NumberAxis.createIntegerTickUnits());
        return new Picture(name, caption, ChartStyle.chart(title, lines.plot(epochs, vertical)), HEIGHT);
    }
}
