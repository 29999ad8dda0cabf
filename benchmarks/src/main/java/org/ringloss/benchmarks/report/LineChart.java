package org.ringloss.benchmarks.report;

import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;
import org.ringloss.benchmarks.report.ChartStyle.Look;

/** Lines over numbers. A line without points is left out. */
final class LineChart {
    private final XYSeriesCollection lines = new XYSeriesCollection();
    private final XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, true);

    LineChart() {
        renderer.setDrawSeriesLineAsPath(true);
        renderer.setDrawOutlines(false);
    }

    LineChart line(String name, Look look, Map<? extends Number, Double> points) {
        return line(name, look, points, !look.isLimit());
    }

    /** A line of so many points that markers would hide each other. */
    LineChart curve(String name, Look look, Map<? extends Number, Double> points) {
        return line(name, look, points, false);
    }

    private LineChart line(String name, Look look, Map<? extends Number, Double> points, boolean hasMarkers) {
        if (!points.isEmpty()) {
            XYSeries line = new XYSeries(name);
            sorted(points).forEach(line::add);
            int series = lines.getSeriesCount();
            lines.addSeries(line);
            renderer.setSeriesPaint(series, look.colour());
            renderer.setSeriesStroke(series, look.stroke());
            renderer.setSeriesShape(series, look.marker());
            renderer.setSeriesShapesVisible(series, hasMarkers);
        }
        return this;
    }

    private static NavigableMap<Double, Double> sorted(Map<? extends Number, Double> points) {
        NavigableMap<Double, Double> sorted = new TreeMap<>();
        points.forEach((x, y) -> sorted.put(x.doubleValue(), y));
        return sorted;
    }

    /** Nothing if there is no line. */
    Optional<JFreeChart> chart(String title, String subtitle, ValueAxis horizontal, ValueAxis vertical) {
        if (lines.getSeriesCount() == 0) {
            return Optional.empty();
        }
        return Optional.of(ChartStyle.chart(title, subtitle, new XYPlot(lines, horizontal, vertical, renderer)));
    }
}
