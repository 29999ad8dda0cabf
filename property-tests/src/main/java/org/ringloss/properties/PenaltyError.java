// SPDX-License-Identifier: Apache-2.0
package org.ringloss.properties;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * How far a value or a derivative is from the exact one.
 *
 * @param isSmall whether the exact result is below the normal doubles
 * @param relative the error over the exact result; an infinite result stands for 2^1024
 * @param steps the error in steps of the smallest double
 */
record PenaltyError(boolean isSmall, double relative, double steps) {
    static final double ALLOWED_RELATIVE = 1e-12;
    /** "A few of the smallest doubles." */
    static final double ALLOWED_STEPS = 8;

    private static final MathContext DIGITS = new MathContext(20);
    private static final BigDecimal MIN_NORMAL = new BigDecimal(Double.MIN_NORMAL);
    private static final BigDecimal STEP = new BigDecimal(Double.MIN_VALUE);
    private static final BigDecimal BEYOND = BigDecimal.valueOf(2).pow(1024);

    static PenaltyError of(double actual, BigDecimal exact) {
        boolean small = exact.abs().compareTo(MIN_NORMAL) < 0;
        if (Double.isNaN(actual)) {
            return new PenaltyError(small, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);
        }
        boolean infinite = Double.isInfinite(actual);
        BigDecimal value = infinite ? BEYOND.multiply(new BigDecimal(Math.signum(actual))) : new BigDecimal(actual);
        BigDecimal error = value.subtract(exact).abs();
        boolean isBeyond =
                infinite && exact.signum() == value.signum() && exact.abs().compareTo(BEYOND) > 0;
        if (error.signum() == 0 || isBeyond) {
            return new PenaltyError(small, 0, 0);
        }
        return new PenaltyError(
                small,
                exact.signum() == 0
                        ? Double.POSITIVE_INFINITY
                        : error.divide(exact.abs(), DIGITS).doubleValue(),
                error.divide(STEP, DIGITS).doubleValue());
    }

    boolean isAllowed() {
        return relative <= ALLOWED_RELATIVE || (isSmall && steps <= ALLOWED_STEPS);
    }
}
