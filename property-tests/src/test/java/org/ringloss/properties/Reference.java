// SPDX-License-Identifier: Apache-2.0
package org.ringloss.properties;

import org.ringloss.Reduction;

/**
 * The ring loss written straight from its formulas, in plain double arithmetic, a row at a time. A function of the
 * features and the radii, so that it can be differentiated numerically.
 */
class Reference {
    private static final double MIN_RELATIVE_SCALE = 0.5;

    private final LossCase lossCase;

    Reference(LossCase lossCase) {
        this.lossCase = lossCase;
    }

    /**
     * With the norms that float lanes give by definition in the place of exact ones. Residuals that are small beside their
     * norms show every error of those; all else is far more accurate.
     */
    static Reference withDefinedNorms(LossCase lossCase) {
        return new Reference(lossCase) {
            @Override
            double norm(double[] x, int row) {
                return ContractNorm.of(lossCase.x(), row * lossCase.dim(), lossCase.dim());
            }
        };
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
        for (int j = 0; j < lossCase.dim(); j++) {
            squares += x[row * lossCase.dim() + j] * x[row * lossCase.dim() + j];
        }
        return Math.sqrt(squares);
    }

    /** s: what residuals are divided by. Rows of weight zero have no say in it. */
    double scale(double[] x) {
        if (!lossCase.relative()) {
            return 1;
        }
        if (!Double.isNaN(lossCase.normScale())) {
            return lossCase.normScale();
        }
        double sum = 0;
        int counted = 0;
        for (int i = 0; i < lossCase.rows(); i++) {
            if (lossCase.rowWeight(i) != 0) {
                sum += norm(x, i);
                counted++;
            }
        }
        return counted == 0 ? MIN_RELATIVE_SCALE : Math.max(sum / counted, MIN_RELATIVE_SCALE);
    }

    /** N. */
    double divisor() {
        if (lossCase.reduction() != Reduction.MEAN) {
            return 1;
        }
        return Double.isNaN(lossCase.divisor()) ? Math.max(1, lossCase.rows()) : lossCase.divisor();
    }

    private double residual(double[] x, double shift, double s, int row) {
        return (norm(x, row) - (lossCase.radius(row) + shift)) / s;
    }

    /** lambda w rho(e) of one row whose radius is shifted. */
    double rowLoss(double[] x, double shift, double s, int row) {
        double w = lossCase.rowWeight(row);
        return w == 0 ? 0 : lossCase.weight() * w * lossCase.penalty().value(residual(x, shift, s, row));
    }

    /** lambda/N sum_i w_i rho(e_i). */
    double loss(double[] x) {
        return loss(x, 0, scale(x));
    }

    /** The loss with every radius shifted, for an s that is held constant. */
    double loss(double[] x, double shift, double s) {
        double sum = 0;
        for (int i = 0; i < lossCase.rows(); i++) {
            sum += rowLoss(x, shift, s, i);
        }
        return sum / divisor();
    }

    /** The loss with the radius of one class shifted. */
    double lossWithClassShifted(double[] x, int label, double shift, double s) {
        double sum = 0;
        for (int i = 0; i < lossCase.rows(); i++) {
            sum += rowLoss(x, lossCase.labels()[i] == label ? shift : 0, s, i);
        }
        return sum / divisor();
    }

    /** dL/de of one row: lambda/N w rho'(e) / s. */
    double derivative(double[] x, double s, int row) {
        double w = lossCase.rowWeight(row);
        return w == 0
                ? 0
                : lossCase.weight() / divisor() * w * lossCase.penalty().derivative(residual(x, 0, s, row)) / s;
    }

    /** dL/dR, every radius moving alike. */
    double radiusGradient(double[] x) {
        double s = scale(x);
        double sum = 0;
        for (int i = 0; i < lossCase.rows(); i++) {
            sum -= derivative(x, s, i);
        }
        return sum;
    }

    /** dL/dR of one class. */
    double classRadiusGradient(double[] x, int label) {
        double s = scale(x);
        double sum = 0;
        for (int i = 0; i < lossCase.rows(); i++) {
            if (lossCase.labels()[i] == label) {
                sum -= derivative(x, s, i);
            }
        }
        return sum;
    }

    /** dL/dx. */
    double[] gradient(double[] x) {
        double s = scale(x);
        double[] gradient = new double[x.length];
        for (int i = 0; i < lossCase.rows(); i++) {
            double n = norm(x, i);
            for (int j = i * lossCase.dim(); j < (i + 1) * lossCase.dim(); j++) {
                gradient[j] = n == 0 ? 0 : derivative(x, s, i) * x[j] / n;
            }
        }
        return gradient;
    }
}
