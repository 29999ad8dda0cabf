package org.ringloss.simd;

import static org.ringloss.internal.Elementary.HEAD_MASK;
import static org.ringloss.internal.Elementary.LN2_HEAD;
import static org.ringloss.internal.Elementary.LN2_TAIL;
import static org.ringloss.internal.Elementary.LOG2_E;
import static org.ringloss.internal.Elementary.MANTISSA_MASK;
import static org.ringloss.internal.Elementary.ONE_BITS;
import static org.ringloss.internal.Elementary.ROUND;
import static org.ringloss.internal.Elementary.ROUND_BITS;
import static org.ringloss.internal.Elementary.SQRT_HALF_BITS;
import static org.ringloss.internal.ScalarPenalties.LARGE_QUOTIENT;
import static org.ringloss.internal.ScalarPenalties.MAX_STEPS;
import static org.ringloss.internal.ScalarPenalties.POWER_LIMIT;
import static org.ringloss.internal.ScalarPenalties.TINY;
import static org.ringloss.simd.Lanes.D;
import static org.ringloss.simd.Lanes.DOUBLES;
import static org.ringloss.simd.Lanes.L;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.ringloss.internal.Backend;
import org.ringloss.internal.PenaltyForm;

/**
 * Barron's general loss in lanes; the counterpart of {@link org.ringloss.internal.ScalarPenalties} power, by stages like {@link
 * TranscendentalPenalties}.
 */
final class PowerPenalty {
    /** Keeps the sign and the exponent. */
    private static final long EXPONENT_MASK = ~MANTISSA_MASK;

    // Places in the scratch memory: of log(1 + y), of the multiple of ln 2 in a power of it, and of the rest of that.
    // Before there is a logarithm, the first two have what it is made of.
    private static final int LOGS = 0;
    private static final int MULTIPLES = LOGS + Backend.MAX_ROWS;
    private static final int RESTS = MULTIPLES + Backend.MAX_ROWS;

    static {
        assert RESTS + Backend.MAX_ROWS <= Integer.MAX_VALUE;
    }

    private PowerPenalty() {}

    static void power(
            PenaltyForm f,
            double[] residuals,
            int from,
            int to,
            double[] values,
            double[] derivatives,
            double[] scratch) {
        double[] squares = values;
        double[] lows = derivatives;
        boolean rare = TranscendentalPenalties.squares(f, LARGE_QUOTIENT, residuals, from, to, squares, lows);
        quotients(from, to, squares, lows, scratch);
        logarithms(from, to, lows, scratch);
        int end = RESTS + to - from;

        reduce(f.powerHead, f.powerTail, f.power, 0, from, to, lows, scratch);
        Series.expm1Reduced(scratch, RESTS, end);
        expm1(to - from, scratch);
        values(f, residuals, from, to, values, scratch);

        reduce(
                f.derivativePowerHead,
                f.derivativePowerTail,
                f.derivativePower,
                f.derivativePowerLow,
                from,
                to,
                lows,
                scratch);
        Series.expm1Reduced(scratch, RESTS, end);
        derivatives(residuals, from, to, derivatives, scratch);
        if (rare) {
            TranscendentalPenalties.replaceRare(f, residuals, from, to, values, derivatives);
        }
    }

    /**
     * 1 + y as (1 + x) 2^n: s = x / (2 + x), whose head goes to {@link #LOGS} and whose tail to {@code lows}, which has what y
     * lacks, and n, which goes to {@link #MULTIPLES}.
     */
    private static void quotients(int from, int to, double[] squares, double[] lows, double[] scratch) {
        for (int i = from; i < to; i += DOUBLES) {
            // 1 + y as t + tLow
            DoubleVector y = DoubleVector.fromArray(D, squares, i);
            DoubleVector one = DoubleVector.broadcast(D, 1);
            DoubleVector t = y.add(1);
            DoubleVector back = t.sub(1);
            DoubleVector tLow = one.sub(t.sub(back)).add(y.sub(back)).add(DoubleVector.fromArray(D, lows, i));

            // its mantissa and its exponent
            LongVector shifted = t.reinterpretAsLongs().add(ONE_BITS - SQRT_HALF_BITS);
            DoubleVector x = shifted.and(MANTISSA_MASK)
                    .add(SQRT_HALF_BITS)
                    .reinterpretAsDoubles()
                    .sub(1);
            DoubleVector inversePower = LongVector.broadcast(L, 2046L << 52)
                    .sub(shifted.and(EXPONENT_MASK))
                    .reinterpretAsDoubles();
            DoubleVector n = shifted.lanewise(VectorOperators.LSHR, 52)
                    .add(ROUND_BITS - 1023)
                    .reinterpretAsDoubles()
                    .sub(ROUND);
            DoubleVector xLow = tLow.mul(inversePower);
            DoubleVector d = x.add(2);
            DoubleVector dLow = x.sub(d.sub(2)).add(xLow);
            DoubleVector dHead = d.reinterpretAsLongs().and(HEAD_MASK).reinterpretAsDoubles();
            DoubleVector dTail = d.sub(dHead);
            DoubleVector sHead = x.div(d).reinterpretAsLongs().and(HEAD_MASK).reinterpretAsDoubles();
            DoubleVector sTail = x.sub(sHead.mul(dHead))
                    .sub(sHead.mul(dTail))
                    .add(xLow.sub(sHead.mul(dLow)))
                    .div(d);
            sHead.intoArray(scratch, LOGS + i - from);
            sTail.intoArray(lows, i);
            n.intoArray(scratch, MULTIPLES + i - from);
        }
    }

    /** log(1 + y) from what {@link #quotients} left; {@code lows} then has what the logarithm's head lacks. */
    private static void logarithms(int from, int to, double[] lows, double[] scratch) {
        for (int i = from; i < to; i += DOUBLES) {
            DoubleVector sHead = DoubleVector.fromArray(D, scratch, LOGS + i - from);
            DoubleVector sTail = DoubleVector.fromArray(D, lows, i);
            DoubleVector n = DoubleVector.fromArray(D, scratch, MULTIPLES + i - from);
            DoubleVector s = sHead.add(sTail);
            DoubleVector z = s.mul(s);
            DoubleVector p = z.mul(Series.L0).add(Series.L1);
            p = p.mul(z).add(Series.L2);
            p = p.mul(z).add(Series.L3);
            p = p.mul(z).add(Series.L4);
            p = p.mul(z).add(Series.L5);
            p = p.mul(z).add(Series.L6);
            p = p.mul(z).add(Series.L7);
            p = p.mul(z).add(Series.L8);
            p = p.mul(z).add(Series.L9);
            DoubleVector n1 = n.mul(LN2_HEAD);
            DoubleVector n2 = sHead.mul(2);
            DoubleVector sum = n1.add(n2);
            DoubleVector sumBack = sum.sub(n1);
            DoubleVector sumLow = n1.sub(sum.sub(sumBack))
                    .add(n2.sub(sumBack))
                    .add(sTail.mul(2).add(s.mul(p.mul(z))).add(n.mul(LN2_TAIL)));
            DoubleVector log = sum.add(sumLow);
            DoubleVector logHead = log.reinterpretAsLongs().and(HEAD_MASK).reinterpretAsDoubles();
            log.intoArray(scratch, LOGS + i - from);
            log.sub(logHead).add(sumLow.sub(log.sub(sum))).intoArray(lows, i);
        }
    }

    /** The exponent of (1 + y)^p, p in four parts, as a multiple of ln 2, an integer in the low bits, and the rest. */
    private static void reduce(
            double head, double tail, double p, double low, int from, int to, double[] logTails, double[] scratch) {
        for (int i = from; i < to; i += DOUBLES) {
            DoubleVector log = DoubleVector.fromArray(D, scratch, LOGS + i - from);
            DoubleVector logHead = log.reinterpretAsLongs().and(HEAD_MASK).reinterpretAsDoubles();
            DoubleVector logTail = DoubleVector.fromArray(D, logTails, i);
            DoubleVector product = logHead.mul(head);
            DoubleVector lost = logHead.mul(tail).add(logTail.mul(p)).add(log.mul(low));
            VectorMask<Double> within = product.abs().compare(VectorOperators.LE, POWER_LIMIT);
            product = DoubleVector.broadcast(D, POWER_LIMIT)
                    .reinterpretAsLongs()
                    .or(product.reinterpretAsLongs().and(Long.MIN_VALUE))
                    .reinterpretAsDoubles()
                    .blend(product, within);
            lost = DoubleVector.zero(D).blend(lost, within);
            DoubleVector rounded = product.add(lost).mul(LOG2_E).add(ROUND);
            rounded.intoArray(scratch, MULTIPLES + i - from);
            DoubleVector m = rounded.sub(ROUND);
            product.sub(m.mul(LN2_HEAD)).sub(m.mul(LN2_TAIL)).add(lost).intoArray(scratch, RESTS + i - from);
        }
    }

    /** expm1 of all of the exponent, but for a factor 2^up that keeps it a double, which replaces the multiple. */
    private static void expm1(int count, double[] scratch) {
        for (int i = 0; i < count; i += DOUBLES) {
            LongVector m = DoubleVector.fromArray(D, scratch, MULTIPLES + i)
                    .reinterpretAsLongs()
                    .sub(ROUND_BITS);
            LongVector up = m.max(0);
            up.add(ROUND_BITS).reinterpretAsDoubles().intoArray(scratch, MULTIPLES + i);
            // Powers below 2^-1000 are as negligible as that beside the other, which is 1.
            DoubleVector down = m.min(0)
                    .max(-1000)
                    .lanewise(VectorOperators.LSHL, 52)
                    .add(ONE_BITS)
                    .reinterpretAsDoubles();
            DoubleVector one = LongVector.broadcast(L, ONE_BITS)
                    .sub(up.min(1000).lanewise(VectorOperators.LSHL, 52))
                    .reinterpretAsDoubles();
            down.mul(DoubleVector.fromArray(D, scratch, RESTS + i))
                    .add(down.sub(one))
                    .intoArray(scratch, RESTS + i);
        }
    }

    private static void values(PenaltyForm f, double[] residuals, int from, int to, double[] values, double[] scratch) {
        double w = f.w;
        double tinyFactor = 1 + Math.abs(f.alpha);
        double[] squares = values;
        for (int i = from; i < to; i += DOUBLES) {
            DoubleVector up = DoubleVector.fromArray(D, scratch, MULTIPLES + i - from);
            DoubleVector expm1 = DoubleVector.fromArray(D, scratch, RESTS + i - from);
            DoubleVector a = DoubleVector.fromArray(D, residuals, i).abs();
            DoubleVector y = DoubleVector.fromArray(D, squares, i);
            VectorMask<Double> outer = a.compare(VectorOperators.GT, w);
            // The width by its mantissa and exponent: a subnormal w has few digits.
            DoubleVector base = a.blend(f.m, outer);
            VectorMask<Double> tiny =
                    y.mul(tinyFactor).compare(VectorOperators.LT, TINY).andNot(outer);
            DoubleVector shape = expm1.div(y.mul(f.alpha).blend(f.alpha, outer)).blend(0.5, tiny);
            // 2^steps as a product of four, of (steps + j) / 4 each, j from 0 to 3, rounded down: what is below the
            // exponent
            // is cut off. A shift by 50 leaves of ROUND_BITS nothing. Two go to each side.
            LongVector steps = up.blend(up.add(2.0 * f.k), outer)
                    .reinterpretAsLongs()
                    .min(ROUND_BITS + MAX_STEPS)
                    .lanewise(VectorOperators.LSHL, 50)
                    .add(ONE_BITS);
            DoubleVector left = base.mul(steps.and(EXPONENT_MASK).reinterpretAsDoubles())
                    .mul(steps.add(1L << 50).and(EXPONENT_MASK).reinterpretAsDoubles());
            DoubleVector right = base.mul(steps.add(2L << 50).and(EXPONENT_MASK).reinterpretAsDoubles())
                    .mul(steps.add(3L << 50).and(EXPONENT_MASK).reinterpretAsDoubles());
            left.mul(shape).mul(right).intoArray(values, i);
        }
    }

    private static void derivatives(double[] residuals, int from, int to, double[] derivatives, double[] scratch) {
        for (int i = from; i < to; i += DOUBLES) {
            DoubleVector rounded = DoubleVector.fromArray(D, scratch, MULTIPLES + i - from);
            // Upward, the powers of two come first: a subnormal e must not be rounded before it has grown.
            VectorMask<Double> grows = rounded.compare(VectorOperators.GT, ROUND);
            LongVector steps = rounded.blend(rounded.sub(1), grows)
                    .reinterpretAsLongs()
                    .lanewise(VectorOperators.LSHL, 50)
                    .add(ONE_BITS);
            DoubleVector rest =
                    DoubleVector.fromArray(D, scratch, RESTS + i - from).add(1);
            // Downward, it comes after the first power.
            DoubleVector.fromArray(D, residuals, i)
                    .mul(steps.and(EXPONENT_MASK).reinterpretAsDoubles())
                    .mul(rest.blend(1, grows))
                    .mul(steps.add(1L << 50).and(EXPONENT_MASK).reinterpretAsDoubles())
                    .mul(steps.add(2L << 50).and(EXPONENT_MASK).reinterpretAsDoubles())
                    .mul(steps.add(3L << 50).and(EXPONENT_MASK).reinterpretAsDoubles())
                    .mul(DoubleVector.broadcast(D, 1).blend(rest.mul(2), grows))
                    .intoArray(derivatives, i);
        }
    }
}
