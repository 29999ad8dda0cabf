package org.ringloss.simd;

import static org.ringloss.simd.Lanes.D;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import org.ringloss.internal.Elementary;

/** The building blocks of exp and log in lanes: the twin of {@link Elementary}. */
final class Series {
    private static final double E0 = Elementary.expCoefficient(0);
    private static final double E1 = Elementary.expCoefficient(1);
    private static final double E2 = Elementary.expCoefficient(2);
    private static final double E3 = Elementary.expCoefficient(3);
    private static final double E4 = Elementary.expCoefficient(4);
    private static final double E5 = Elementary.expCoefficient(5);
    private static final double E6 = Elementary.expCoefficient(6);
    private static final double E7 = Elementary.expCoefficient(7);
    private static final double E8 = Elementary.expCoefficient(8);
    private static final double E9 = Elementary.expCoefficient(9);
    private static final double E10 = Elementary.expCoefficient(10);
    private static final double E11 = Elementary.expCoefficient(11);
    private static final double L0 = Elementary.logCoefficient(0);
    private static final double L1 = Elementary.logCoefficient(1);
    private static final double L2 = Elementary.logCoefficient(2);
    private static final double L3 = Elementary.logCoefficient(3);
    private static final double L4 = Elementary.logCoefficient(4);
    private static final double L5 = Elementary.logCoefficient(5);
    private static final double L6 = Elementary.logCoefficient(6);
    private static final double L7 = Elementary.logCoefficient(7);
    private static final double L8 = Elementary.logCoefficient(8);
    private static final double L9 = Elementary.logCoefficient(9);

    private Series() {}

    /** Twin of {@link Elementary} head: sign, exponent and 26 bits. */
    static DoubleVector head(DoubleVector x) {
        return x.reinterpretAsLongs().and(Elementary.HEAD_MASK).reinterpretAsDoubles();
    }

    static DoubleVector expm1Reduced(DoubleVector r) {
        DoubleVector p = r.mul(E0).add(E1);
        p = p.mul(r).add(E2);
        p = p.mul(r).add(E3);
        p = p.mul(r).add(E4);
        p = p.mul(r).add(E5);
        p = p.mul(r).add(E6);
        p = p.mul(r).add(E7);
        p = p.mul(r).add(E8);
        p = p.mul(r).add(E9);
        p = p.mul(r).add(E10);
        p = p.mul(r).add(E11);
        return r.mul(r).mul(p).add(r);
    }

    static DoubleVector logSeries(DoubleVector z) {
        DoubleVector p = z.mul(L0).add(L1);
        p = p.mul(z).add(L2);
        p = p.mul(z).add(L3);
        p = p.mul(z).add(L4);
        p = p.mul(z).add(L5);
        p = p.mul(z).add(L6);
        p = p.mul(z).add(L7);
        p = p.mul(z).add(L8);
        p = p.mul(z).add(L9);
        return p.mul(z);
    }

    /** 2^n for integers n from -1022 to 1023, by the bits of n + ROUND. */
    static DoubleVector powerOfTwo(DoubleVector n) {
        return powerOfTwoRounded(n.add(Elementary.ROUND));
    }

    /** 2^n, given n + ROUND. */
    static DoubleVector powerOfTwoRounded(DoubleVector rounded) {
        return rounded.reinterpretAsLongs()
                .lanewise(VectorOperators.LSHL, 52)
                .add(Elementary.ONE_BITS)
                .reinterpretAsDoubles();
    }

    /** floor(n / 2) for integers n. */
    static DoubleVector half(DoubleVector n) {
        return n.mul(0.5).sub(0.25).add(Elementary.ROUND).sub(Elementary.ROUND);
    }

    /** floor((n + add) / 4) for integers n. */
    static DoubleVector quarter(DoubleVector n, double add) {
        return n.add(add).mul(0.25).sub(0.375).add(Elementary.ROUND).sub(Elementary.ROUND);
    }

    /** Bits of t moved so that their exponent field is that of t brought to [sqrt(1/2), sqrt(2)). */
    static LongVector shifted(DoubleVector t) {
        return t.reinterpretAsLongs().add(Elementary.ONE_BITS - Elementary.SQRT_HALF_BITS);
    }

    /** The mantissa in [sqrt(1/2), sqrt(2)). */
    static DoubleVector mantissa(LongVector shifted) {
        return shifted.and(Elementary.MANTISSA_MASK)
                .add(Elementary.SQRT_HALF_BITS)
                .reinterpretAsDoubles();
    }

    /** The exponent k as a double. */
    static DoubleVector exponent(LongVector shifted) {
        return shifted.lanewise(VectorOperators.LSHR, 52)
                .add(Elementary.ROUND_BITS - 1023)
                .reinterpretAsDoubles()
                .sub(Elementary.ROUND);
    }

    /** 2^-k. */
    static DoubleVector inversePower(LongVector shifted) {
        return LongVector.broadcast(Lanes.L, 2046L << 52)
                .sub(shifted.and(~Elementary.MANTISSA_MASK))
                .reinterpretAsDoubles();
    }

    static DoubleVector expm1OfNegative(DoubleVector y) {
        DoubleVector minus = y.neg();
        DoubleVector rounded = minus.mul(Elementary.LOG2_E).add(Elementary.ROUND);
        DoubleVector n = rounded.sub(Elementary.ROUND);
        DoubleVector r = minus.sub(n.mul(Elementary.LN2_HEAD)).sub(n.mul(Elementary.LN2_TAIL));
        DoubleVector scale = powerOfTwoRounded(rounded);
        return scale.mul(expm1Reduced(r)).add(scale.sub(1));
    }

    static DoubleVector log1p(DoubleVector u) {
        DoubleVector one = DoubleVector.broadcast(D, 1);
        DoubleVector t = u.add(1);
        DoubleVector back = t.sub(1);
        DoubleVector lost = one.sub(t.sub(back)).add(u.sub(back));
        LongVector shifted = shifted(t);
        DoubleVector f = mantissa(shifted).sub(1).add(lost.mul(inversePower(shifted)));
        DoubleVector s = f.div(f.add(2));
        DoubleVector n = exponent(shifted);
        DoubleVector inner = s.mul(f.sub(logSeries(s.mul(s)))).sub(n.mul(Elementary.LN2_TAIL));
        return n.mul(Elementary.LN2_HEAD).add(f.sub(inner));
    }
}
