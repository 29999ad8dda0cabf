package org.ringloss.internal;

import static org.ringloss.internal.Elementary.LN2;
import static org.ringloss.internal.Elementary.LN2_HEAD;
import static org.ringloss.internal.Elementary.LN2_TAIL;
import static org.ringloss.internal.Elementary.LOG2_E;
import static org.ringloss.internal.Elementary.ROUND;
import static org.ringloss.internal.Elementary.expm1OfNegative;
import static org.ringloss.internal.Elementary.expm1Reduced;
import static org.ringloss.internal.Elementary.head;
import static org.ringloss.internal.Elementary.integer;
import static org.ringloss.internal.Elementary.log1p;
import static org.ringloss.internal.Elementary.logSeries;
import static org.ringloss.internal.Elementary.powerOfTwo;
import static org.ringloss.internal.Elementary.toRound;

/**
 * Value and derivative of every built-in penalty, one residual at a time: the counterpart that the vector code follows
 * operation by operation.
 *
 * <p>Products of large and small factors are ordered so that they overflow or underflow only where the result does:
 * {@code (0.5 * a * ratio) * a}, never {@code a * a * ...}. Choices are written as {@code a > c ? ... : ...} so that a
 * NaN residual falls into a branch that keeps it.
 */
public final class ScalarPenalties {
    /** Quotients e/w up to this need no care about overflow in y = (e/w)^2. */
    public static final double LARGE_QUOTIENT = 0x1p400;
    /** Below this, the limit of a quotient at 0 is exact to the last bit. */
    public static final double TINY = 0x1p-60;
    /** exp(-y) times any double is 0 from here on. */
    public static final double EXP_LIMIT = 1400;
    /** exp(y) times any two doubles is 0 or infinite beyond this in either direction. */
    public static final double POWER_LIMIT = 2300;
    /** 2^k times any two doubles is infinite from here on, and a quarter of it is an exponent of a double. */
    public static final long MAX_STEPS = 4000;

    private ScalarPenalties() {}

    /** Whether the vector code leaves this residual to {@link #evaluate}. */
    public static boolean isRare(PenaltyForm f, double residual) {
        return switch (f.kind) {
            case LOGARITHMIC, POWER -> !(quotient(f, Math.abs(residual)) <= LARGE_QUOTIENT);
            default -> false;
        };
    }

    private static double quotient(PenaltyForm f, double a) {
        return a * f.unscale1 * f.unscale2 / f.m;
    }

    /** Fills {@code values} and {@code derivatives} from index {@code from} to {@code to}. */
    public static void evaluate(
            PenaltyForm f, double[] residuals, int from, int to, double[] values, double[] derivatives) {
        switch (f.kind) {
            case SQUARED -> {
                for (int i = from; i < to; i++) {
                    double e = residuals[i];
                    values[i] = 0.5 * e * e;
                    derivatives[i] = e;
                }
            }
            case HUBER -> huber(f.c, residuals, from, to, values, derivatives);
            case OUTWARD_HUBER -> outwardHuber(f.c, residuals, from, to, values, derivatives);
            case PSEUDO_HUBER -> pseudoHuber(f.c, residuals, from, to, values, derivatives);
            case GEMAN_MCCLURE -> gemanMcClure(f.c, residuals, from, to, values, derivatives);
            case TUKEY -> tukey(f.c, residuals, from, to, values, derivatives);
            case LOG_COSH -> logCosh(residuals, from, to, values, derivatives);
            case LOGARITHMIC -> logarithmic(f, residuals, from, to, values, derivatives);
            case EXPONENTIAL -> exponential(f, residuals, from, to, values, derivatives);
            case POWER -> {
                for (int i = from; i < to; i++) {
                    power(f, residuals[i], i, values, derivatives);
                }
            }
        }
    }

    private static void huber(
            double delta, double[] residuals, int from, int to, double[] values, double[] derivatives) {
        for (int i = from; i < to; i++) {
            double e = residuals[i];
            double a = Math.abs(e);
            // No branch: which side a residual is on cannot be predicted.
            double inner = Math.min(a, delta);
            values[i] = inner * (a - 0.5 * inner);
            derivatives[i] = Math.copySign(inner, e);
        }
    }

    private static void outwardHuber(
            double delta, double[] residuals, int from, int to, double[] values, double[] derivatives) {
        for (int i = from; i < to; i++) {
            double e = residuals[i];
            double inner = e > delta ? delta : e;
            values[i] = inner * (e - 0.5 * inner);
            derivatives[i] = inner;
        }
    }

    /** With q the smaller of a and c over the larger, sqrt(1 + (e/c)^2) is w or w/q, w = sqrt(1 + q^2). */
    private static void pseudoHuber(
            double c, double[] residuals, int from, int to, double[] values, double[] derivatives) {
        for (int i = from; i < to; i++) {
            double e = residuals[i];
            double a = Math.abs(e);
            double small = a > c ? c : a;
            double large = a > c ? a : c;
            double q = small / large;
            double w = Math.sqrt(1 + q * q);
            double k = a > c ? q : 1;
            values[i] = small / (k + w) * a;
            derivatives[i] = Math.copySign(small / w, e);
        }
    }

    private static void gemanMcClure(
            double c, double[] residuals, int from, int to, double[] values, double[] derivatives) {
        for (int i = from; i < to; i++) {
            double e = residuals[i];
            double a = Math.abs(e);
            double small = a > c ? c : a;
            double large = a > c ? a : c;
            double q = small / large;
            double d = 1 + q * q;
            values[i] = 0.5 * small / d * small;
            double derivative = a > c ? c * q * q * q : a;
            derivatives[i] = Math.copySign(derivative / (d * d), e);
        }
    }

    /** 1 - (e/c)^2 as (c - a)/c * (1 + a/c): the first difference is exact where the factor vanishes. */
    private static void tukey(double c, double[] residuals, int from, int to, double[] values, double[] derivatives) {
        for (int i = from; i < to; i++) {
            double e = residuals[i];
            double a = Math.abs(e);
            double q = a / c;
            double u = q * q;
            double rest = (c - a) / c * (1 + q);
            double shape = 1 - u * (1 - u * (1.0 / 3));
            values[i] = a > c ? c * (1.0 / 6) * c : 0.5 * a * shape * a;
            derivatives[i] = a > c ? 0.0 : e * rest * rest;
        }
    }

    /**
     * ln cosh a is log1p(q^2 / (2 (1 + q))), q = expm1(-a), for a below 1, and a - ln 2 + log1p(exp(-2a)) above;
     * tanh a comes from the same q.
     */
    private static void logCosh(double[] residuals, int from, int to, double[] values, double[] derivatives) {
        for (int i = from; i < to; i++) {
            double e = residuals[i];
            double a = Math.abs(e);
            double y = a < 1 ? a : 2 * a;
            double q = expm1OfNegative(y > 700 ? 700 : y);
            double p = 1 + q;
            double argument = a < 1 ? q * q / (2 * p) : p;
            double log = log1p(argument);
            values[i] = a < 1 ? log : (a - LN2) + log;
            double tanh = a < 1 ? -q * (2 + q) / (1 + p * p) : -q / (2 + q);
            derivatives[i] = Math.copySign(tanh, e);
        }
    }

    private static void logarithmic(
            PenaltyForm f, double[] residuals, int from, int to, double[] values, double[] derivatives) {
        double w = f.w;
        for (int i = from; i < to; i++) {
            double e = residuals[i];
            double a = Math.abs(e);
            double z = quotient(f, a);
            if (!(z <= LARGE_QUOTIENT)) {
                logarithmicRare(f, e, i, values, derivatives);
                continue;
            }
            double y = z * z;
            double log = log1p(y);
            double ratio = y < TINY ? 1 : log / y;
            values[i] = a > w ? 0.5 * w * log * w : 0.5 * a * ratio * a;
            derivatives[i] = e / (1 + y);
        }
    }

    /** For quotients so large that log1p(y) is 2 ln(e/w), or for NaN. */
    private static void logarithmicRare(PenaltyForm f, double e, int i, double[] values, double[] derivatives) {
        double a = Math.abs(e);
        double log = 2 * (StrictMath.log(a) - (StrictMath.log(f.m) + f.k * LN2));
        values[i] = a == Double.POSITIVE_INFINITY ? a : 0.5 * f.w * log * f.w;
        derivatives[i] = f.w * (f.w / e);
    }

    /**
     * y is needed to more than a double, since an error of y is a relative error of exp(-y): the quotient e/w gets its
     * remainder (Dekker's exact product), and so does its square.
     */
    private static void exponential(
            PenaltyForm f, double[] residuals, int from, int to, double[] values, double[] derivatives) {
        double w = f.w;
        for (int i = from; i < to; i++) {
            double e = residuals[i];
            double a = Math.abs(e);
            double scaled = a * f.unscale1 * f.unscale2;
            double quotient = scaled / f.m;
            double z = quotient > 64 ? 64 : quotient;
            double zHead = head(z);
            double zTail = z - zHead;
            double product = z * f.m;
            double lost = (zHead * f.mHead - product + zHead * f.mTail + zTail * f.mHead) + zTail * f.mTail;
            double zLow = (scaled - product - lost - z * f.mLow) / f.m;
            double square = z * z;
            double yLow = (zHead * zHead - square + 2 * zHead * zTail + zTail * zTail) + 2 * z * zLow;

            boolean vanished = square > EXP_LIMIT;
            double y = vanished ? EXP_LIMIT : square;
            double rounded = toRound(-y * LOG2_E);
            double n = rounded - ROUND;
            double q = expm1Reduced((-y - n * LN2_HEAD) - n * LN2_TAIL - yLow);
            long k = integer(rounded);
            double scale1 = powerOfTwo(k >> 1);
            double scale2 = powerOfTwo(k - (k >> 1));
            double scale = scale1 * scale2;
            double g = vanished ? 1 : (1 - scale) - scale * q;
            double ratio = y < TINY ? 1 : g / y;
            values[i] = a > w ? 0.5 * w * g * w : 0.5 * a * ratio * a;
            derivatives[i] = vanished ? 0 * e : e * scale1 * (1 + q) * scale2;
        }
    }

    /**
     * (1 + y)^p as exp(p log(1 + y)), where the logarithm and its product with p are sums of two doubles: an error of
     * that product is a relative error of the result.
     */
    private static void power(PenaltyForm f, double e, int i, double[] values, double[] derivatives) {
        double a = Math.abs(e);
        double w = f.w;
        double scaled = a * f.unscale1 * f.unscale2;
        double z = scaled / f.m;
        int extra = 0;
        boolean rare = !(z <= LARGE_QUOTIENT);
        if (rare) {
            if (!(a < Double.POSITIVE_INFINITY)) {
                powerSpecial(f, e, i, values, derivatives);
                return;
            }
            // Here y exceeds 2^800: 1 + y is y. Its exponent is kept apart.
            int exponent = Math.getExponent(a);
            scaled = Math.scalb(a, -exponent);
            z = scaled / f.m;
            extra = 2 * (exponent - f.k);
        }

        double zHead = head(z);
        double zTail = z - zHead;
        double product = z * f.m;
        double lost = (zHead * f.mHead - product + zHead * f.mTail + zTail * f.mHead) + zTail * f.mTail;
        double zLow = (scaled - product - lost - z * f.mLow) / f.m;
        double y = z * z;
        double yLow = (zHead * zHead - y + 2 * zHead * zTail + zTail * zTail) + 2 * z * zLow;

        // 1 + y as t + tLow
        double one = rare ? 0 : 1;
        double t = one + y;
        double back = t - one;
        double tLow = (one - (t - back)) + (y - back) + yLow;

        // log(t + tLow) as log + logLow
        long shifted = Double.doubleToRawLongBits(t) + (Elementary.ONE_BITS - Elementary.SQRT_HALF_BITS);
        long exponent = (shifted >>> 52) - 1023;
        double mantissa = Double.longBitsToDouble((shifted & Elementary.MANTISSA_MASK) + Elementary.SQRT_HALF_BITS);
        double x = mantissa - 1;
        double xLow = tLow * powerOfTwo(-exponent);
        double d = 2 + x;
        double dLow = x - (d - 2) + xLow;
        double dHead = head(d);
        double dTail = d - dHead;
        double sHead = head(x / d);
        double sTail = (x - sHead * dHead - sHead * dTail + (xLow - sHead * dLow)) / d;
        double s = sHead + sTail;
        double n = Elementary.toDouble(exponent) + extra;
        double n1 = n * LN2_HEAD;
        double n2 = 2 * sHead;
        double sum = n1 + n2;
        double sumBack = sum - n1;
        double sumLow = (n1 - (sum - sumBack)) + (n2 - sumBack) + (2 * sTail + s * logSeries(s * s) + n * LN2_TAIL);
        double log = sum + sumLow;
        double logHead = head(log);
        double logTail = (log - logHead) + (sumLow - (log - sum));

        // the value: expm1(p log) over alpha, or over alpha y, between two factors that carry half the scale each
        double high = f.powerHead * logHead;
        double low = f.powerTail * logHead + f.power * logTail;
        boolean beyond = !(Math.abs(high) <= POWER_LIMIT);
        high = beyond ? Math.copySign(POWER_LIMIT, high) : high;
        low = beyond ? 0 : low;
        double rounded = toRound((high + low) * LOG2_E);
        double m = rounded - ROUND;
        double q = expm1Reduced((high - m * LN2_HEAD) - m * LN2_TAIL + low);
        long k = integer(rounded);
        long up = k > 0 ? k : 0;
        double down = clampedPowerOfTwo(k - up);
        double expm1 = down * q + (down - clampedPowerOfTwo(-up));
        boolean outer = a > w;
        // The width by its mantissa and exponent: a subnormal w has few digits.
        double base = outer ? f.m : a;
        long steps = Math.min(outer ? up + 2L * f.k : up, MAX_STEPS);
        double shape = outer ? expm1 / f.alpha : expm1 / (f.alpha * y);
        shape = !outer && y * (1 + Math.abs(f.alpha)) < TINY ? 0.5 : shape;
        values[i] = base
                * powerOfTwo(steps >> 2)
                * powerOfTwo((steps + 1) >> 2)
                * shape
                * (base * powerOfTwo((steps + 2) >> 2) * powerOfTwo((steps + 3) >> 2));

        // the derivative: e times exp of another multiple of the logarithm
        high = f.derivativePowerHead * logHead;
        low = f.derivativePowerTail * logHead + f.derivativePower * logTail + f.derivativePowerLow * log;
        beyond = !(Math.abs(high) <= POWER_LIMIT);
        high = beyond ? Math.copySign(POWER_LIMIT, high) : high;
        low = beyond ? 0 : low;
        rounded = toRound((high + low) * LOG2_E);
        m = rounded - ROUND;
        q = expm1Reduced((high - m * LN2_HEAD) - m * LN2_TAIL + low);
        k = integer(rounded);
        // Upward, the powers of two come first: a subnormal e must not be rounded before it has grown.
        boolean grows = k > 0;
        steps = grows ? k - 1 : k;
        derivatives[i] = e
                * powerOfTwo(steps >> 2)
                * (grows ? 1 : 1 + q)
                * powerOfTwo((steps + 1) >> 2)
                * powerOfTwo((steps + 2) >> 2)
                * powerOfTwo((steps + 3) >> 2)
                * (grows ? 2 * (1 + q) : 1);
    }

    /** 2^k for k up to 1023; for k below -1022, where it is added to 1 at most, something as negligible. */
    private static double clampedPowerOfTwo(long k) {
        return powerOfTwo(k < -1000 ? -1000 : k);
    }

    private static void powerSpecial(PenaltyForm f, double e, int i, double[] values, double[] derivatives) {
        double a = Math.abs(e);
        if (a != Double.POSITIVE_INFINITY) {
            values[i] = e;
            derivatives[i] = e;
            return;
        }
        values[i] = f.alpha > 0 ? a : f.w / -f.alpha * f.w;
        double limit = f.alpha == 1 ? f.w : 0;
        derivatives[i] = f.alpha > 1 ? e : Math.copySign(limit, e);
    }
}
