// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples.evaluation;

import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.SingularValueDecomposition;
import org.hipparchus.stat.StatUtils;

/**
 * Features as points in the plane. A feature of two elements is its own point; a longer one lies in the direction of its
 * two principal components, as far from the middle as its norm says: the picture shows all norms as they are.
 */
public final class Projection {
    private final double[][] points;
    private final boolean exact;

    private Projection(double[][] points, boolean exact) {
        this.points = points;
        this.exact = exact;
    }

    /** Two features at least. */
    public static Projection of(Features features) {
        double[][] rows = new double[features.count()][features.dim()];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < features.dim(); j++) {
                rows[i][j] = features.value(i, j);
            }
        }
        if (features.dim() == 2) {
            return new Projection(rows, true);
        }
        double[][] points = onPrincipalComponents(rows);
        double[] norms = features.norms();
        for (int i = 0; i < points.length; i++) {
            double length = Math.hypot(points[i][0], points[i][1]);
            double stretch = length == 0 ? 0 : norms[i] / length;
            points[i][0] *= stretch;
            points[i][1] *= stretch;
        }
        return new Projection(points, false);
    }

    /** By singular values, which are found whatever the matrix: eigenvalues of some covariances are not. */
    private static double[][] onPrincipalComponents(double[][] rows) {
        RealMatrix centred = MatrixUtils.createRealMatrix(rows);
        for (int j = 0; j < centred.getColumnDimension(); j++) {
            double mean = StatUtils.mean(centred.getColumn(j));
            for (int i = 0; i < rows.length; i++) {
                centred.addToEntry(i, j, -mean);
            }
        }
        RealMatrix directions = new SingularValueDecomposition(centred.transposeMultiply(centred)).getU();
        return centred.multiply(directions.getSubMatrix(0, centred.getColumnDimension() - 1, 0, 1))
                .getData();
    }

    /** Whether the points are the features themselves. */
    public boolean isExact() {
        return exact;
    }

    /** To the right. */
    public double x(int row) {
        return points[row][0];
    }

    /** Upwards. */
    public double y(int row) {
        return points[row][1];
    }
}
