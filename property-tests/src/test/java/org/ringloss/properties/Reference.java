package org.ringloss.properties;

import org.ringloss.Reduction;

/**
 * The ring loss written straight from its formulas, in plain double arithmetic, a row at a time. A function of the
 * features and the radii, so that it can be differentiated numerically.
 */
final class Reference {
    private static final double MIN_RELATIVE_SCALE = 0.5;

    private final LossCase scene;

    Reference(LossCase scene) {
        this.scene = scene;
    }

    static double[] widen(float[] x) {
        double[] wide = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            wide[i] = x[i];
        }
        return wide;
    }

    /** n = sqrt(sum_j x_j^2). */
    double norm(double[] x, int row) {
        double squares = 0;
        for (int j = 0; j < scene.dim(); j++) {
            squares += x[row * scene.dim() + j] * x[row * scene.dim() + j];
        }
        return Math.sqrt(squares);
    }

    /** s: what residuals are divided by. Rows of weight zero have no say in it. */
    double scale(double[] x) {
        if (!scene.relative()) {
            return 1;
        }
        if (!Double.isNaN(scene.normScale())) {
            return scene.normScale();
        }
        double sum = 0;
        int counted = 0;
        for (int i = 0; i < scene.rows(); i++) {
            if (scene.rowWeight(i) != 0) {
                sum += norm(x, i);
                counted++;
            }
        }
        return counted == 0 ? MIN_RELATIVE_SCALE : Math.max(sum / counted, MIN_RELATIVE_SCALE);
    }

    /** N. */
    double divisor() {
        if (scene.reduction() != Reduction.MEAN) {
            return 1;
        }
        return Double.isNaN(scene.divisor()) ? Math.max(1, scene.rows()) : scene.divisor();
    }

    private double residual(double[] x, double shift, double s, int row) {
        return (norm(x, row) - (scene.radius(row) + shift)) / s;
    }

    /** lambda w rho(e) of one row whose radius is shifted. */
    double rowLoss(double[] x, double shift, double s, int row) {
        double w = scene.rowWeight(row);
        return w == 0 ? 0 : scene.weight() * w * scene.penalty().value(residual(x, shift, s, row));
    }

    /** lambda/N sum_i w_i rho(e_i). */
    double loss(double[] x) {
        return loss(x, 0, scale(x));
    }

    /** The loss with every radius shifted, for an s that is held constant. */
    double loss(double[] x, double shift, double s) {
        double sum = 0;
        for (int i = 0; i < scene.rows(); i++) {
            sum += rowLoss(x, shift, s, i);
        }
        return sum / divisor();
    }

    /** The loss with the radius of one class shifted. */
    double lossWithClassShifted(double[] x, int label, double shift, double s) {
        double sum = 0;
        for (int i = 0; i < scene.rows(); i++) {
            sum += rowLoss(x, scene.labels()[i] == label ? shift : 0, s, i);
        }
        return sum / divisor();
    }

    /** dL/de of one row: lambda/N w rho'(e) / s. */
    double derivative(double[] x, double s, int row) {
        double w = scene.rowWeight(row);
        return w == 0 ? 0 : scene.weight() / divisor() * w * scene.penalty().derivative(residual(x, 0, s, row)) / s;
    }

    /** dL/dR, every radius moving alike. */
    double radiusGradient(double[] x) {
        double s = scale(x);
        double sum = 0;
        for (int i = 0; i < scene.rows(); i++) {
            sum -= derivative(x, s, i);
        }
        return sum;
    }

    /** dL/dR of one class. */
    double classRadiusGradient(double[] x, int label) {
        double s = scale(x);
        double sum = 0;
        for (int i = 0; i < scene.rows(); i++) {
            if (scene.labels()[i] == label) {
                sum -= derivative(x, s, i);
            }
        }
        return sum;
    }

    /** dL/dx. */
    double[] gradient(double[] x) {
        double s = scale(x);
        double[] gradient = new double[x.length];
        for (int i = 0; i < scene.rows(); i++) {
            double n = norm(x, i);
            for (int j = i * scene.dim(); j < (i + 1) * scene.dim(); j++) {
                gradient[j] = n == 0 ? 0 : derivative(x, s, i) * x[j] / n;
            }
        }
        return gradient;
    }
}
