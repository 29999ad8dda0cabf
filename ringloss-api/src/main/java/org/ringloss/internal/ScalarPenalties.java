// SPDX-License-Identifier: Apache-2.0
package org.ringloss.internal;

import static org.ringloss.internal.Elementary.expm1Reduced;
import static org.ringloss.internal.Elementary.integer;
import static org.ringloss.internal.Elementary.log1p;
import static org.ringloss.internal.Elementary.powerOfTwo;
import static org.ringloss.internal.Elementary.reduced;
import static org.ringloss.internal.Elementary.toRound;

/**
 * Value and derivative of every built-in penalty in scalar code: the counterpart that the vector code follows operation
 * by operation.
 *
 * <p>With |e| below 2^150 and c from 2^-100 to 2^100, y = (e/c)^2 and its like stay between 2^-1000 and 2^1000, so that
 * plain formulas do; y carries 6 roundings at most. exp(x) turns the error of x into a relative one: exp(-y) matters to y
 * = 850, which makes 4 * 850 roundings or 4e-13; Barron's (1 + y)^p, |p| up to 500, has 6 |p| of them from y and 3 |x|
 * from x = p log(1 + y) itself, |x| up to 1000: 7e-13.
 *
 * <p>Choices are written as {@code a > c ? ... : ...} so that a NaN residual falls into a branch that keeps it.
 */
public final class ScalarPenalties {
    /** Residuals from here on, which no float row has, get the limit at infinity where a formula would overflow. */
    public static final double FAR = 0x1p150;
    /** exp(-y) times a residual of such a y is 0 from here on. */
    public static final double EXP_LIMIT = 850;
    /** exp(-y) may be below the normal doubles where its product with a residual is not: it comes times 2^RAISE. */
    public static final long RAISE = 256;

    public static final double LOWER = 0x1p-256;
    /** exp(x) times the other factors of Barron's penalty is infinite or 0 from here on, in either direction. */
    public static final double POWER_LIMIT = 1000;
    /** ln cosh a is a - ln 2 from here on, and tanh a is 1. */
    public static final double LINEAR = 40;

    private ScalarPenalties() {}

    /** All kernels fill {@code values} and {@code derivatives} from index {@code from} to {@code to}. */
    private interface Kernel {
        void evaluate(PenaltyForm f, double[] residuals, int from, int to, double[] values, double[] derivatives);
    }

    /** {@code residuals} may be one of the arrays that are filled. */
    public static void evaluate(
            PenaltyForm f, double[] residuals, int from, int to, double[] values, double[] derivatives) {
        kernel(f.kind).evaluate(f, residuals, from, to, values, derivatives);
    }

    /** An expression, so that a penalty without a kernel does not compile. */
    private static Kernel kernel(PenaltyKind kind) {
        return switch (kind) {
            case SQUARED -> ScalarPenalties::squared;
            case HUBER -> ScalarPenalties::huber;
            case ONE_SIDED_HUBER -> ScalarPenalties::oneSidedHuber;
            case CAUCHY -> ScalarPenalties::cauchy;
            case GEMAN_MCCLURE -> ScalarPenalties::gemanMcClure;
            case PSEUDO_HUBER -> ScalarPenalties::pseudoHuber;
            case WELSCH -> ScalarPenalties::welsch;
            case TUKEY -> ScalarPenalties::tukey;
            case LOG_COSH -> ScalarPenalties::logCosh;
            case BARRON -> ScalarPenalties::barron;
        };
    }

    static void squared(PenaltyForm f, double[] residuals, int from, int to, double[] values, double[] derivatives) {
        for (int i = from; i < to; i++) {
            double e = residuals[i];
            values[i] = 0.5 * e * e;
            derivatives[i] = e;
        }
    }

    static void huber(PenaltyForm f, double[] residuals, int from, int to, double[] values, double[] derivatives) {
        for (int i = from; i < to; i++) {
            double e = residuals[i];
            // No branch: which side a residual is on cannot be predicted.
            double inner = Math.max(-f.c, Math.min(f.c, e));
            values[i] = inner * (e - 0.5 * inner);
            derivatives[i] = inner;
        }
    }

    static void oneSidedHuber(
            PenaltyForm f, double[] residuals, int from, int to, double[] values, double[] derivatives) {
        double delta = f.c;
        for (int i = from; i < to; i++) {
            double e = residuals[i];
            values[i] = e > delta ? delta * (e - 0.5 * delta) : 0.5 * e * e;
            derivatives[i] = e > delta ? delta : e;
        }
    }

    static void cauchy(PenaltyForm f, double[] residuals, int from, int to, double[] values, double[] derivatives) {
        for (int i = from; i < to; i++) {
            double e = residuals[i];
            boolean far = Math.abs(e) >= FAR;
            double y = e * e * f.inverse;
            values[i] = far ? Double.POSITIVE_INFINITY : f.factor * log1p(y);
            derivatives[i] = far ? 0 : e / (1 + y);
        }
    }

    static void gemanMcClure(
            PenaltyForm f, double[] residuals, int from, int to, double[] values, double[] derivatives) {
        for (int i = from; i < to; i++) {
            double e = residuals[i];
            boolean far = Math.abs(e) >= FAR;
            double square = e * e;
            double d = 1 / (1 + square * f.inverse);
            values[i] = far ? f.factor : 0.5 * square * d;
            derivatives[i] = far ? 0 : e * d * d;
        }
    }

    /** With q the smaller of a and c over the larger, sqrt(1 + (e/c)^2) is w or w/q, w = sqrt(1 + q^2). */
    static void pseudoHuber(
            PenaltyForm f, double[] residuals, int from, int to, double[] values, double[] derivatives) {
        double c = f.c;
        for (int i = from; i < to; i++) {
            double e = residuals[i];
            double a = Math.abs(e);
            double small = a > c ? c : a;
            double large = a > c ? a : c;
            double q = small / large;
            double w = Math.sqrt(1 + q * q);
            values[i] = small / ((a > c ? q : 1) + w) * a;
            derivatives[i] = Math.copySign(small / w, e);
        }
    }

    static void welsch(PenaltyForm f, double[] residuals, int from, int to, double[] values, double[] derivatives) {
        for (int i = from; i < to; i++) {
            double e = residuals[i];
            double y = e * e * f.inverse;
            boolean vanished = y > EXP_LIMIT;
            double x = vanished ? -EXP_LIMIT : -y;
            double rounded = toRound(x);
            double q = expm1Reduced(reduced(x, rounded));
            double raised = powerOfTwo(integer(rounded) + RAISE);
            double scale = raised * LOWER;
            values[i] = f.factor * ((1 - scale) - scale * q);
            derivatives[i] = vanished ? 0 : e * raised * (1 + q) * LOWER;
        }
    }

    /** 1 - (e/c)^2 as (c - a) (c + a) / c^2: the difference is exact where the factor vanishes. */
    static void tukey(PenaltyForm f, double[] residuals, int from, int to, double[] values, double[] derivatives) {
        double c = f.c;
        double outside = f.factor * (1.0 / 3);
        for (int i = from; i < to; i++) {
            double e = residuals[i];
            double a = Math.abs(e);
            double square = e * e;
            double y = square * f.inverse;
            double rest = (c - a) * (c + a) * f.inverse;
            values[i] = a > c ? outside : 0.5 * square * (1 - y * (1 - y * (1.0 / 3)));
            derivatives[i] = a > c ? 0 : e * rest * rest;
        }
    }

    /** With q = expm1(-a) and p = exp(-a), cosh a is 1 + q^2/(2p) and tanh a is -q (2 + q)/(1 + p^2). */
    static void logCosh(PenaltyForm f, double[] residuals, int from, int to, double[] values, double[] derivatives) {
        for (int i = from; i < to; i++) {
            double e = residuals[i];
            double a = Math.abs(e);
            double near = a > LINEAR ? LINEAR : a;
            double rounded = toRound(-near);
            double r = expm1Reduced(reduced(-near, rounded));
            double scale = powerOfTwo(integer(rounded));
            double p = scale * r + scale;
            double q = scale * r + (scale - 1);
            values[i] = log1p(0.5 * q * q / p) + (a - near);
            derivatives[i] = Math.copySign(q * (2 + q) / (1 + p * p), e);
        }
    }

    /** (1 + y)^p is exp(x), x = p log1p(y) = k ln 2 + r; its derivative has one factor 1 + y less. */
    static void barron(PenaltyForm f, double[] residuals, int from, int to, double[] values, double[] derivatives) {
        for (int i = from; i < to; i++) {
            double e = residuals[i];
            double a = Math.abs(e);
            boolean far = a >= FAR;
            double y = e * e * f.inverse;
            double product = f.power * log1p(y);
            double below = product > POWER_LIMIT ? POWER_LIMIT : product;
            double x = below < -POWER_LIMIT ? -POWER_LIMIT : below;
            double rounded = toRound(x);
            double q = expm1Reduced(reduced(x, rounded));
            long k = integer(rounded);
            double scale1 = powerOfTwo(k >> 1);
            double scale2 = powerOfTwo(k - (k >> 1));
            double expm1 = scale1 * q + (scale1 - powerOfTwo((k >> 1) - k));
            values[i] = far ? f.farValue : expm1 * f.factor * scale2;
            double derivative = a * scale1 / (1 + y) * (1 + q) * scale2;
            derivatives[i] = Math.copySign(far ? f.farDerivative : derivative, e);
        }
    }
}
