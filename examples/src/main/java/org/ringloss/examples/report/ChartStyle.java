// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples.report;

import java.awt.BasicStroke;
import java.awt.Font;
import java.awt.Stroke;
import java.text.NumberFormat;
import java.util.Locale;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.text.TextUtils;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.ui.RectangleInsets;

/** One look for all charts: light grid lines, no frames, letters that stay readable when the chart is shrunk. */
final class ChartStyle {
    static final Font LABEL = new Font(Font.SANS_SERIF, Font.PLAIN, 14);
    private static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 16);
    private static final float[] DASHES = {5, 4};

    private ChartStyle() {}

    static NumberAxis axis(String label) {
        NumberAxis axis = new NumberAxis(label);
        axis.setAutoRangeIncludesZero(false);
        style(axis);
        return axis;
    }

    static NumberAxis percentAxis(String label) {
        NumberAxis axis = axis(label);
        axis.setNumberFormatOverride(NumberFormat.getPercentInstance(Locale.ROOT));
        return axis;
    }

    static void style(ValueAxis axis) {
        axis.setLabelFont(LABEL);
        axis.setTickLabelFont(LABEL.deriveFont(13f));
        axis.setLabelPaint(Palette.INK);
        axis.setTickLabelPaint(Palette.INK);
        axis.setAxisLineVisible(false);
        axis.setTickMarksVisible(false);
    }

    static Stroke solid() {
        return new BasicStroke(2.2f);
    }

    static Stroke dashed() {
        return new BasicStroke(2, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, DASHES, 0);
    }

    static JFreeChart chart(String title, XYPlot plot) {
        plot.setBackgroundPaint(Palette.PAPER);
        plot.setDomainGridlinePaint(Palette.GRID);
        plot.setRangeGridlinePaint(Palette.GRID);
        plot.setDomainGridlineStroke(new BasicStroke(1));
        plot.setRangeGridlineStroke(new BasicStroke(1));
        plot.setOutlineVisible(false);
        plot.setAxisOffset(new RectangleInsets(4, 4, 4, 4));
        // Else letters that stand upright become shapes, in another font.
        TextUtils.setUseDrawRotatedStringWorkaround(false);
        JFreeChart chart = new JFreeChart(title, TITLE, plot, true);
        chart.setBackgroundPaint(Palette.PAPER);
        chart.setPadding(new RectangleInsets(8, 4, 6, 14));
        chart.getTitle().setPaint(Palette.INK);
        LegendTitle legend = chart.getLegend();
        legend.setItemFont(LABEL);
        legend.setItemPaint(Palette.INK);
        legend.setBackgroundPaint(Palette.PAPER);
        legend.setFrame(BlockBorder.NONE);
        return chart;
    }
}
