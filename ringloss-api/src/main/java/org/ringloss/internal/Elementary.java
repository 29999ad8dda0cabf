// SPDX-License-Identifier: Apache-2.0
package org.ringloss.internal;

/**
 * The elementary functions that penalties need, made of additions, multiplications and divisions alone, so that a
 * vector lane gives the same bits. The constants are public: the vector counterpart uses the same ones in the same order.
 *
 * <p>exp reduces its argument by multiples of ln 2 to |r| at most 0.3466, where 11 terms of the Taylor series leave
 * 2e-14 of expm1(r); log reduces to [sqrt(1/2), sqrt(2)) and sums 10 terms of 2 atanh(s), s = f / (2 + f), which leave
 * 3e-17 of it.
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

    // 1/n!, the Taylor series of exp.
    public static final double E11 = 1 / 39916800.0;
    public static final double E10 = 1 / 3628800.0;
    public static final double E9 = 1 / 362880.0;
    public static final double E8 = 1 / 40320.0;
    public static final double E7 = 1 / 5040.0;
    public static final double E6 = 1 / 720.0;
    public static final double E5 = 1 / 120.0;
    public static final double E4 = 1 / 24.0;
    public static final double E3 = 1 / 6.0;
    public static final double E2 = 1 / 2.0;

    // 2/(2n+1), the series of 2 atanh.
    public static final double L9 = 2 / 19.0;
    public static final double L8 = 2 / 17.0;
    public static final double L7 = 2 / 15.0;
    public static final double L6 = 2 / 13.0;
    public static final double L5 = 2 / 11.0;
    public static final double L4 = 2 / 9.0;
    public static final double L3 = 2 / 7.0;
    public static final double L2 = 2 / 5.0;
    public static final double L1 = 2 / 3.0;

    private Elementary() {}

    /** expm1(r) for |r| up to 0.35. */
    static double expm1Reduced(double r) {
        double p = r * E11 + E10;
        p = p * r + E9;
        p = p * r + E8;
        p = p * r + E7;
        p = p * r + E6;
        p = p * r + E5;
        p = p * r + E4;
        p = p * r + E3;
        p = p * r + E2;
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
        double p = z * L9 + L8;
        p = p * z + L7;
        p = p * z + L6;
        p = p * z + L5;
        p = p * z + L4;
        p = p * z + L3;
        p = p * z + L2;
        p = p * z + L1;
        return k * LN2_HEAD + (f - (s * (f - p * z) - k * LN2_TAIL));
    }
}
