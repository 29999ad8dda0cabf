package org.ringloss.simd;

import static org.ringloss.internal.Elementary.MANTISSA_MASK;
import static org.ringloss.internal.Elementary.ONE_BITS;
import static org.ringloss.internal.ScalarPenalties.EXP_LIMIT;
import static org.ringloss.internal.ScalarPenalties.FAR;
import static org.ringloss.internal.ScalarPenalties.LINEAR;
import static org.ringloss.internal.ScalarPenalties.POWER_LIMIT;
import static org.ringloss.simd.Lanes.D;
import static org.ringloss.simd.Lanes.DOUBLES;
import static org.ringloss.simd.Lanes.L;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.ringloss.internal.PenaltyForm;

/**
 * The penalties with exp or log. Each method is the counterpart of the one of that name in {@link
 * org.ringloss.internal.ScalarPenalties}, where the formulas are explained. They go by stages, each a loop over all rows;
 * what passes from stage to stage waits in the arrays of the results. See {@link Series} for why the loops call no method
 * of ours.
 */
final class TranscendentalPenalties {
    /** Keeps the sign and the exponent. */
    private static final long EXPONENT_MASK = ~MANTISSA_MASK;

    private TranscendentalPenalties() {}

    static void cauchy(PenaltyForm f, double[] residuals, int from, int to, double[] values, double[] derivatives) {
        for (int i = from; i < to; i += DOUBLES) {
            DoubleVector e = DoubleVector.fromArray(D, residuals, i);
            e.mul(e).mul(f.inverse).intoArray(values, i);
        }
        Series.log1p(values, from, to);
        for (int i = from; i < to; i += DOUBLES) {
            DoubleVector e = DoubleVector.fromArray(D, residuals, i);
            VectorMask<Double> far = e.abs().compare(VectorOperators.GE, FAR);
            DoubleVector log = DoubleVector.fromArray(D, values, i);
            log.mul(f.factor).blend(Double.POSITIVE_INFINITY, far).intoArray(values, i);
            e.div(e.mul(e).mul(f.inverse).add(1)).blend(0, far).intoArray(derivatives, i);
        }
    }

    static void welsch(PenaltyForm f, double[] residuals, int from, int to, double[] values, double[] derivatives) {
        for (int i = from; i < to; i += DOUBLES) {
            DoubleVector e = DoubleVector.fromArray(D, residuals, i);
            DoubleVector y = e.mul(e).mul(f.inverse);
            y.blend(EXP_LIMIT, y.compare(VectorOperators.GT, EXP_LIMIT)).neg().intoArray(derivatives, i);
        }
        double[] multiples = values;
        double[] rests = derivatives;
        Series.expm1(rests, multiples, from, to);
        for (int i = from; i < to; i += DOUBLES) {
            DoubleVector e = DoubleVector.fromArray(D, residuals, i);
            VectorMask<Double> vanished = e.mul(e).mul(f.inverse).compare(VectorOperators.GT, EXP_LIMIT);
            DoubleVector q = DoubleVector.fromArray(D, rests, i);
            LongVector k = DoubleVector.fromArray(D, multiples, i).reinterpretAsLongs();
            DoubleVector scale1 = k.lanewise(VectorOperators.LSHL, 51)
                    .add(ONE_BITS)
                    .and(EXPONENT_MASK)
                    .reinterpretAsDoubles();
            DoubleVector scale2 = k.add(1)
                    .lanewise(VectorOperators.LSHL, 51)
                    .add(ONE_BITS)
                    .and(EXPONENT_MASK)
                    .reinterpretAsDoubles();
            DoubleVector scale = scale1.mul(scale2);
            DoubleVector one = DoubleVector.broadcast(D, 1);
            one.sub(scale).sub(scale.mul(q)).mul(f.factor).intoArray(values, i);
            e.mul(scale1).mul(q.add(1)).mul(scale2).blend(0, vanished).intoArray(derivatives, i);
        }
    }

    static void logCosh(PenaltyForm f, double[] residuals, int from, int to, double[] values, double[] derivatives) {
        for (int i = from; i < to; i += DOUBLES) {
            DoubleVector a = DoubleVector.fromArray(D, residuals, i).abs();
            a.blend(LINEAR, a.compare(VectorOperators.GT, LINEAR)).neg().intoArray(derivatives, i);
        }
        double[] multiples = values;
        double[] rests = derivatives;
        Series.expm1(rests, multiples, from, to);
        for (int i = from; i < to; i += DOUBLES) {
            DoubleVector e = DoubleVector.fromArray(D, residuals, i);
            DoubleVector scale = DoubleVector.fromArray(D, multiples, i)
                    .reinterpretAsLongs()
                    .lanewise(VectorOperators.LSHL, 52)
                    .add(ONE_BITS)
                    .reinterpretAsDoubles();
            DoubleVector scaled = scale.mul(DoubleVector.fromArray(D, rests, i));
            DoubleVector p = scaled.add(scale);
            DoubleVector q = scaled.add(scale.sub(1));
            q.mul(0.5).mul(q).div(p).intoArray(values, i);
            q.mul(q.add(2))
                    .div(p.mul(p).add(1))
                    .abs()
                    .reinterpretAsLongs()
                    .or(e.reinterpretAsLongs().and(Long.MIN_VALUE))
                    .reinterpretAsDoubles()
                    .intoArray(derivatives, i);
        }
        Series.log1p(values, from, to);
        for (int i = from; i < to; i += DOUBLES) {
            DoubleVector a = DoubleVector.fromArray(D, residuals, i).abs();
            DoubleVector near = a.blend(LINEAR, a.compare(VectorOperators.GT, LINEAR));
            DoubleVector.fromArray(D, values, i).add(a.sub(near)).intoArray(values, i);
        }
    }

    static void barron(PenaltyForm f, double[] residuals, int from, int to, double[] values, double[] derivatives) {
        for (int i = from; i < to; i += DOUBLES) {
            DoubleVector e = DoubleVector.fromArray(D, residuals, i);
            e.mul(e).mul(f.inverse).intoArray(derivatives, i);
        }
        Series.log1p(derivatives, from, to);
        for (int i = from; i < to; i += DOUBLES) {
            DoubleVector product = DoubleVector.fromArray(D, derivatives, i).mul(f.power);
            DoubleVector below = product.blend(POWER_LIMIT, product.compare(VectorOperators.GT, POWER_LIMIT));
            below.blend(-POWER_LIMIT, below.compare(VectorOperators.LT, -POWER_LIMIT))
                    .intoArray(derivatives, i);
        }
        double[] multiples = values;
        double[] rests = derivatives;
        Series.expm1(rests, multiples, from, to);
        for (int i = from; i < to; i += DOUBLES) {
            DoubleVector e = DoubleVector.fromArray(D, residuals, i);
            DoubleVector a = e.abs();
            VectorMask<Double> far = a.compare(VectorOperators.GE, FAR);
            DoubleVector q = DoubleVector.fromArray(D, rests, i);
            LongVector k = DoubleVector.fromArray(D, multiples, i).reinterpretAsLongs();
            DoubleVector scale1 = k.lanewise(VectorOperators.LSHL, 51)
                    .add(ONE_BITS)
                    .and(EXPONENT_MASK)
                    .reinterpretAsDoubles();
            LongVector bits2 =
                    k.add(1).lanewise(VectorOperators.LSHL, 51).add(ONE_BITS).and(EXPONENT_MASK);
            DoubleVector scale2 = bits2.reinterpretAsDoubles();
            DoubleVector inverse2 =
                    LongVector.broadcast(L, 2 * ONE_BITS).sub(bits2).reinterpretAsDoubles();
            DoubleVector expm1 = scale1.mul(q).add(scale1.sub(inverse2));
            expm1.mul(f.factor).mul(scale2).blend(f.farValue, far).intoArray(values, i);
            DoubleVector y = e.mul(e).mul(f.inverse);
            a.mul(scale1)
                    .div(y.add(1))
                    .mul(q.add(1))
                    .mul(scale2)
                    .blend(f.farDerivative, far)
                    .reinterpretAsLongs()
                    .or(e.reinterpretAsLongs().and(Long.MIN_VALUE))
                    .reinterpretAsDoubles()
                    .intoArray(derivatives, i);
        }
    }
}
