// SPDX-License-Identifier: Apache-2.0
package org.ringloss.internal;

/** A built-in penalty as the kernels see it: whose formula, and its constants, computed once. */
public final class PenaltyForm {
    /** The kernel: Barron's penalty at alpha 2, 0 and -Infinity is one of the others. */
    public final PenaltyKind kind;
    /** The parameter c or delta; 1 for penalties without one. */
    public final double c;
    /** 1 over the square of the width: y = e^2 * inverse. The width is c but for Barron's penalty, c sqrt(|alpha - 2|). */
    public final double inverse;
    /** What stands before the formula: width^2/2, or width^2/alpha for Barron's. */
    public final double factor;
    /** Barron's alpha/2. */
    public final double power;
    /** Barron's rho and rho' of an infinite residual. */
    public final double farValue;

    public final double farDerivative;

    private PenaltyForm(PenaltyKind kind, double c, double square, double alpha) {
        this.kind = kind;
        this.c = c;
        this.inverse = 1 / square;
        this.factor = square / alpha;
        this.power = alpha / 2;
        this.farValue = alpha > 0 ? Double.POSITIVE_INFINITY : -factor;
        double bent = alpha < 1 ? 0 : c;
        this.farDerivative = alpha > 1 ? Double.POSITIVE_INFINITY : bent;
    }

    /** A penalty with these parameters, which are in range. */
    public static PenaltyForm of(PenaltyKind kind, double... parameters) {
        if (kind == PenaltyKind.BARRON) {
            return barron(parameters[0], parameters[1]);
        }
        double c = parameters.length == 0 ? 1 : parameters[0];
        return new PenaltyForm(kind, c, c * c, 2);
    }

    private static PenaltyForm barron(double alpha, double c) {
        if (alpha == 2) {
            return of(PenaltyKind.SQUARED);
        }
        if (alpha == Double.NEGATIVE_INFINITY) {
            return new PenaltyForm(PenaltyKind.WELSCH, c, 2 * c * c, 2);
        }
        // The limit at 0 is off by at most 90 |alpha|, relatively.
        if (Math.abs(alpha) < 1e-16) {
            return new PenaltyForm(PenaltyKind.CAUCHY, c, 2 * c * c, 2);
        }
        return new PenaltyForm(PenaltyKind.BARRON, c, c * c * Math.abs(alpha - 2), alpha);
    }
}
