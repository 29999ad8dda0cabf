// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples;

import java.awt.geom.Rectangle2D;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jfree.chart.ChartUtils;
import org.jfree.chart.JFreeChart;
import org.jfree.svg.SVGGraphics2D;
import org.jfree.svg.ViewBox;

/**
 * A chart of a report, which can be written as SVG and as PNG.
 *
 * @param name of its files, without the ending
 * @param caption for people
 */
record Picture(String name, String caption, JFreeChart chart, int width, int height) {
    private static final int PNG_SCALE = 2;

    /** The SVG element, to stand in a page. */
    String svgElement() {
        return draw().getSVGElement(name, false, new ViewBox(0, 0, width, height), null, null);
    }

    void write(Path folder) throws IOException {
        Files.writeString(folder.resolve(name + ".svg"), draw().getSVGDocument(), StandardCharsets.UTF_8);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(folder.resolve(name + ".png")))) {
            ChartUtils.writeScaledChartAsPNG(out, chart, width, height, PNG_SCALE, PNG_SCALE);
        }
    }

    private SVGGraphics2D draw() {
        SVGGraphics2D graphics = new SVGGraphics2D(width, height);
        // Names within the element: they must not be those of another picture of the page.
        graphics.setDefsKeyPrefix(name + "-");
        // A hundredth of a pixel is enough; all digits would make the page four times as long.
        graphics.setGeomDoubleConverter(value -> Double.toString(Math.rint(100 * value) / 100));
        chart.draw(graphics, new Rectangle2D.Double(0, 0, width, height));
        return graphics;
    }
}
