// SPDX-License-Identifier: Apache-2.0
package org.ringloss.benchmarks.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.Axis;
import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.axis.CategoryLabelPositions;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.Plot;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.category.BarRenderer;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.title.TextTitle;
import org.jfree.chart.ui.Layer;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.category.DefaultCategoryDataset;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;
import org.jfree.svg.SVGGraphics2D;
import org.jfree.svg.ViewBox;

/** The two pictures of a CPU, as SVG, in colours that colour-blind people can tell apart. */
final class Charts {
    private static final int WIDTH = 820;
    private static final int HEIGHT = 500;
    private static final Font LABEL = new Font(Font.SANS_SERIF, Font.PLAIN, 14);
    private static final Color INK = new Color(0x222222);
    private static final Color GRID = new Color(0xE2E2E2);

    /** Contenders of the second picture, from the slowest on, and their colours. */
    private static final List<String> LINES = List.of("plain", "netlib", "c", "ringloss", "stream");

    private static final List<Color> COLOURS =
            List.of(new Color(0x009E73), new Color(0xCC79A7), new Color(0x0072B2), new Color(0xD55E00), INK);

    private Charts() {}

    static String ratiosToC(Results run) {
        DefaultCategoryDataset bars = new DefaultCategoryDataset();
        double top = 1.1;
        for (String ours : List.of("ringloss", "direct")) {
            for (Figure ratio : run.ratios("Peers", "c", ours, shape -> true)) {
                String memory = ours.equals("direct") ? "over direct buffers, as C" : "over arrays";
                bars.addValue(ratio.value(), memory, ratio.point());
                top = Math.max(top, 1.05 * ratio.value());
            }
        }
        BarRenderer renderer = new BarRenderer();
        renderer.setBarPainter(new StandardBarPainter());
        renderer.setShadowVisible(false);
        renderer.setSeriesPaint(0, COLOURS.get(LINES.indexOf("ringloss")));
        renderer.setSeriesPaint(1, COLOURS.get(LINES.indexOf("c")));
        renderer.setItemMargin(0.05);
        CategoryAxis shapes = styled(new CategoryAxis("shape (B x D)"));
        shapes.setCategoryLabelPositions(CategoryLabelPositions.UP_45);
        NumberAxis times = styled(new NumberAxis("time of C / time of ringloss"));
        // The line at 1 is always in sight.
        times.setRange(0, top);
        CategoryPlot plot = new CategoryPlot(bars, shapes, times, renderer);
        plot.setRangeGridlinePaint(GRID);
        plot.addRangeMarker(new ValueMarker(1, INK, new BasicStroke(1.8f)), Layer.FOREGROUND);
        JFreeChart chart = chart("Against C, float sums, -ffast-math: above the line ringloss is faster", run, plot);
        return svg("ratio", chart);
    }

    static String timePerRow(Results run) {
        XYSeriesCollection lines = new XYSeriesCollection();
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, true);
        renderer.setDrawSeriesLineAsPath(true);
        for (int i = 0; i < LINES.size(); i++) {
            lines.addSeries(line(run, LINES.get(i)));
            renderer.setSeriesPaint(i, COLOURS.get(i));
            renderer.setSeriesStroke(i, new BasicStroke(2.4f));
            renderer.setSeriesShape(i, new Ellipse2D.Double(-4, -4, 8, 8));
        }
        XYPlot plot = new XYPlot(lines, logAxis("elements of a row (D)"), logAxis("ns per row"), renderer);
        plot.setDomainGridlinePaint(GRID);
        plot.setRangeGridlinePaint(GRID);
        return svg("row", chart("Forward and backward, time per row", run, plot));
    }

    /** One batch of every length of a row, none of them large. */
    private static XYSeries line(Results run, String contender) {
        XYSeries line = new XYSeries(contender);
        Set<Integer> seen = new HashSet<>();
        for (Results.Entry entry : run.suite("Peers")) {
            Shape shape = entry.shape();
            if (shape.rows() >= 256 && shape.rows() <= 1024 && seen.add(shape.dim())) {
                run.nanosPerRow(shape, contender).ifPresent(nanos -> line.add(shape.dim(), nanos));
            }
        }
        return line;
    }

    /** With a tick at every power of 2. */
    private static LogAxis logAxis(String label) {
        LogAxis axis = styled(new LogAxis(label));
        axis.setBase(2);
        axis.setTickUnit(new NumberTickUnit(1));
        axis.setNumberFormatOverride(new DecimalFormat("0.###", DecimalFormatSymbols.getInstance(Locale.ROOT)));
        axis.setMinorTickMarksVisible(false);
        return axis;
    }

    private static <A extends Axis> A styled(A axis) {
        axis.setLabelFont(LABEL);
        axis.setTickLabelFont(LABEL.deriveFont(13f));
        axis.setLabelPaint(INK);
        axis.setTickLabelPaint(INK);
        axis.setAxisLineVisible(false);
        axis.setTickMarksVisible(false);
        return axis;
    }

    private static JFreeChart chart(String title, Results run, Plot plot) {
        plot.setBackgroundPaint(Color.WHITE);
        plot.setOutlineVisible(false);
        JFreeChart chart = new JFreeChart(title, LABEL.deriveFont(Font.BOLD, 17f), plot, true);
        chart.setBackgroundPaint(Color.WHITE);
        chart.setPadding(new RectangleInsets(10, 10, 10, 18));
        Facts facts = run.facts();
        chart.addSubtitle(
                0, new TextTitle(facts.cpu() + ", " + facts.vectorBits() + " bits, JDK " + facts.jdk(), LABEL));
        chart.getLegend().setItemFont(LABEL);
        chart.getLegend().setFrame(BlockBorder.NONE);
        return chart;
    }

    private static String svg(String name, JFreeChart chart) {
        SVGGraphics2D graphics = new SVGGraphics2D(WIDTH, HEIGHT);
        // Otherwise the time would be in the names of its parts, and no two files the same.
        graphics.setDefsKeyPrefix(name + "-");
        graphics.setGeomDoubleConverter(value -> Double.toString(Math.rint(100 * value) / 100));
        chart.draw(graphics, new Rectangle2D.Double(0, 0, WIDTH, HEIGHT));
        return graphics.getSVGElement(null, true, new ViewBox(0, 0, WIDTH, HEIGHT), null, null) + "\n";
    }
}
