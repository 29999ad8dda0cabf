// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.Locale;
import org.jfree.chart.ChartRenderingInfo;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.annotations.XYShapeAnnotation;
import org.jfree.chart.annotations.XYTextAnnotation;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/** The features of the test images as points, coloured by class. */
final class ScatterChart {
    private static final int WIDTH = 560;
    private static final int HEIGHT = 600;
    private static final int MAX_POINTS = 2000;
    private static final int MAX_CLASSES_IN_LEGEND = 20;

    private ScatterChart() {}

    static Picture draw(String name, Run run, int classes) {
        Features features = run.test();
        Projection projection = Projection.of(features);
        int points = Math.min(MAX_POINTS, features.count());
        boolean circle = projection.isExact() && run.hasRadius();

        XYPlot plot = new XYPlot(
                series(features, projection, points, classes),
                ChartStyle.axis(projection.isExact() ? "feature element 1" : "first principal component"),
                ChartStyle.axis(projection.isExact() ? "feature element 2" : "second principal component"),
                renderer(classes));
        if (circle) {
            double r = run.radius();
            plot.addAnnotation(new XYShapeAnnotation(
                    new Ellipse2D.Double(-r, -r, 2 * r, 2 * r), new BasicStroke(1.6f), Palette.INK));
        }
        labelClasses(plot);
        JFreeChart chart = ChartStyle.chart(run.name(), plot);
        chart.getLegend().setVisible(classes <= MAX_CLASSES_IN_LEGEND);
        scaleEqually(chart, plot, 1.06 * Math.max(projection.extent(), circle ? run.radius() : 0));
        return new Picture(name, caption(run, projection, points, circle), chart, WIDTH, HEIGHT);
    }

    private static XYSeriesCollection series(Features features, Projection projection, int points, int classes) {
        XYSeries[] byClass = new XYSeries[classes];
        XYSeriesCollection all = new XYSeriesCollection();
        for (int label = 0; label < classes; label++) {
            byClass[label] = new XYSeries(Integer.toString(label), false);
            all.addSeries(byClass[label]);
        }
        for (int row = 0; row < points; row++) {
            byClass[features.label(row)].add(projection.x(row), projection.y(row), false);
        }
        return all;
    }

    private static XYLineAndShapeRenderer renderer(int classes) {
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(false, true);
        renderer.setDrawOutlines(false);
        for (int label = 0; label < classes; label++) {
            Color colour = Palette.ofClass(label);
            renderer.setSeriesPaint(label, new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), 170));
            renderer.setSeriesShape(label, Palette.markerOfClass(label));
        }
        return renderer;
    }

    /** Writes every class's label at the middle of its points. */
    private static void labelClasses(XYPlot plot) {
        XYSeriesCollection all = (XYSeriesCollection) plot.getDataset();
        for (int s = 0; s < all.getSeriesCount(); s++) {
            XYSeries series = all.getSeries(s);
            if (series.isEmpty()) {
                continue;
            }
            double x = 0;
            double y = 0;
            for (int i = 0; i < series.getItemCount(); i++) {
                x += series.getX(i).doubleValue();
                y += series.getY(i).doubleValue();
            }
            XYTextAnnotation text = new XYTextAnnotation(
                    series.getKey().toString(), x / series.getItemCount(), y / series.getItemCount());
            text.setFont(ChartStyle.TITLE.deriveFont(Font.BOLD, 17f));
            text.setPaint(Palette.INK);
            text.setBackgroundPaint(new Color(255, 255, 255, 190));
            plot.addAnnotation(text);
        }
    }

    /** Gives both axes the same unit length, whatever room title and legend leave. */
    private static void scaleEqually(JFreeChart chart, XYPlot plot, double extent) {
        NumberAxis horizontal = (NumberAxis) plot.getDomainAxis();
        NumberAxis vertical = (NumberAxis) plot.getRangeAxis();
        // Fixed, so that the room is the same before and after the ranges are known.
        horizontal.setFixedDimension(44);
        vertical.setFixedDimension(52);
        double half = extent > 0 ? extent : 1;
        horizontal.setRange(-half, half);
        vertical.setRange(-half, half);
        ChartRenderingInfo info = new ChartRenderingInfo();
        Graphics2D graphics = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB).createGraphics();
        chart.draw(graphics, new Rectangle2D.Double(0, 0, WIDTH, HEIGHT), info);
        graphics.dispose();
        Rectangle2D area = info.getPlotInfo().getDataArea();
        double unit = 2 * half / Math.min(area.getWidth(), area.getHeight());
        horizontal.setRange(-unit * area.getWidth() / 2, unit * area.getWidth() / 2);
        vertical.setRange(-unit * area.getHeight() / 2, unit * area.getHeight() / 2);
    }

    private static String caption(Run run, Projection projection, int points, boolean circle) {
        StringBuilder caption = new StringBuilder();
        caption.append("Features of ")
                .append(points)
                .append(" test images, ")
                .append(run.name())
                .append(", coloured by class.");
        if (!projection.isExact()) {
            caption.append(" They have ")
                    .append(run.test().dim())
                    .append(" elements; what is drawn is their projection on their first two principal components.");
        }
        if (circle) {
            caption.append(String.format(Locale.ROOT, " The circle has the learned radius R = %.2f.", run.radius()));
        }
        return caption.toString();
    }
}
