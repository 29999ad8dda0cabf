// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jfree.chart.ChartRenderingInfo;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.annotations.XYShapeAnnotation;
import org.jfree.chart.annotations.XYTextAnnotation;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;
import org.ringloss.examples.evaluation.ArmResult;
import org.ringloss.examples.evaluation.Experiment;
import org.ringloss.examples.evaluation.Features;
import org.ringloss.examples.evaluation.Metric;
import org.ringloss.examples.evaluation.Projection;

/** The features of both arms as points, in the same scale, some classes coloured. */
final class ScatterChart {
    private static final int HEIGHT = 460;
    private static final int MAX_POINTS = 1200;

    private static final double MOST_SHOWN = 0.995;

    /** Names of more classes, or longer ones, would hide the points. */
    private static final int MAX_LABELS = 10;

    private static final int MAX_LABEL_LENGTH = 3;

    private final Experiment.FirstSeed seed;
    private final int[] classes;
    private final double extent;

    private ScatterChart(Experiment.FirstSeed seed) {
        this.seed = seed;
        classes = fullest(seed.compared().countByClass());
        double most = 0;
        for (ArmResult arm : seed.arms()) {
            double[] norms = arm.compared().norms();
            Arrays.sort(norms);
            // A few features that are far out must not make the others small.
            most = Math.max(most, norms[(int) (MOST_SHOWN * (norms.length - 1))]);
        }
        extent = most > 0 ? 1.12 * most : 1;
    }

    /** A picture for each arm. */
    static List<Picture> draw(Experiment.FirstSeed seed) {
        ScatterChart chart = new ScatterChart(seed);
        List<Picture> pictures = new ArrayList<>();
        for (ArmResult arm : seed.arms()) {
            pictures.add(chart.draw(arm));
        }
        return pictures;
    }

    /** The classes with most images; of those with as many, the first. */
    private static int[] fullest(int[] counts) {
        return IntStream.range(0, counts.length)
                .boxed()
                .filter(label -> counts[label] > 0)
                .sorted((a, b) -> Integer.compare(counts[b], counts[a]))
                .limit(Palette.COLOURED_CLASSES)
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private Picture draw(ArmResult arm) {
        Projection projection = Projection.of(arm.compared());
        XYPlot plot =
                new XYPlot(series(arm.compared(), projection), axis(projection, 1), axis(projection, 2), renderer());
        boolean ring = !Double.isNaN(arm.radius());
        double r = ring ? arm.radius() : arm.value(Metric.MEAN_NORM);
        plot.addAnnotation(
                new XYShapeAnnotation(new Ellipse2D.Double(-r, -r, 2 * r, 2 * r), new BasicStroke(1.6f), Palette.INK));
        labelClasses(plot);
        JFreeChart chart = ChartStyle.chart(
                String.format(
                        Locale.ROOT,
                        "%s: norms vary by %.0f %%",
                        arm.arm().label(),
                        100 * arm.value(Metric.NORM_VARIATION)),
                plot);
        chart.getLegend().setVisible(false);
        scaleEqually(chart, plot);
        return new Picture(ring ? "features-ring" : "features-softmax", caption(projection, ring, r), chart, HEIGHT);
    }

    private static NumberAxis axis(Projection projection, int number) {
        return ChartStyle.axis(
                projection.isExact()
                        ? "feature element " + number
                        : number == 1 ? "along the first component" : "along the second component");
    }

    private XYSeriesCollection series(Features features, Projection projection) {
        XYSeriesCollection all = new XYSeriesCollection();
        XYSeries[] byClass = new XYSeries[seed.compared().classes()];
        for (int i = 0; i < classes.length; i++) {
            byClass[classes[i]] = new XYSeries(i, false);
            all.addSeries(byClass[classes[i]]);
        }
        XYSeries others = new XYSeries(classes.length, false);
        all.addSeries(others);
        int step = Math.max(1, features.count() / MAX_POINTS);
        for (int row = 0; row < features.count(); row++) {
            XYSeries own = byClass[features.label(row)];
            if (own != null) {
                own.add(projection.x(row), projection.y(row));
            } else if (row % step == 0) {
                others.add(projection.x(row), projection.y(row));
            }
        }
        return all;
    }

    private XYLineAndShapeRenderer renderer() {
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(false, true);
        renderer.setDrawOutlines(false);
        for (int i = 0; i < classes.length; i++) {
            renderer.setSeriesPaint(i, Palette.ofClass(i));
            renderer.setSeriesShape(i, Palette.markerOfClass(i));
        }
        Color grey = Palette.OTHER;
        renderer.setSeriesPaint(classes.length, new Color(grey.getRed(), grey.getGreen(), grey.getBlue(), 120));
        renderer.setSeriesShape(classes.length, new Ellipse2D.Double(-1.5, -1.5, 3, 3));
        return renderer;
    }

    /** Writes short names of classes at the middle of their points. */
    private void labelClasses(XYPlot plot) {
        XYSeriesCollection all = (XYSeriesCollection) plot.getDataset();
        boolean few = seed.compared().classesWithImages() <= MAX_LABELS;
        for (int i = 0; few && i < classes.length; i++) {
            String name = seed.compared().classNames().get(classes[i]);
            XYSeries series = all.getSeries(i);
            if (name.length() > MAX_LABEL_LENGTH || series.isEmpty()) {
                continue;
            }
            double x = 0;
            double y = 0;
            for (int k = 0; k < series.getItemCount(); k++) {
                x += series.getX(k).doubleValue();
                y += series.getY(k).doubleValue();
            }
            XYTextAnnotation text = new XYTextAnnotation(name, x / series.getItemCount(), y / series.getItemCount());
            text.setFont(ChartStyle.LABEL.deriveFont(Font.BOLD, 15f));
            text.setPaint(Palette.INK);
            Color paper = Palette.PAPER;
            text.setBackgroundPaint(new Color(paper.getRed(), paper.getGreen(), paper.getBlue(), 190));
            plot.addAnnotation(text);
        }
    }

    /** Gives both axes the same unit length, whatever room title and labels leave. */
    private void scaleEqually(JFreeChart chart, XYPlot plot) {
        NumberAxis horizontal = (NumberAxis) plot.getDomainAxis();
        NumberAxis vertical = (NumberAxis) plot.getRangeAxis();
        // Fixed, so that the room is the same before and after the ranges are known.
        horizontal.setFixedDimension(46);
        vertical.setFixedDimension(54);
        horizontal.setRange(-extent, extent);
        vertical.setRange(-extent, extent);
        ChartRenderingInfo info = new ChartRenderingInfo();
        Graphics2D graphics = new BufferedImage(Picture.WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB).createGraphics();
        chart.draw(graphics, new Rectangle2D.Double(0, 0, Picture.WIDTH, HEIGHT), info);
        graphics.dispose();
        Rectangle2D area = info.getPlotInfo().getDataArea();
        double unit = 2 * extent / Math.min(area.getWidth(), area.getHeight());
        horizontal.setRange(-unit * area.getWidth() / 2, unit * area.getWidth() / 2);
        vertical.setRange(-unit * area.getHeight() / 2, unit * area.getHeight() / 2);
    }

    private String caption(Projection projection, boolean ring, double r) {
        String what = projection.isExact()
                ? "Features of the compared images."
                : "Features of the compared images: each lies in the direction of its two principal components, as far out as"
                        + " its norm is.";
        return what
                + String.format(
                        Locale.ROOT,
                        " The circle has %s %.2f; %d of %d classes are coloured. Both arms have the same scale.",
                        ring ? "the learned radius R =" : "the mean norm,",
                        r,
                        classes.length,
                        seed.compared().classesWithImages());
    }
}
