// SPDX-License-Identifier: Apache-2.0
package org.ringloss.spark.command;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.geom.Rectangle2D;
import java.text.NumberFormat;
import java.util.Locale;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.StandardXYBarPainter;
import org.jfree.chart.renderer.xy.XYBarRenderer;
import org.jfree.chart.ui.RectangleAnchor;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.xy.XYIntervalSeries;
import org.jfree.data.xy.XYIntervalSeriesCollection;
import org.jfree.svg.SVGGraphics2D;
import org.jfree.svg.ViewBox;

/** A histogram of norms as an SVG element, all of them over the same norms so that classes can be compared. */
final class HistogramChart {
    private static final int WIDTH = 480;
    private static final int HEIGHT = 240;
    private static final Color BAR = new Color(0x0072B2);
    private static final Color INK = new Color(0x222222);
    private static final Color GRID = new Color(0xE2E2E2);
    private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 12);

    private HistogramChart() {}

    /**
     * Draws.
     *
     * @param id tells the element from others of its page
     * @param histogram the intervals
     * @param counts the norms in each
     * @param radius where a line is drawn
     */
    static String svg(String id, NormHistogram histogram, long[] counts, double radius) {
        long all = Math.max(1, java.util.Arrays.stream(counts).sum());
        XYIntervalSeries bars = new XYIntervalSeries("norms");
        for (int i = 0; i < counts.length; i++) {
            double low = histogram.from() + i * histogram.width();
            double share = (double) counts[i] / all;
            bars.add(low + histogram.width() / 2, low, low + histogram.width(), share, 0, share);
        }
        XYIntervalSeriesCollection data = new XYIntervalSeriesCollection();
        data.addSeries(bars);
        XYBarRenderer renderer = new XYBarRenderer();
        renderer.setBarPainter(new StandardXYBarPainter());
        renderer.setShadowVisible(false);
        renderer.setSeriesPaint(0, BAR);
        NumberAxis share = axis("share of rows");
        share.setNumberFormatOverride(NumberFormat.getPercentInstance(Locale.ROOT));
        share.setUpperMargin(0.2);
        NumberAxis norms = axis("norm");
        double end = histogram.from() + counts.length * histogram.width();
        norms.setRange(Math.min(histogram.from(), radius), Math.max(end, radius));
        XYPlot plot = new XYPlot(data, norms, share, renderer);
        plot.setBackgroundPaint(Color.WHITE);
        plot.setDomainGridlinesVisible(false);
        plot.setRangeGridlinePaint(GRID);
        plot.setRangeGridlineStroke(new BasicStroke(1));
        plot.setOutlineVisible(false);
        plot.addDomainMarker(marker(radius, radius - histogram.from() > (end - histogram.from()) / 2));
        JFreeChart chart = new JFreeChart(null, FONT, plot, false);
        chart.setBackgroundPaint(Color.WHITE);
        SVGGraphics2D graphics = new SVGGraphics2D(WIDTH, HEIGHT);
        graphics.setDefsKeyPrefix(id + "-");
        graphics.setGeomDoubleConverter(value -> Double.toString(Math.rint(100 * value) / 100));
        chart.draw(graphics, new Rectangle2D.Double(0, 0, WIDTH, HEIGHT));
        return graphics.getSVGElement(id, false, new ViewBox(0, 0, WIDTH, HEIGHT), null, null);
    }

    private static NumberAxis axis(String label) {
        NumberAxis axis = new NumberAxis(label);
        axis.setLabelFont(FONT);
        axis.setTickLabelFont(FONT);
        axis.setLabelPaint(INK);
        axis.setTickLabelPaint(INK);
        axis.setAxisLineVisible(false);
        axis.setTickMarksVisible(false);
        return axis;
    }

    private static ValueMarker marker(double radius, boolean labelOnTheLeft) {
        ValueMarker marker = new ValueMarker(radius, INK, new BasicStroke(1.5f, 0, 0, 1, new float[] {6, 4}, 0));
        marker.setLabel(String.format(Locale.ROOT, " R = %.4g ", radius));
        marker.setLabelFont(FONT);
        marker.setLabelPaint(INK);
        marker.setLabelBackgroundColor(Color.WHITE);
        marker.setLabelAnchor(labelOnTheLeft ? RectangleAnchor.TOP_LEFT : RectangleAnchor.TOP_RIGHT);
        marker.setLabelTextAnchor(labelOnTheLeft ? TextAnchor.TOP_RIGHT : TextAnchor.TOP_LEFT);
        return marker;
    }
}
