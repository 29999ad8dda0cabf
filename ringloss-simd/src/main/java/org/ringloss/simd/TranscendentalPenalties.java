package org.ringloss.simd;

import static org.ringloss.internal.Elementary.HEAD_MASK;
import static org.ringloss.internal.Elementary.LN2;
import static org.ringloss.internal.Elementary.LN2_HEAD;
import static org.ringloss.internal.Elementary.LN2_TAIL;
import static org.ringloss.internal.Elementary.LOG2_E;
import static org.ringloss.internal.Elementary.ONE_BITS;
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
 * The penalties with one exp or log. Each method is the counterpart of the one of that name in {@link ScalarPenalties}, where
 * the formulas are explained. They go by stages, each a loop over all rows; what passes from stage to stage waits in the
 * arrays of the results, under another name. See {@link Series} for why the loops call no method of ours.
 */
final class TranscendentalPenalties {
    private TranscendentalPenalties() {}

    static void logCosh(double[] residuals, int from, int to, double[] values, double[] derivatives) {
        double[] rounded = values;
        double[] q = derivatives;
        for (int i = from; i < to; i += DOUBLES) {
            DoubleVector a = DoubleVector.fromArray(D, residuals, i).abs();
            DoubleVector twice = a.mul(2).blend(a, a.compare(VectorOperators.LT, 1));
            DoubleVector minus =
                    twice.blend(700, twice.compare(VectorOperators.GT, 700)).neg();
            DoubleVector sum = minus.mul(LOG2_E).add(ROUND);
            DoubleVector n = sum.sub(ROUND);
            sum.intoArray(rounded, i);
            minus.sub(n.mul(LN2_HEAD)).sub(n.mul(LN2_TAIL)).intoArray(q, i);
        }
        Series.expm1Reduced(q, from, to);
        double[] u = values;
        for (int i = from; i < to; i += DOUBLES) {
            DoubleVector scale = DoubleVector.fromArray(D, rounded, i)
                    .reinterpretAsLongs()
                    .lanewise(VectorOperators.LSHL, 52)
                    .add(ONE_BITS)
                    .reinterpretAsDoubles();
            DoubleVector expm1 = scale.mul(DoubleVector.fromArray(D, q, i)).add(scale.sub(1));
            DoubleVector p = expm1.add(1);
            VectorMask<Double> near =
                    DoubleVector.fromArray(D, residuals, i).abs().compare(VectorOperators.LT, 1);
            expm1.intoArray(q, i);
            p.blend(expm1.mul(expm1).div(p.mul(2)), near).intoArray(u, i);
        }
        Series.log1p(u, from, to);
        for (int i = from; i < to; i += DOUBLES) {
            DoubleVector e = DoubleVector.fromArray(D, residuals, i);
            DoubleVector a = e.abs();
            VectorMask<Double> near = a.compare(VectorOperators.LT, 1);
            DoubleVector log = DoubleVector.fromArray(D, u, i);
            a.sub(LN2).add(log).blend(log, near).intoArray(values, i);
            DoubleVector expm1 = DoubleVector.fromArray(D, q, i);
            DoubleVector p = expm1.add(1);
            DoubleVector minus = expm1.neg();
            DoubleVector sum = expm1.add(2);
            minus.div(sum)
                    .blend(minus.mul(sum).div(p.mul(p).add(1)), near)
                    .reinterpretAsLongs()
                    .or(e.reinterpretAsLongs().and(Long.MIN_VALUE))
                    .reinterpretAsDoubles()
                    .intoArray(derivatives, i);
        }
    }

    static void logarithmic(
            PenaltyForm f, double[] residuals, int from, int to, double[] values, double[] derivatives) {
        double w = f.w;
        boolean rare = false;
        double[] log = values;
        double[] squares = derivatives;
        for (int i = from; i < to; i += DOUBLES) {
            DoubleVector z = DoubleVector.fromArray(D, residuals, i)
                    .abs()
                    .mul(f.unscale1)
                    .mul(f.unscale2)
                    .div(f.m);
            rare |= !z.compare(VectorOperators.LE, LARGE_QUOTIENT).allTrue();
            DoubleVector y = z.mul(z);
            y.intoArray(log, i);
            y.intoArray(squares, i);
        }
        Series.log1p(log, from, to);
        for (int i = from; i < to; i += DOUBLES) {
            DoubleVector e = DoubleVector.fromArray(D, residuals, i);
            DoubleVector a = e.abs();
            DoubleVector y = DoubleVector.fromArray(D, squares, i);
            DoubleVector log1p = DoubleVector.fromArray(D, log, i);
            DoubleVector ratio = log1p.div(y).blend(1, y.compare(VectorOperators.LT, TINY));
            DoubleVector inner = a.mul(0.5).mul(ratio).mul(a);
            DoubleVector outer = log1p.mul(0.5 * w).mul(w);
            inner.blend(outer, a.compare(VectorOperators.GT, w)).intoArray(values, i);
            e.div(y.add(1)).intoArray(derivatives, i);
        }
        if (rare) {
            replaceRare(f, residuals, from, to, values, derivatives);
        }
    }

    /** Lets the scalar counterpart do the residuals that the lanes cannot. */
    static void replaceRare(
            PenaltyForm f, double[] residuals, int from, int to, double[] values, double[] derivatives) {
        for (int i = from; i < to; i++) {
            if (ScalarPenalties.isRare(f, residuals[i])) {
                ScalarPenalties.evaluate(f, residuals, i, i + 1, values, derivatives);
            }
        }
    }

    static void exponential(
            PenaltyForm f, double[] residuals, int from, int to, double[] values, double[] derivatives) {
        double w = f.w;
        double[] squares = values;
        double[] q = derivatives;
        squares(f, 64, residuals, from, to, squares, q);
        for (int i = from; i < to; i += DOUBLES) {
            DoubleVector square = DoubleVector.fromArray(D, squares, i);
            DoubleVector minus = square.blend(EXP_LIMIT, square.compare(VectorOperators.GT, EXP_LIMIT))
                    .neg();
            DoubleVector n = minus.mul(LOG2_E).add(ROUND).sub(ROUND);
            minus.sub(n.mul(LN2_HEAD))
                    .sub(n.mul(LN2_TAIL))
                    .sub(DoubleVector.fromArray(D, q, i))
                    .intoArray(q, i);
        }
        Series.expm1Reduced(q, from, to);
        for (int i = from; i < to; i += DOUBLES) {
            DoubleVector square = DoubleVector.fromArray(D, squares, i);
            VectorMask<Double> vanished = square.compare(VectorOperators.GT, EXP_LIMIT);
            DoubleVector y = square.blend(EXP_LIMIT, vanished);
            // 2^n as the product of two powers: n may be below the exponents of doubles.
            DoubleVector n = y.neg().mul(LOG2_E).add(ROUND).sub(ROUND);
            DoubleVector half = n.mul(0.5).sub(0.25).add(ROUND);
            DoubleVector scale1 = half.reinterpretAsLongs()
                    .lanewise(VectorOperators.LSHL, 52)
                    .add(ONE_BITS)
                    .reinterpretAsDoubles();
            DoubleVector scale2 = n.sub(half.sub(ROUND))
                    .add(ROUND)
                    .reinterpretAsLongs()
                    .lanewise(VectorOperators.LSHL, 52)
                    .add(ONE_BITS)
                    .reinterpretAsDoubles();
            DoubleVector scale = scale1.mul(scale2);
            DoubleVector expm1 = DoubleVector.fromArray(D, q, i);
            DoubleVector g = DoubleVector.broadcast(D, 1)
                    .sub(scale)
                    .sub(scale.mul(expm1))
                    .blend(1, vanished);
            DoubleVector ratio = g.div(y).blend(1, y.compare(VectorOperators.LT, TINY));
            DoubleVector e = DoubleVector.fromArray(D, residuals, i);
            DoubleVector a = e.abs();
            DoubleVector inner = a.mul(0.5).mul(ratio).mul(a);
            DoubleVector outer = g.mul(0.5 * w).mul(w);
            inner.blend(outer, a.compare(VectorOperators.GT, w)).intoArray(values, i);
            DoubleVector derivative = e.mul(scale1).mul(expm1.add(1)).mul(scale2);
            derivative.blend(e.mul(0), vanished).intoArray(derivatives, i);
        }
    }

    /**
     * y = z^2, z = |e| / w, and what it lacks to the square of the exact quotient.
     *
     * @param limit larger quotients are replaced by it
     * @return whether some were, or are NaN
     */
    static boolean squares(
            PenaltyForm f, double limit, double[] residuals, int from, int to, double[] squares, double[] squaresLow) {
        boolean beyond = false;
        for (int i = from; i < to; i += DOUBLES) {
            DoubleVector scaled = DoubleVector.fromArray(D, residuals, i)
                    .abs()
                    .mul(f.unscale1)
                    .mul(f.unscale2);
            DoubleVector quotient = scaled.div(f.m);
            beyond |= !quotient.compare(VectorOperators.LE, limit).allTrue();
            DoubleVector z = quotient.blend(limit, quotient.compare(VectorOperators.GT, limit));
            z.intoArray(squares, i);
            scaled.intoArray(squaresLow, i);
        }
        // A loop of its own: each step waits for the one before, and both together are more than the CPU looks ahead.
        for (int i = from; i < to; i += DOUBLES) {
            DoubleVector z = DoubleVector.fromArray(D, squares, i);
            DoubleVector scaled = DoubleVector.fromArray(D, squaresLow, i);
            DoubleVector square = z.mul(z);
            square.intoArray(squares, i);
            DoubleVector zHead = z.reinterpretAsLongs().and(HEAD_MASK).reinterpretAsDoubles();
            DoubleVector zTail = z.sub(zHead);
            DoubleVector product = z.mul(f.m);
            DoubleVector lost = zHead.mul(f.mHead)
                    .sub(product)
                    .add(zHead.mul(f.mTail))
                    .add(zTail.mul(f.mHead))
                    .add(zTail.mul(f.mTail));
            DoubleVector zLow = scaled.sub(product).sub(lost).sub(z.mul(f.mLow)).div(f.m);
            zHead.mul(zHead)
                    .sub(square)
                    .add(zHead.mul(2).mul(zTail))
                    .add(zTail.mul(zTail))
                    .add(z.mul(2).mul(zLow))
                    .intoArray(squaresLow, i);
        }
        return beyond;
    }
}
