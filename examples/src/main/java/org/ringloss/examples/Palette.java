// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples;

import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;

/** Colours that people with colour-blindness can tell apart; classes differ in their marker too. */
final class Palette {
    /** The run with softmax alone, and the one with ring loss. */
    static final Color SOFTMAX = new Color(0x0072B2);

    static final Color RING = new Color(0xD55E00);
    static final Color INK = new Color(0x222222);
    static final Color GRID = new Color(0xE2E2E2);

    private static final Color[] CLASSES = {
        new Color(0x332288), new Color(0xCC6677), new Color(0x117733), new Color(0xDDAA33), new Color(0x66BBDD),
        new Color(0x882255), new Color(0x44AA99), new Color(0x808000), new Color(0xAA4499), new Color(0x666666),
    };
    private static final double RADIUS = 2.4;

    private Palette() {}

    static Color ofRun(Run run) {
        return run.hasRadius() ? RING : SOFTMAX;
    }

    static Color ofClass(int label) {
        return CLASSES[label % CLASSES.length];
    }

    static Shape markerOfClass(int label) {
        return switch ((label + label / CLASSES.length) % 4) {
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
