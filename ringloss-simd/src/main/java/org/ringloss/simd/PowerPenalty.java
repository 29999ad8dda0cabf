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
import org.ringloss.internal.Scratch;

/**
 * Barron's general loss in lanes; the twin of {@link org.ringloss.internal.ScalarPenalties} power, by stages like {@link
 * TranscendentalPenalties}.
 */
final class PowerPenalty {
    // Places in the scratch memory: of log(1 + y), of the multiple of ln 2 in a power of it, and of the rest of that.
    private static final int LOGS = 0;
    private static final int MULTIPLES = LOGS + Backend.MAX_ROWS;
    private static final int RESTS = MULTIPLES + Backend.MAX_ROWS;

    static {
        assert RESTS + Backend.MAX_ROWS <= Scratch.DOUBLES;
    }

    private PowerPenalty() {}

    static void power(
            PenaltyForm f, double[] residuals, int from, int to, double[] values, double[] slopes, double[] scratch) {
        double[] squares = values;
        double[] lows = slopes;
        boolean rare = TranscendentalPenalties.squares(f, LARGE_QUOTIENT, residuals, from, to, squares, lows);
        logarithms(from, to, squares, lows, scratch);
        int end = RESTS + to - from;

        reduce(f.powerHead, f.powerTail, f.power, 0, from, to, lows, scratch);
        Series.expm1Reduced(scratch, RESTS, end);
        expm1(to - from, scratch);
        values(f, residuals, from, to, values, scratch);

        reduce(f.slopePowerHead, f.slopePowerTail, f.slopePower, f.slopePowerLow, from, to, lows, scratch);
        Series.expm1Reduced(scratch, RESTS, end);
        slopes(residuals, from, to, slopes, scratch);
        if (rare) {
            TranscendentalPenalties.replaceRare(f, residuals, from, to, values, slopes);
        }
    }

    /** log(1 + y) into the scratch memory; {@code lows} holds what y lacks, then what the logarithm's head lacks. */
    private static void logarithms(int from, int to, double[] squares, double[] lows, double[] scratch) {
        for (int i = from; i < to; i += DOUBLES) {
            // 1 + y as t + tLow
            DoubleVector y = DoubleVector.fromArray(D, squares, i);
            DoubleVector one = DoubleVector.broadcast(D, 1);
            DoubleVector t = y.add(1);
            DoubleVector back = t.sub(1);
            DoubleVector tLow = one.sub(t.sub(back)).add(y.sub(back)).add(DoubleVector.fromArray(D, lows, i));

            // log(t + tLow) as log + logLow
            LongVector shifted = t.reinterpretAsLongs().add(ONE_BITS - SQRT_HALF_BITS);
            DoubleVector x = shifted.and(MANTISSA_MASK)
                    .add(SQRT_HALF_BITS)
                    .reinterpretAsDoubles()
                    .sub(1);
            DoubleVector inversePower = LongVector.broadcast(L, 2046L << 52)
                    .sub(shifted.and(~MANTISSA_MASK))
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

    /** The exponent of (1 + y)^p, p in four parts, as a multiple of ln 2 and the rest. */
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
            DoubleVector m = product.add(lost).mul(LOG2_E).add(ROUND).sub(ROUND);
            m.intoArray(scratch, MULTIPLES + i - from);
            product.sub(m.mul(LN2_HEAD)).sub(m.mul(LN2_TAIL)).add(lost).intoArray(scratch, RESTS + i - from);
        }
    }

    /** expm1 of all of the exponent, but for a factor 2^up that keeps it a double, which replaces the multiple. */
    private static void expm1(int count, double[] scratch) {
        for (int i = 0; i < count; i += DOUBLES) {
            DoubleVector m = DoubleVector.fromArray(D, scratch, MULTIPLES + i);
            DoubleVector up = DoubleVector.zero(D).blend(m, m.compare(VectorOperators.GT, 0));
            // Powers below 2^-1000 are as negligible beside 1 as that.
            DoubleVector n = m.sub(up);
            DoubleVector down = n.blend(-1000, n.compare(VectorOperators.LT, -1000))
                    .add(ROUND)
                    .reinterpretAsLongs()
                    .lanewise(VectorOperators.LSHL, 52)
                    .add(ONE_BITS)
                    .reinterpretAsDoubles();
            n = up.neg();
            DoubleVector one = n.blend(-1000, n.compare(VectorOperators.LT, -1000))
                    .add(ROUND)
                    .reinterpretAsLongs()
                    .lanewise(VectorOperators.LSHL, 52)
                    .add(ONE_BITS)
                    .reinterpretAsDoubles();
            up.intoArray(scratch, MULTIPLES + i);
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
            // 2^steps as a product of four: of (steps + k) / 4 each, rounded down. Two go to each side.
            DoubleVector quarter =
                    up.blend(up.add(2.0 * f.k), outer).min(MAX_STEPS).mul(0.25);
            DoubleVector left = base;
            DoubleVector right = base;
            for (int k = 0; k < 2; k++) {
                left = left.mul(quarter.add(0.25 * k - 0.375)
                        .add(ROUND)
                        .reinterpretAsLongs()
                        .lanewise(VectorOperators.LSHL, 52)
                        .add(ONE_BITS)
                        .reinterpretAsDoubles());
                right = right.mul(quarter.add(0.25 * k + 0.125)
                        .add(ROUND)
                        .reinterpretAsLongs()
                        .lanewise(VectorOperators.LSHL, 52)
                        .add(ONE_BITS)
                        .reinterpretAsDoubles());
            }
            left.mul(shape).mul(right).intoArray(values, i);
        }
    }

    private static void slopes(double[] residuals, int from, int to, double[] slopes, double[] scratch) {
        for (int i = from; i < to; i += DOUBLES) {
            DoubleVector m = DoubleVector.fromArray(D, scratch, MULTIPLES + i - from);
            // Upward, the powers of two come first: a subnormal e must not be rounded before it has grown.
            VectorMask<Double> grows = m.compare(VectorOperators.GT, 0);
            DoubleVector quarter = m.blend(m.sub(1), grows).mul(0.25);
            DoubleVector rest =
                    DoubleVector.fromArray(D, scratch, RESTS + i - from).add(1);
            DoubleVector slope = DoubleVector.fromArray(D, residuals, i);
            // Downward, it comes after the first power.
            DoubleVector factor = rest.blend(1, grows);
            for (int k = 0; k < 4; k++) {
                slope = slope.mul(quarter.add(0.25 * k - 0.375)
                                .add(ROUND)
                                .reinterpretAsLongs()
                                .lanewise(VectorOperators.LSHL, 52)
                                .add(ONE_BITS)
                                .reinterpretAsDoubles())
                        .mul(factor);
                factor = DoubleVector.broadcast(D, 1);
            }
            slope.mul(DoubleVector.broadcast(D, 1).blend(rest.mul(2), grows)).intoArray(slopes, i);
        }
    }
}
