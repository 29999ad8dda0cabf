// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples.report;

import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;
import org.ringloss.examples.training.Arm;

/** A chart of lines, a colour for each arm; solid and dashed ones. */
final class Lines {
    private final XYSeriesCollection lines = new XYSeriesCollection();
    private final XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, false);

    /** An empty line; points with NaN leave a gap. */
    XYSeries add(String name, Arm arm, boolean dashed) {
        XYSeries line = new XYSeries(name, false);
        int series = lines.getSeriesCount();
        lines.addSeries(line);
        renderer.setSeriesPaint(series, Palette.of(arm));
        renderer.setSeriesStroke(series, dashed ? ChartStyle.dashed() : ChartStyle.solid());
        renderer.setSeriesShape(series, new Ellipse2D.Double(-2.5, -2.5, 5, 5));
        return line;
    }

    /** Marks every point of a line. */
    void markPoints() {
        renderer.setDefaultShapesVisible(true);
    }

    XYPlot plot(ValueAxis horizontal, ValueAxis vertical) {
        // The legend shows how a line is drawn, so it must be long enough for dashes.
        renderer.setLegendLine(new Line2D.Double(-13, 0, 13, 0));
        return new XYPlot(lines, horizontal, vertical, renderer);
    }
}
