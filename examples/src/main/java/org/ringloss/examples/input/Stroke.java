// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples.input;

/** A smooth line through points, as short straight pieces whose distance can be asked for. */
final class Stroke {
    private static final int PIECES = 6;

    private final double[] x;
    private final double[] y;

    private Stroke(double[] x, double[] y) {
        this.x = x;
        this.y = y;
    }

    /** A Catmull-Rom spline through points x, y; its end points count twice, so that it reaches them. */
    static Stroke through(double[] points) {
        int count = points.length / 2;
        double[] x = new double[(count - 1) * PIECES + 1];
        double[] y = new double[x.length];
        for (int i = 0; i + 1 < count; i++) {
            int before = Math.max(0, i - 1);
            int after = Math.min(count - 1, i + 2);
            for (int k = 0; k <= PIECES; k++) {
                double t = (double) k / PIECES;
                x[i * PIECES + k] = spline(points[2 * before], points[2 * i], points[2 * i + 2], points[2 * after], t);
                y[i * PIECES + k] =
                        spline(points[2 * before + 1], points[2 * i + 1], points[2 * i + 3], points[2 * after + 1], t);
            }
        }
        return new Stroke(x, y);
    }

    private static double spline(double before, double from, double to, double after, double t) {
        double cubic = 3 * (from - to) + after - before;
        double square = 2 * before - 5 * from + 4 * to - after;
        return from + t / 2 * (to - before + t * (square + t * cubic));
    }

    /** The square of the distance from a point to the line. */
    double squareDistance(double px, double py) {
        double nearest = Double.POSITIVE_INFINITY;
        for (int i = 0; i + 1 < x.length; i++) {
            double dx = x[i + 1] - x[i];
            double dy = y[i + 1] - y[i];
            double length = dx * dx + dy * dy;
            double along = length == 0 ? 0 : ((px - x[i]) * dx + (py - y[i]) * dy) / length;
            along = Math.max(0, Math.min(1, along));
            double ex = px - x[i] - along * dx;
            double ey = py - y[i] - along * dy;
            nearest = Math.min(nearest, ex * ex + ey * ey);
        }
        return nearest;
    }
}
