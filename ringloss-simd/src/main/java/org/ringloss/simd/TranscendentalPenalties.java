package org.ringloss.simd;

import static org.ringloss.internal.Elementary.LN2;
import static org.ringloss.internal.Elementary.LN2_HEAD;
import static org.ringloss.internal.Elementary.LN2_TAIL;
import static org.ringloss.internal.Elementary.LOG2_E;
import static org.ringloss.internal.Elementary.ROUND;
import static org.ringloss.internal.ScalarPenalties.EXP_LIMIT;
import static org.ringloss.internal.ScalarPenalties.LARGE_QUOTIENT;
import static org.ringloss.internal.ScalarPenalties.TINY;
import static org.ringloss.simd.Lanes.D;
import static org.ringloss.simd.Lanes.DOUBLES;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.ringloss.internal.PenaltyForm;
import org.ringloss.internal.ScalarPenalties;

/**
 * The penalties with one exp or log. Each method is the twin of the one of that name in {@link ScalarPenalties}, where
 * the formulas are explained.
 */
final class TranscendentalPenalties {
    private TranscendentalPenalties() {}

    static void logCosh(double[] residuals, int from, int to, double[] values, double[] slopes) {
        for (int i = from; i < to; i += DOUBLES) {
            DoubleVector e = DoubleVector.fromArray(D, residuals, i);
            DoubleVector a = e.abs();
            VectorMask<Double> near = a.compare(VectorOperators.LT, 1);
            DoubleVector y = a.mul(2).blend(a, near);
            DoubleVector q = Series.expm1OfNegative(y.blend(700, y.compare(VectorOperators.GT, 700)));
            DoubleVector p = q.add(1);
            DoubleVector log = Series.log1p(p.blend(q.mul(q).div(p.mul(2)), near));
            a.sub(LN2).add(log).blend(log, near).intoArray(values, i);
            DoubleVector minus = q.neg();
            DoubleVector sum = q.add(2);
            DoubleVector tanh = minus.div(sum).blend(minus.mul(sum).div(p.mul(p).add(1)), near);
            BoundedPenalties.copySign(tanh, e).intoArray(slopes, i);
        }
    }

    static void logarithmic(PenaltyForm f, double[] residuals, int from, int to, double[] values, double[] slopes) {
        double w = f.w;
        boolean rare = false;
        for (int i = from; i < to; i += DOUBLES) {
            DoubleVector e = DoubleVector.fromArray(D, residuals, i);
            DoubleVector a = e.abs();
            DoubleVector z = a.mul(f.unscale1).mul(f.unscale2).div(f.m);
            rare |= !z.compare(VectorOperators.LE, LARGE_QUOTIENT).allTrue();
            DoubleVector y = z.mul(z);
            DoubleVector log = Series.log1p(y);
            DoubleVector ratio = log.div(y).blend(1, y.compare(VectorOperators.LT, TINY));
            DoubleVector inner = a.mul(0.5).mul(ratio).mul(a);
            DoubleVector outer = log.mul(0.5 * w).mul(w);
            inner.blend(outer, a.compare(VectorOperators.GT, w)).intoArray(values, i);
            e.div(y.add(1)).intoArray(slopes, i);
        }
        if (rare) {
            replaceRare(f, residuals, from, to, values, slopes);
        }
    }

    /** Lets the scalar twin do the residuals that the lanes cannot. */
    static void replaceRare(PenaltyForm f, double[] residuals, int from, int to, double[] values, double[] slopes) {
        for (int i = from; i < to; i++) {
            if (ScalarPenalties.isRare(f, residuals[i])) {
                ScalarPenalties.evaluate(f, residuals, i, i + 1, values, slopes);
            }
        }
    }

    static void exponential(PenaltyForm f, double[] residuals, int from, int to, double[] values, double[] slopes) {
        double w = f.w;
        for (int i = from; i < to; i += DOUBLES) {
            DoubleVector e = DoubleVector.fromArray(D, residuals, i);
            DoubleVector a = e.abs();
            DoubleVector scaled = a.mul(f.unscale1).mul(f.unscale2);
            DoubleVector quotient = scaled.div(f.m);
            DoubleVector z = quotient.blend(64, quotient.compare(VectorOperators.GT, 64));
            DoubleVector square = z.mul(z);
            DoubleVector yLow = squareLow(f, scaled, z, square);

            VectorMask<Double> vanished = square.compare(VectorOperators.GT, EXP_LIMIT);
            DoubleVector y = square.blend(EXP_LIMIT, vanished);
            DoubleVector minus = y.neg();
            DoubleVector rounded = minus.mul(LOG2_E).add(ROUND);
            DoubleVector n = rounded.sub(ROUND);
            DoubleVector q = Series.expm1Reduced(
                    minus.sub(n.mul(LN2_HEAD)).sub(n.mul(LN2_TAIL)).sub(yLow));
            DoubleVector half = Series.half(n);
            DoubleVector scale1 = Series.powerOfTwo(half);
            DoubleVector scale2 = Series.powerOfTwo(n.sub(half));
            DoubleVector scale = scale1.mul(scale2);
            DoubleVector one = DoubleVector.broadcast(D, 1);
            DoubleVector g = one.sub(scale).sub(scale.mul(q)).blend(1, vanished);
            DoubleVector ratio = g.div(y).blend(1, y.compare(VectorOperators.LT, TINY));
            DoubleVector inner = a.mul(0.5).mul(ratio).mul(a);
            DoubleVector outer = g.mul(0.5 * w).mul(w);
            inner.blend(outer, a.compare(VectorOperators.GT, w)).intoArray(values, i);
            DoubleVector slope = e.mul(scale1).mul(q.add(1)).mul(scale2);
            slope.blend(e.mul(0), vanished).intoArray(slopes, i);
        }
    }

    /** What z^2, z = scaled / m, lacks to the square of the exact quotient. */
    static DoubleVector squareLow(PenaltyForm f, DoubleVector scaled, DoubleVector z, DoubleVector square) {
        DoubleVector zHead = Series.head(z);
        DoubleVector zTail = z.sub(zHead);
        DoubleVector product = z.mul(f.m);
        DoubleVector lost = zHead.mul(f.mHead)
                .sub(product)
                .add(zHead.mul(f.mTail))
                .add(zTail.mul(f.mHead))
                .add(zTail.mul(f.mTail));
        DoubleVector zLow = scaled.sub(product).sub(lost).sub(z.mul(f.mLow)).div(f.m);
        DoubleVector tail =
                zHead.mul(zHead).sub(square).add(zHead.mul(2).mul(zTail)).add(zTail.mul(zTail));
        return tail.add(z.mul(2).mul(zLow));
    }
}
