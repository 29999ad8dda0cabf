// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.geom.Ellipse2D;
import java.text.NumberFormat;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/** Numbers of both runs over their epochs. */
final class EpochChart {
    private static final float[] DASHES = {5, 4};

    private final XYSeriesCollection lines = new XYSeriesCollection();
    private final XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, true);
    private final NumberAxis vertical;

    private EpochChart(String unit) {
        vertical = ChartStyle.axis(unit);
    }

    static Picture loss(Experiment experiment) {
        EpochChart chart = new EpochChart("mean loss of an epoch");
        for (Run run : experiment.runs()) {
            chart.line("softmax loss, " + run.name(), run, EpochStats::softmaxLoss, false);
        }
        chart.line("ring loss", experiment.ring(), EpochStats::ringLoss, true);
        return chart.picture("loss", "Loss", "The losses of the training images over the epochs.");
    }

    static Picture accuracy(Experiment experiment) {
        EpochChart chart = new EpochChart("share of right answers");
        chart.vertical.setNumberFormatOverride(NumberFormat.getPercentInstance(Locale.ROOT));
        for (Run run : experiment.runs()) {
            chart.line("test, " + run.name(), run, EpochStats::testAccuracy, false);
            chart.line("training, " + run.name(), run, EpochStats::trainAccuracy, true);
        }
        return chart.picture("accuracy", "Accuracy", "The share of right answers over the epochs.");
    }

    static Picture radius(Experiment experiment) {
        EpochChart chart = new EpochChart("norm");
        chart.vertical.setAutoRangeIncludesZero(true);
        for (Run run : experiment.runs()) {
            chart.line("mean norm, " + run.name(), run, EpochStats::meanNorm, false);
        }
        chart.line("radius R", experiment.ring(), EpochStats::radius, true);
        return chart.picture(
                "radius", "Radius and norms", "The learned radius and the mean feature norms over the epochs.");
    }

    private void line(String name, Run run, ToDoubleFunction<EpochStats> value, boolean dashed) {
        XYSeries line = new XYSeries(name);
        for (EpochStats stats : run.epochs()) {
            line.add(stats.epoch(), value.applyAsDouble(stats));
        }
        int series = lines.getSeriesCount();
        lines.addSeries(line);
        Color colour = Palette.ofRun(run);
        renderer.setSeriesPaint(series, dashed ? colour.darker() : colour);
        renderer.setSeriesStroke(
                series, dashed ? new BasicStroke(2, 0, BasicStroke.JOIN_ROUND, 1, DASHES, 0) : new BasicStroke(2.2f));
        renderer.setSeriesShape(series, new Ellipse2D.Double(-3, -3, 6, 6));
    }

    private Picture picture(String name, String title, String caption) {
        NumberAxis epochs = ChartStyle.axis("epoch");
        epochs.setStandardTickUnits(NumberAxis.createIntegerTickUnits());
        JFreeChart chart = ChartStyle.chart(title, new XYPlot(lines, epochs, vertical, renderer));
        return new Picture(name, caption, chart, 560, 400);
    }
}
