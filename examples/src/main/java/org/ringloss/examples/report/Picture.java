// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples.report;

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
 * @param caption what is to be seen, for people
 */
record Picture(String name, String caption, JFreeChart chart, int height) {
    /** All are drawn this wide: small enough that letters stay readable on a narrow screen. */
    static final int WIDTH = 440;

    private static final int PNG_SCALE = 2;

    /** The SVG element, to stand in a page: with a role and a title, and with colours that the page may change. */
    String svgElement() {
        String element = draw().getSVGElement(name, false, new ViewBox(0, 0, WIDTH, height), null, null);
        int start = element.indexOf("<svg ") + "<svg ".length();
        int end = element.indexOf('>', start) + 1;
        String label = Html.escape(chart.getTitle().getText() + ". " + caption);
        return element.substring(0, start) + "role=\"img\" aria-labelledby=\"" + name + "-title\" "
                + element.substring(start, end) + "<title id=\"" + name + "-title\">" + label + "</title>"
                + Palette.named(element.substring(end));
    }

    void write(Path folder) throws IOException {
        Files.writeString(folder.resolve(name + ".svg"), draw().getSVGDocument(), StandardCharsets.UTF_8);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(folder.resolve(name + ".png")))) {
            ChartUtils.writeScaledChartAsPNG(out, chart, WIDTH, height, PNG_SCALE, PNG_SCALE);
        }
    }

    private SVGGraphics2D draw() {
        SVGGraphics2D graphics = new SVGGraphics2D(WIDTH, height);
        // Names within the element: they must not be those of another picture of the page.
        graphics.setDefsKeyPrefix(name + "-");
        // A hundredth of a pixel is enough; all digits would make the page four times as long.
        graphics.setGeomDoubleConverter(value -> Double.toString(Math.rint(100 * value) / 100));
        chart.draw(graphics, new Rectangle2D.Double(0, 0, WIDTH, height));
        return graphics;
    }
}
