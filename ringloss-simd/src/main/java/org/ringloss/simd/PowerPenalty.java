package org.ringloss.simd;

import static org.ringloss.internal.Elementary.LN2_HEAD;
import static org.ringloss.internal.Elementary.LN2_TAIL;
import static org.ringloss.internal.Elementary.LOG2_E;
import static org.ringloss.internal.Elementary.ROUND;
import static org.ringloss.internal.ScalarPenalties.LARGE_QUOTIENT;
import static org.ringloss.internal.ScalarPenalties.MAX_STEPS;
import static org.ringloss.internal.ScalarPenalties.POWER_LIMIT;
import static org.ringloss.internal.ScalarPenalties.TINY;
import static org.ringloss.simd.Lanes.D;
import static org.ringloss.simd.Lanes.DOUBLES;
import static org.ringloss.simd.Series.head;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.ringloss.internal.PenaltyForm;

/** Barron's general loss in lanes; the twin of {@link org.ringloss.internal.ScalarPenalties} power. */
final class PowerPenalty {
    private PowerPenalty() {}

    static void power(PenaltyForm f, double[] residuals, int from, int to, double[] values, double[] slopes) {
        double w = f.w;
        double tinyFactor = 1 + Math.abs(f.alpha);
        boolean rare = false;
        for (int i = from; i < to; i += DOUBLES) {
            DoubleVector e = DoubleVector.fromArray(D, residuals, i);
            DoubleVector a = e.abs();
            DoubleVector scaled = a.mul(f.unscale1).mul(f.unscale2);
            DoubleVector z = scaled.div(f.m);
            rare |= !z.compare(VectorOperators.LE, LARGE_QUOTIENT).allTrue();
            DoubleVector y = z.mul(z);
            DoubleVector yLow = TranscendentalPenalties.squareLow(f, scaled, z, y);

            // 1 + y as t + tLow
            DoubleVector one = DoubleVector.broadcast(D, 1);
            DoubleVector t = y.add(1);
            DoubleVector back = t.sub(1);
            DoubleVector tLow = one.sub(t.sub(back)).add(y.sub(back)).add(yLow);

            // log(t + tLow) as log + logLow
            LongVector shifted = Series.shifted(t);
            DoubleVector x = Series.mantissa(shifted).sub(1);
            DoubleVector xLow = tLow.mul(Series.inversePower(shifted));
            DoubleVector d = x.add(2);
            DoubleVector dLow = x.sub(d.sub(2)).add(xLow);
            DoubleVector dHead = head(d);
            DoubleVector dTail = d.sub(dHead);
            DoubleVector sHead = head(x.div(d));
            DoubleVector sTail = x.sub(sHead.mul(dHead))
                    .sub(sHead.mul(dTail))
                    .add(xLow.sub(sHead.mul(dLow)))
                    .div(d);
            DoubleVector s = sHead.add(sTail);
            DoubleVector n = Series.exponent(shifted);
            DoubleVector n1 = n.mul(LN2_HEAD);
            DoubleVector n2 = sHead.mul(2);
            DoubleVector sum = n1.add(n2);
            DoubleVector sumBack = sum.sub(n1);
            DoubleVector sumLow = n1.sub(sum.sub(sumBack))
                    .add(n2.sub(sumBack))
                    .add(sTail.mul(2).add(s.mul(Series.logSeries(s.mul(s)))).add(n.mul(LN2_TAIL)));
            DoubleVector log = sum.add(sumLow);
            DoubleVector logHead = head(log);
            DoubleVector logTail = log.sub(logHead).add(sumLow.sub(log.sub(sum)));

            DoubleVector high = logHead.mul(f.powerHead);
            DoubleVector low = logHead.mul(f.powerTail).add(logTail.mul(f.power));
            VectorMask<Double> within = high.abs().compare(VectorOperators.LE, POWER_LIMIT);
            high = limit(high).blend(high, within);
            low = DoubleVector.zero(D).blend(low, within);
            DoubleVector m = integer(high, low);
            DoubleVector q = reduced(high, low, m);
            DoubleVector up = DoubleVector.zero(D).blend(m, m.compare(VectorOperators.GT, 0));
            DoubleVector down = clampedPower(m.sub(up));
            DoubleVector expm1 = down.mul(q).add(down.sub(clampedPower(up.neg())));
            VectorMask<Double> outer = a.compare(VectorOperators.GT, w);
            // The width by its mantissa and exponent: a subnormal w has few digits.
            DoubleVector base = a.blend(f.m, outer);
            DoubleVector steps = up.blend(up.add(2.0 * f.k), outer).min(MAX_STEPS);
            DoubleVector limit = DoubleVector.broadcast(D, 0.5);
            DoubleVector inside =
                    expm1.div(y.mul(f.alpha)).blend(limit, y.mul(tinyFactor).compare(VectorOperators.LT, TINY));
            DoubleVector shape = inside.blend(expm1.div(f.alpha), outer);
            DoubleVector left = base.mul(Series.powerOfTwo(Series.quarter(steps, 0)))
                    .mul(Series.powerOfTwo(Series.quarter(steps, 1)));
            DoubleVector right = base.mul(Series.powerOfTwo(Series.quarter(steps, 2)))
                    .mul(Series.powerOfTwo(Series.quarter(steps, 3)));
            left.mul(shape).mul(right).intoArray(values, i);

            high = logHead.mul(f.slopePowerHead);
            low = logHead.mul(f.slopePowerTail).add(logTail.mul(f.slopePower)).add(log.mul(f.slopePowerLow));
            within = high.abs().compare(VectorOperators.LE, POWER_LIMIT);
            high = limit(high).blend(high, within);
            low = DoubleVector.zero(D).blend(low, within);
            m = integer(high, low);
            q = reduced(high, low, m);
            // Upward, the powers of two come first: a subnormal e must not be rounded before it has grown.
            VectorMask<Double> grows = m.compare(VectorOperators.GT, 0);
            steps = m.blend(m.sub(1), grows);
            DoubleVector rest = q.add(1);
            e.mul(Series.powerOfTwo(Series.quarter(steps, 0)))
                    .mul(rest.blend(1, grows))
                    .mul(Series.powerOfTwo(Series.quarter(steps, 1)))
                    .mul(Series.powerOfTwo(Series.quarter(steps, 2)))
                    .mul(Series.powerOfTwo(Series.quarter(steps, 3)))
                    .mul(one.blend(rest.mul(2), grows))
                    .intoArray(slopes, i);
        }
        if (rare) {
            TranscendentalPenalties.replaceRare(f, residuals, from, to, values, slopes);
        }
    }

    private static DoubleVector limit(DoubleVector sign) {
        return BoundedPenalties.copySign(DoubleVector.broadcast(D, POWER_LIMIT), sign);
    }

    private static DoubleVector integer(DoubleVector high, DoubleVector low) {
        return high.add(low).mul(LOG2_E).add(ROUND).sub(ROUND);
    }

    private static DoubleVector reduced(DoubleVector high, DoubleVector low, DoubleVector m) {
        return Series.expm1Reduced(
                high.sub(m.mul(LN2_HEAD)).sub(m.mul(LN2_TAIL)).add(low));
    }

    private static DoubleVector clampedPower(DoubleVector n) {
        return Series.powerOfTwo(n.blend(-1000, n.compare(VectorOperators.LT, -1000)));
    }
}
