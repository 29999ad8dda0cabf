package org.ringloss.benchmarks.report;

import java.awt.geom.Rectangle2D;
import org.jfree.chart.JFreeChart;
import org.jfree.svg.SVGGraphics2D;
import org.jfree.svg.ViewBox;

/**
 * A chart of the report.
 *
 * @param name of its file, without the ending
 * @param caption for people who do not see it
 */
record Picture(String name, String caption, JFreeChart chart) {
    private static final int WIDTH = 820;
    private static final int HEIGHT = 500;

    String svg() {
        SVGGraphics2D graphics = new SVGGraphics2D(WIDTH, HEIGHT);
        // Otherwise the time would be in these names, and no two files the same.
        graphics.setDefsKeyPrefix(name + "-");
        graphics.setGeomDoubleConverter(value -> Double.toString(Math.rint(100 * value) / 100));
        chart.draw(graphics, new Rectangle2D.Double(0, 0, WIDTH, HEIGHT));
        return graphics.getSVGElement(null, true, new ViewBox(0, 0, WIDTH, HEIGHT), null, null) + "\n";
    }

    String markdown() {
        return "![" + caption + "](images/" + name + ".svg)\n";
    }
}
