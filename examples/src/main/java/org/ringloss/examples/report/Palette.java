// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples.report;

import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.Locale;
import org.ringloss.examples.training.Arm;

/**
 * Colours that people with colour-blindness can tell apart, with three to one of contrast at least on light and on dark
 * paper. Nothing is told by colour alone: arms differ in line or place, classes in their marker.
 */
final class Palette {
    /** A colour on white and what takes its place on dark paper; the page knows it by its name. */
    private record Ink(String name, Color light, Color dark) {}

    static final Color PAPER = Color.WHITE;
    static final Color INK = new Color(0x222426);
    static final Color GRID = new Color(0xE2E4E6);
    static final Color OTHER = new Color(0x8A8F94);
    private static final Color SOFTMAX = new Color(0x0072B2);
    private static final Color RING = new Color(0xC24E00);

    private static final List<Ink> CLASSES = List.of(
            new Ink("class-1", new Color(0x332288), new Color(0xA79BF5)),
            new Ink("class-2", new Color(0x117733), new Color(0x55C982)),
            new Ink("class-3", new Color(0xAA4499), new Color(0xEBA0DF)),
            new Ink("class-4", new Color(0xB35900), new Color(0xF4A95F)),
            new Ink("class-5", new Color(0x0077BB), new Color(0x62BEF7)),
            new Ink("class-6", new Color(0x882255), new Color(0xE78BB8)),
            new Ink("class-7", new Color(0x6B6B00), new Color(0xCFCF60)),
            new Ink("class-8", new Color(0xCC3311), new Color(0xFF907A)));

    private static final List<Ink> ROLES = List.of(
            new Ink("paper", PAPER, new Color(0x1D2024)),
            new Ink("ink", INK, new Color(0xE6E8EA)),
            new Ink("grid", GRID, new Color(0x3A3F45)),
            new Ink("other", OTHER, new Color(0x777D83)),
            new Ink("softmax", SOFTMAX, new Color(0x5DB7F0)),
            new Ink("ring", RING, new Color(0xFF9A55)));

    /** So many classes have a colour of their own. */
    static final int COLOURED_CLASSES = CLASSES.size();

    private static final double RADIUS = 2.6;

    private Palette() {}

    static Color of(Arm arm) {
        return arm == Arm.RING ? RING : SOFTMAX;
    }

    static Color ofClass(int number) {
        return CLASSES.get(number).light();
    }

    /** Replaces colours in the text of an SVG element by names that the page gives colours to. */
    static String named(String svg) {
        String named = svg;
        for (List<Ink> inks : List.of(ROLES, CLASSES)) {
            for (Ink ink : inks) {
                Color c = ink.light();
                named = named.replace(
                        String.format(Locale.ROOT, "rgb(%d,%d,%d)", c.getRed(), c.getGreen(), c.getBlue()),
                        "var(--" + ink.name() + ")");
            }
        }
        return named;
    }

    /** The names as CSS variables. */
    static String css(boolean dark) {
        StringBuilder css = new StringBuilder();
        for (List<Ink> inks : List.of(ROLES, CLASSES)) {
            for (Ink ink : inks) {
                css.append(String.format(
                        Locale.ROOT,
                        "--%s: #%06x; ",
                        ink.name(),
                        (dark ? ink.dark() : ink.light()).getRGB() & 0xffffff));
            }
        }
        return css.toString();
    }

    static Shape markerOfClass(int number) {
        return switch (number % 4) {
            case 0 -> new Ellipse2D.Double(-RADIUS, -RADIUS, 2 * RADIUS, 2 * RADIUS);
            case 1 -> new Rectangle2D.Double(-RADIUS * 0.9, -RADIUS * 0.9, RADIUS * 1.8, RADIUS * 1.8);
            case 2 -> polygon(0, -1.3, 1.2, 0.9, -1.2, 0.9);
            default -> polygon(0, -1.4, 1.4, 0, 0, 1.4, -1.4, 0);
        };
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
