// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples;

import org.hipparchus.stat.projection.PCA;

/** Features as points in the plane. */
final class Projection {
    private final double[][] points;
    private final boolean exact;

    private Projection(double[][] points, boolean exact) {
        this.points = points;
        this.exact = exact;
    }

    /** Features of two elements as they are, longer ones by their two principal components. */
    static Projection of(Features features) {
        double[][] rows = new double[features.count()][features.dim()];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < features.dim(); j++) {
                rows[i][j] = features.value(i, j);
            }
        }
        return features.dim() == 2
                ? new Projection(rows, true)
                : new Projection(new PCA(2).fitAndTransform(rows), false);
    }

    /** Whether the points are the features themselves. */
    boolean isExact() {
        return exact;
    }

    double x(int row) {
        return points[row][0];
    }

    double y(int row) {
        return points[row][1];
    }

    /** The largest coordinate, whatever its sign. */
    double extent() {
        double extent = 0;
        for (double[] point : points) {
            extent = Math.max(extent, Math.max(Math.abs(point[0]), Math.abs(point[1])));
        }
        return extent;
    }
}
