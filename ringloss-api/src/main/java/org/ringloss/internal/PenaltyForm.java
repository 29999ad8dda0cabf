package org.ringloss.internal;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;

/**
 * A built-in penalty as the kernels see it: one of ten forms and its constants. Several penalties share a form; all
 * forms have curvature 1 at 0.
 */
public final class PenaltyForm {
    /** The shape of a penalty, with a = |e| and y = (e/w)^2. */
    public enum Kind {
        /** e^2/2. */
        SQUARED,
        /** Quadratic to c, linear beyond. */
        HUBER,
        /** Quadratic below c, also for every negative e; linear above. */
        OUTWARD_HUBER,
        /** c^2 (sqrt(1 + (e/c)^2) - 1). */
        PSEUDO_HUBER,
        /** c^2/2 * e^2 / (c^2 + e^2). */
        GEMAN_MCCLURE,
        /** Tukey's biweight. */
        TUKEY,
        /** ln cosh e. */
        LOG_COSH,
        /** w^2/2 * log1p(y). */
        LOGARITHMIC,
        /** -w^2/2 * expm1(-y). */
        EXPONENTIAL,
        /** w^2/alpha * ((1 + y)^(alpha/2) - 1). */
        POWER
    }

    private static final MathContext DIGITS_60 = new MathContext(60);

    public final Kind kind;
    /** The parameter c or delta; 1 for forms without one. */
    public final double c;
    /** The width w of the last three forms, rounded to double. */
    public final double w;
    /** w = (m + mLow) * 2^k with m in [1, 2): m in one piece, and split into 26 bits and the rest. */
    public final double m;

    public final double mLow;
    public final double mHead;
    public final double mTail;
    public final int k;
    /** 2^-k as a product of two doubles, since 2^-k itself may not be one. */
    public final double unscale1;

    public final double unscale2;
    /** The exponent alpha of POWER. */
    public final double alpha;
    /** alpha/2, in one piece and split into 26 bits and the rest. */
    public final double power;

    public final double powerHead;
    public final double powerTail;
    /** alpha/2 - 1 without rounding, as a sum; the first split likewise. */
    public final double derivativePower;

    public final double derivativePowerLow;
    public final double derivativePowerHead;
    public final double derivativePowerTail;

    private PenaltyForm(Kind kind, double c, BigDecimal width, double alpha) {
        this.kind = kind;
        this.c = c;
        this.w = width.doubleValue();
        // 3.33 bits to a digit: near enough to bring the quotient into the range of a double, then exact.
        int near = (int) Math.round((width.precision() - width.scale()) / StrictMath.log10(2));
        BigDecimal scaled = timesPowerOfTwo(width, -near);
        int rest = Math.getExponent(scaled.doubleValue());
        this.k = near + rest;
        BigDecimal unit = timesPowerOfTwo(width, -k);
        this.m = unit.doubleValue();
        this.mLow = unit.subtract(new BigDecimal(m)).doubleValue();
        this.mHead = Elementary.head(m);
        this.mTail = m - mHead;
        this.unscale1 = Math.scalb(1.0, -k / 2);
        this.unscale2 = Math.scalb(1.0, -k - -k / 2);
        this.alpha = alpha;
        this.power = alpha / 2;
        this.powerHead = Elementary.head(power);
        this.powerTail = power - powerHead;
        this.derivativePower = power - 1;
        this.derivativePowerLow = new BigDecimal(power)
                .subtract(BigDecimal.ONE)
                .subtract(new BigDecimal(derivativePower))
                .doubleValue();
        this.derivativePowerHead = Elementary.head(derivativePower);
        this.derivativePowerTail = derivativePower - derivativePowerHead;
    }

    private static BigDecimal timesPowerOfTwo(BigDecimal x, int exponent) {
        BigDecimal scale = new BigDecimal(BigInteger.ONE.shiftLeft(Math.abs(exponent)));
        return exponent < 0 ? x.divide(scale, DIGITS_60) : x.multiply(scale, DIGITS_60);
    }

    /** A form whose only constant is c, or that has none (then c is 1). */
    public static PenaltyForm of(Kind kind, double c) {
        return new PenaltyForm(kind, c, new BigDecimal(c), 1);
    }

    /** c^2 times Barron's general loss, with alpha -Infinity or finite. */
    public static PenaltyForm barron(double alpha, double c) {
        BigDecimal exactC = new BigDecimal(c);
        BigDecimal sqrt2c = exactC.multiply(BigDecimal.valueOf(2).sqrt(DIGITS_60), DIGITS_60);
        if (alpha == 2) {
            return of(Kind.SQUARED, 1);
        }
        if (Math.abs(alpha) < 1e-17) {
            // The relative difference to the limit is below 350 |alpha|.
            return new PenaltyForm(Kind.LOGARITHMIC, c, sqrt2c, 0);
        }
        if (alpha < -1e25) {
            // (1 + u/b)^(-b/2) differs from exp(-u/2) by u^2/(4 b) relatively, and is 0 from u = 2800 on.
            return new PenaltyForm(Kind.EXPONENTIAL, c, sqrt2c, 0);
        }
        double shape = Math.min(alpha, 1e25);
        BigDecimal b = new BigDecimal(shape).subtract(BigDecimal.valueOf(2)).abs();
        return new PenaltyForm(Kind.POWER, c, exactC.multiply(b.sqrt(DIGITS_60), DIGITS_60), shape);
    }

    /** Whether it takes exp or log, which cost much for one residual, and much less for each of several in vectors. */
    public boolean isTranscendental() {
        return kind.compareTo(Kind.LOG_COSH) >= 0;
    }
}
