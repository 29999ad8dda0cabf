package org.ringloss.benchmarks.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.Plot;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.title.TextTitle;
import org.jfree.chart.ui.RectangleInsets;

/** One look for all charts: white, light grid lines, no frames, colours that colour-blind people can tell apart. */
final class ChartStyle {
    static final Font LABEL = new Font(Font.SANS_SERIF, Font.PLAIN, 14);
    static final Color INK = new Color(0x222222);

    private static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 17);
    private static final Color GRID = new Color(0xE2E2E2);
    private static final float[] DASHES = {7, 5};
    private static final double RADIUS = 4;

    /** How a line or a bar looks; lines of limits have no colour, no marker and dashes. */
    record Look(Color colour, Shape marker, boolean isLimit) {
        BasicStroke stroke() {
            return isLimit
                    ? new BasicStroke(2, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, DASHES, 0)
                    : new BasicStroke(2.4f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
        }
    }

    static final Look LIMIT = new Look(INK, square(), true);

    private static final Look[] LOOKS = {
        new Look(new Color(0xD55E00), circle(), false),
        new Look(new Color(0x0072B2), square(), false),
        new Look(new Color(0x009E73), polygon(0, -1.3, 1.2, 0.9, -1.2, 0.9), false),
        new Look(new Color(0xCC79A7), polygon(0, -1.4, 1.4, 0, 0, 1.4, -1.4, 0), false),
        new Look(new Color(0xE69F00), polygon(0, 1.3, 1.2, -0.9, -1.2, -0.9), false),
        new Look(new Color(0x56B4E9), circle(), false),
        new Look(new Color(0x777777), square(), false),
    };

    private ChartStyle() {}

    static Look look(int series) {
        return LOOKS[series % LOOKS.length];
    }

    static NumberAxis axis(String label) {
        NumberAxis axis = new NumberAxis(label);
        style(axis);
        return axis;
    }

    /** An axis with a tick at every power of the base. */
    static LogAxis logAxis(String label, int base) {
        LogAxis axis = new LogAxis(label);
        axis.setBase(base);
        axis.setTickUnit(new NumberTickUnit(1));
        axis.setNumberFormatOverride(new DecimalFormat("#,##0.######", DecimalFormatSymbols.getInstance(Locale.ROOT)));
        axis.setMinorTickMarksVisible(false);
        style(axis);
        return axis;
    }

    private static void style(ValueAxis axis) {
        axis.setLabelFont(LABEL);
        axis.setTickLabelFont(LABEL.deriveFont(13f));
        axis.setLabelPaint(INK);
        axis.setTickLabelPaint(INK);
        axis.setAxisLineVisible(false);
        axis.setTickMarksVisible(false);
    }

    static JFreeChart chart(String title, String subtitle, Plot plot) {
        plot.setBackgroundPaint(Color.WHITE);
        plot.setOutlineVisible(false);
        if (plot instanceof XYPlot lines) {
            lines.setDomainGridlinePaint(GRID);
            lines.setRangeGridlinePaint(GRID);
            lines.setDomainGridlineStroke(new BasicStroke(1));
            lines.setRangeGridlineStroke(new BasicStroke(1));
            lines.setAxisOffset(new RectangleInsets(4, 4, 4, 4));
        }
        if (plot instanceof CategoryPlot bars) {
            bars.setRangeGridlinePaint(GRID);
            bars.setRangeGridlineStroke(new BasicStroke(1));
            bars.setAxisOffset(new RectangleInsets(4, 4, 4, 4));
        }
        JFreeChart chart = new JFreeChart(title, TITLE, plot, true);
        chart.setBackgroundPaint(Color.WHITE);
        chart.setPadding(new RectangleInsets(10, 10, 10, 18));
        chart.getTitle().setPaint(INK);
        TextTitle second = new TextTitle(subtitle, LABEL);
        second.setPaint(INK);
        second.setPadding(0, 0, 8, 0);
        chart.addSubtitle(0, second);
        LegendTitle legend = chart.getLegend();
        legend.setItemFont(LABEL);
        legend.setItemPaint(INK);
        legend.setFrame(BlockBorder.NONE);
        legend.setItemLabelPadding(new RectangleInsets(2, 4, 2, 12));
        return chart;
    }

    private static Shape circle() {
        return new Ellipse2D.Double(-RADIUS, -RADIUS, 2 * RADIUS, 2 * RADIUS);
    }

    private static Shape square() {
        return new Rectangle2D.Double(-RADIUS * 0.9, -RADIUS * 0.9, RADIUS * 1.8, RADIUS * 1.8);
    }

    private static Shape polygon(double... points) {
        Path2D.Double path = new Path2D.Double();
        path.moveTo(points[0] * RADIUS, points[1] * RADIUS);
        for (int i = 2; i < points.length; i += 2) {
            path.lineTo(points[i] * RADIUS, points[i + 1] * RADIUS);
        }
        path.closePath();
        return path;
    }
}
