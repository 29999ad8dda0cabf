// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples;

import java.awt.BasicStroke;
import java.awt.Color;
import java.text.NumberFormat;
import java.util.Arrays;
import java.util.Locale;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.StandardXYBarPainter;
import org.jfree.chart.renderer.xy.XYBarRenderer;
import org.jfree.chart.ui.RectangleAnchor;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.statistics.HistogramDataset;
import org.jfree.data.statistics.HistogramType;

/** The norms of both runs' features in one chart. */
final class HistogramChart {
    private static final int BINS = 80;

    private HistogramChart() {}

    static Picture draw(Experiment experiment) {
        double max = experiment.runs().stream()
                .flatMapToDouble(run -> Arrays.stream(run.test().norms()))
                .max()
                .orElse(1);
        HistogramDataset norms = new HistogramDataset();
        norms.setType(HistogramType.RELATIVE_FREQUENCY);
        XYBarRenderer renderer = new XYBarRenderer();
        renderer.setBarPainter(new StandardXYBarPainter());
        renderer.setShadowVisible(false);
        for (Run run : experiment.runs()) {
            Color colour = Palette.ofRun(run);
            int series = norms.getSeriesCount();
            renderer.setSeriesPaint(series, new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), 150));
            norms.addSeries(run.name(), run.test().norms(), BINS, 0, max > 0 ? max : 1);
        }
        NumberAxis share = ChartStyle.axis("share of test images");
        share.setNumberFormatOverride(NumberFormat.getPercentInstance(Locale.ROOT));
        // Room for the label of R above the bars.
        share.setUpperMargin(0.15);
        XYPlot plot = new XYPlot(norms, ChartStyle.axis("feature norm"), share, renderer);
        plot.addDomainMarker(radius(experiment.ring()));
        JFreeChart chart = ChartStyle.chart("Feature norms", plot);
        return new Picture(
                "norms", "Norms of the test images' features in both runs; R is the learned radius.", chart, 760, 420);
    }

    private static ValueMarker radius(Run ring) {
        ValueMarker marker =
                new ValueMarker(ring.radius(), Palette.INK, new BasicStroke(1.5f, 0, 0, 1, new float[] {6, 4}, 0));
        marker.setLabel(String.format(Locale.ROOT, " R = %.2f ", ring.radius()));
        marker.setLabelFont(ChartStyle.LABEL);
        marker.setLabelPaint(Palette.INK);
        marker.setLabelBackgroundColor(Color.WHITE);
        marker.setLabelAnchor(RectangleAnchor.TOP_RIGHT);
        marker.setLabelTextAnchor(TextAnchor.TOP_LEFT);
        return marker;
    }
}
