package org.ringloss.internal;

/**
 * The elementary functions that penalties need, made of additions, multiplications and divisions alone, so that a
 * vector lane gives the same bits. The constants are public: the vector counterpart uses the same ones in the same order.
 *
 * <p>exp reduces its argument by multiples of ln 2 to |r| at most 0.3466, where 13 terms of the Taylor series leave
 * 5e-18; log reduces to [sqrt(1/2), sqrt(2)) and sums 10 terms of 2 atanh(s), s = f / (2 + f), which leave 1e-17.
 */
public final class Elementary {
    /** ln 2 in two pieces (fdlibm): the first ends in 33 zero bits, so that k times it is exact. */
    public static final double LN2_HEAD = 0x1.62e42feep-1;

    public static final double LN2_TAIL = 0x1.a39ef35793c76p-33;
    public static final double LOG2_E = 1.4426950408889634;
    /** Added to and taken from a number below 2^51, rounds it to an integer, which is then in the low bits. */
    public static final double ROUND = 0x1.8p52;

    public static final long ROUND_BITS = 0x4338_0000_0000_0000L;
    /** Bits of sqrt(1/2), and what must be added to them to get the bits of 1. */
    public static final long SQRT_HALF_BITS = 0x3fe6_a09e_667f_3bcdL;

    public static final long ONE_BITS = 0x3ff0_0000_0000_0000L;
    public static final long MANTISSA_MASK = 0x000f_ffff_ffff_ffffL;

    /** 1/n! for n = 13 down to 2. */
    private static final double[] EXP = new double[12];
    /** 2/(2n+1) for n = 10 down to 1. */
    private static final double[] LOG = new double[10];

    static {
        double factorial = 6227020800.0;
        for (int n = 13; n >= 2; n--) {
            EXP[13 - n] = 1 / factorial;
            factorial /= n;
        }
        for (int n = 10; n >= 1; n--) {
            LOG[10 - n] = 2.0 / (2 * n + 1);
        }
    }

    private Elementary() {}

    /** Coefficient {@code i} of the series of (expm1(r) - r) / r^2, highest power first; 12 of them. */
    public static double expCoefficient(int i) {
        return EXP[i];
    }

    /** Coefficient {@code i} of the series of (2 atanh(s) - 2s) / s^3 in s^2, highest power first; 10 of them. */
    public static double logCoefficient(int i) {
        return LOG[i];
    }

    /** expm1(r) for |r| up to 0.35. */
    static double expm1Reduced(double r) {
        double p = EXP[0];
        for (int i = 1; i < EXP.length; i++) {
            p = p * r + EXP[i];
        }
        return r * r * p + r;
    }

    /** x / ln 2 + ROUND, whose low bits are the integer k nearest to x / ln 2. */
    static double toRound(double x) {
        return x * LOG2_E + ROUND;
    }

    /** x - k ln 2, with k in the low bits of {@code rounded}. */
    static double reduced(double x, double rounded) {
        double k = rounded - ROUND;
        return (x - k * LN2_HEAD) - k * LN2_TAIL;
    }

    /** The integer in the low bits of what {@link #toRound} gave. */
    static long integer(double rounded) {
        return Double.doubleToRawLongBits(rounded) - ROUND_BITS;
    }

    /** 2^k for k from -1022 to 1023. */
    static double powerOfTwo(long k) {
        return Double.longBitsToDouble((k << 52) + ONE_BITS);
    }

    /** log1p(u) for u from 0 to 2^1000. */
    static double log1p(double u) {
        double t = 1 + u;
        // What the sum lost; where u is so large that t - 1 rounds, it does not matter.
        double back = t - 1;
        double lost = (1 - (t - back)) + (u - back);
        long shifted = Double.doubleToRawLongBits(t) + (ONE_BITS - SQRT_HALF_BITS);
        long k = (shifted >>> 52) - 1023;
        double mantissa = Double.longBitsToDouble((shifted & MANTISSA_MASK) + SQRT_HALF_BITS);
        double f = (mantissa - 1) + lost * powerOfTwo(-k);
        double s = f / (2 + f);
        double z = s * s;
        double p = LOG[0];
        for (int i = 1; i < LOG.length; i++) {
            p = p * z + LOG[i];
        }
        return k * LN2_HEAD + (f - (s * (f - p * z) - k * LN2_TAIL));
    }
}
