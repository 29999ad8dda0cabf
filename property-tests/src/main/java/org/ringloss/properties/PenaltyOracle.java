// SPDX-License-Identifier: Apache-2.0
package org.ringloss.properties;

import ch.obermuhlner.math.big.BigDecimalMath;
import java.math.BigDecimal;
import java.math.MathContext;

/** rho and rho' of the table of formulas to more than 40 digits, for any residual of a float row and parameters in their ranges. */
final class PenaltyOracle {
    private static final MathContext DIGITS = new MathContext(60);
    /** Where a series of a few terms has all digits and the formula would cancel. */
    private static final BigDecimal TINY = new BigDecimal("1e-12");
    /** Beyond this exp is 0 or infinite for every purpose of doubles. */
    private static final BigDecimal FAR = new BigDecimal(4000);

    private static final BigDecimal HUGE = new BigDecimal("1e5000");
    private static final BigDecimal ONE = BigDecimal.ONE;
    private static final BigDecimal TWO = BigDecimal.valueOf(2);

    private PenaltyOracle() {}

    static BigDecimal value(PenaltyCase penalty, double residual) {
        BigDecimal e = new BigDecimal(residual);
        BigDecimal half = square(e).divide(TWO);
        if (penalty.name().equals("squared")) {
            return half;
        }
        if (penalty.name().equals("logCosh")) {
            return logCosh(e.abs());
        }
        BigDecimal c = new BigDecimal(penalty.scale());
        BigDecimal c2 = square(c);
        BigDecimal u = square(e).divide(c2, DIGITS);
        return switch (penalty.name()) {
            case "huber" ->
                e.abs().compareTo(c) <= 0 ? half : c.multiply(e.abs().subtract(c.divide(TWO)));
            case "oneSidedHuber" -> e.compareTo(c) <= 0 ? half : c.multiply(e.subtract(c.divide(TWO)));
            case "cauchy" -> c2.divide(TWO).multiply(log1p(u));
            case "gemanMcClure" ->
                c2.multiply(square(e)).divide(c2.add(square(e)).multiply(TWO), DIGITS);
            // c^2 (sqrt(1 + u) - 1) = e^2 / (sqrt(1 + u) + 1)
            case "pseudoHuber" -> square(e).divide(ONE.add(u).sqrt(DIGITS).add(ONE), DIGITS);
            case "welsch" -> c2.divide(TWO).negate().multiply(expm1(u.negate()));
            case "tukey" -> tukey(c2, u);
            case "barron" -> barronValue(penalty.first(), c2, u);
            default -> throw new AssertionError(penalty);
        };
    }

    static BigDecimal derivative(PenaltyCase penalty, double residual) {
        BigDecimal e = new BigDecimal(residual);
        if (penalty.name().equals("squared")) {
            return e;
        }
        if (penalty.name().equals("logCosh")) {
            return residual < 0 ? tanh(e.negate()).negate() : tanh(e);
        }
        BigDecimal c = new BigDecimal(penalty.scale());
        BigDecimal u = square(e).divide(square(c), DIGITS);
        BigDecimal oneAnd = ONE.add(u);
        return switch (penalty.name()) {
            case "huber" -> e.min(c).max(c.negate());
            case "oneSidedHuber" -> e.min(c);
            case "cauchy" -> e.divide(oneAnd, DIGITS);
            case "gemanMcClure" -> e.divide(square(oneAnd), DIGITS);
            case "pseudoHuber" -> e.divide(oneAnd.sqrt(DIGITS), DIGITS);
            case "welsch" -> e.multiply(exp(u.negate()));
            // Without a quotient: near c every digit of 1 - u counts.
            case "tukey" ->
                e.abs().compareTo(c) >= 0
                        ? BigDecimal.ZERO
                        : e.multiply(square(square(c).subtract(square(e)))).divide(square(square(c)), DIGITS);
            case "barron" -> barronDerivative(penalty.first(), e, u);
            default -> throw new AssertionError(penalty);
        };
    }

    private static BigDecimal square(BigDecimal x) {
        return x.multiply(x);
    }

    /** (1 - (1-u)^3) = u (3 - 3u + u^2). */
    private static BigDecimal tukey(BigDecimal c2, BigDecimal u) {
        BigDecimal sixth = c2.divide(BigDecimal.valueOf(6), DIGITS);
        if (u.compareTo(ONE) >= 0) {
            return sixth;
        }
        BigDecimal three = BigDecimal.valueOf(3);
        return sixth.multiply(u, DIGITS)
                .multiply(three.subtract(three.multiply(u)).add(square(u)), DIGITS);
    }

    private static BigDecimal barronValue(double alpha, BigDecimal c2, BigDecimal u) {
        if (alpha == 2) {
            return c2.multiply(u).divide(TWO);
        }
        if (alpha == 0) {
            return c2.multiply(log1p(u.divide(TWO)));
        }
        if (alpha == Double.NEGATIVE_INFINITY) {
            return c2.negate().multiply(expm1(u.divide(TWO).negate()));
        }
        BigDecimal a = new BigDecimal(alpha);
        BigDecimal b = a.subtract(TWO).abs();
        BigDecimal exponent = a.divide(TWO).multiply(log1p(u.divide(b, DIGITS)), DIGITS);
        return c2.multiply(b).divide(a, DIGITS).multiply(expm1(exponent), DIGITS);
    }

    private static BigDecimal barronDerivative(double alpha, BigDecimal e, BigDecimal u) {
        if (alpha == 2) {
            return e;
        }
        if (alpha == 0) {
            return e.divide(ONE.add(u.divide(TWO)), DIGITS);
        }
        if (alpha == Double.NEGATIVE_INFINITY) {
            return e.multiply(exp(u.divide(TWO).negate()));
        }
        BigDecimal a = new BigDecimal(alpha);
        BigDecimal b = a.subtract(TWO).abs();
        return e.multiply(exp(a.divide(TWO).subtract(ONE).multiply(log1p(u.divide(b, DIGITS)), DIGITS)), DIGITS);
    }

    private static BigDecimal exp(BigDecimal x) {
        if (x.compareTo(FAR.negate()) < 0) {
            return BigDecimal.ZERO;
        }
        return x.compareTo(FAR) > 0 ? HUGE : BigDecimalMath.exp(x.round(DIGITS), DIGITS);
    }

    private static BigDecimal expm1(BigDecimal x) {
        if (x.abs().compareTo(TINY) > 0) {
            return exp(x).subtract(ONE);
        }
        // x + x^2/2! + x^3/3! + ...
        BigDecimal sum = BigDecimal.ZERO;
        BigDecimal term = ONE;
        for (int k = 1; k <= 6; k++) {
            term = term.multiply(x, DIGITS).divide(BigDecimal.valueOf(k), DIGITS);
            sum = sum.add(term, DIGITS);
        }
        return sum;
    }

    private static BigDecimal log1p(BigDecimal x) {
        if (x.compareTo(TINY) > 0) {
            // Enough digits that 1 + x keeps 45 of x's.
            return BigDecimalMath.log(ONE.add(x).round(new MathContext(80)), DIGITS);
        }
        // x - x^2/2 + x^3/3 - ...
        BigDecimal sum = BigDecimal.ZERO;
        BigDecimal power = ONE;
        for (int k = 1; k <= 6; k++) {
            power = power.multiply(x, DIGITS).negate();
            sum = sum.subtract(power.divide(BigDecimal.valueOf(k), DIGITS), DIGITS);
        }
        return sum;
    }

    /** e + log1p(exp(-2e)) - ln 2, and e^2/2 - e^4/12 + e^6/45 - ... near 0. */
    private static BigDecimal logCosh(BigDecimal e) {
        if (e.compareTo(TINY) > 0) {
            return e.add(log1p(exp(e.multiply(TWO).negate()))).subtract(BigDecimalMath.log(TWO, DIGITS));
        }
        BigDecimal s = square(e).round(DIGITS);
        return s.divide(TWO)
                .subtract(square(s).divide(BigDecimal.valueOf(12), DIGITS), DIGITS)
                .add(square(s).multiply(s).divide(BigDecimal.valueOf(45), DIGITS), DIGITS);
    }

    /** (1 - exp(-2e)) / (1 + exp(-2e)), and e - e^3/3 + 2e^5/15 - ... near 0. */
    private static BigDecimal tanh(BigDecimal e) {
        BigDecimal m = expm1(e.multiply(TWO).negate());
        return m.negate().divide(TWO.add(m), DIGITS);
    }
}
