// SPDX-License-Identifier: Apache-2.0
package org.ringloss.simd;

import static org.ringloss.internal.Elementary.MANTISSA_MASK;
import static org.ringloss.internal.Elementary.ONE_BITS;
import static org.ringloss.internal.ScalarPenalties.EXP_LIMIT;
import static org.ringloss.internal.ScalarPenalties.FAR;
import static org.ringloss.internal.ScalarPenalties.LINEAR;
import static org.ringloss.internal.ScalarPenalties.LOWER;
import static org.ringloss.internal.ScalarPenalties.POWER_LIMIT;
import static org.ringloss.internal.ScalarPenalties.RAISE;
import static org.ringloss.simd.Lanes.D;
import static org.ringloss.simd.Lanes.DOUBLES;
import static org.ringloss.simd.Lanes.L;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.ringloss.internal.PenaltyForm;
import org.ringloss.internal.PenaltyKind;
import org.ringloss.internal.ScalarPenalties;

/**
 * Value and derivative of every built-in penalty in lanes. Each method is the counterpart of the one of that name in
 * {@link ScalarPenalties}, where the formulas are explained, and gives the same bits.
 *
 * <p>Those with exp or log go by stages, each a loop over all rows; what passes from stage to stage waits in the arrays of
 * the results. See {@link Series} for why such loops call no method of ours.
 */
final class SimdPenalties {
    /**
     * C2 on x86 has no masks of two lanes (it wants four bytes of booleans): compare and blend of two doubles would run
     * in the Vector API's Java code, slower than scalar code.
     */
    private static final boolean COMPILED_MASKS = DOUBLES > 2;

    /** Up to so many rows scalar code is faster: it does not wait for memory between lanes and scalars. */
    private static final int FEW_ROWS = 2;

    /** Keeps the sign and the exponent. */
    private static final long EXPONENT_MASK = ~MANTISSA_MASK;

    private static final long RAISED_ONE_BITS = ONE_BITS + (RAISE << 52);

    private SimdPenalties() {}

    /** All kernels read and write up to the next multiple of {@link Lanes#DOUBLES} past {@code to}. */
    private interface Kernel {
        void evaluate(PenaltyForm f, double[] residuals, int from, int to, double[] values, double[] derivatives);
    }

    /** Three different arrays: the kernels keep intermediate results in those that they fill. */
    static void evaluate(PenaltyForm f, double[] residuals, int from, int to, double[] values, double[] derivatives) {
        if (!COMPILED_MASKS || to - from <= FEW_ROWS) {
            ScalarPenalties.evaluate(f, residuals, from, to, values, derivatives);
        } else {
            kernel(f.kind).evaluate(f, residuals, from, to, values, derivatives);
        }
    }

    /** An expression, so that a penalty without a kernel does not compile. */
    private static Kernel kernel(PenaltyKind kind) {
        return switch (kind) {
            case SQUARED -> SimdPenalties::squared;
            case HUBER -> SimdPenalties::huber;
            case ONE_SIDED_HUBER -> SimdPenalties::oneSidedHuber;
            case CAUCHY -> SimdPenalties::cauchy;
            case GEMAN_MCCLURE -> SimdPenalties::gemanMcClure;
            case PSEUDO_HUBER -> SimdPenalties::pseudoHuber;
            case WELSCH -> SimdPenalties::welsch;
            case TUKEY -> SimdPenalties::tukey;
            case LOG_COSH -> SimdPenalties::logCosh;
            case BARRON -> SimdPenalties::barron;
        };
    }

    static void squared(PenaltyForm f, double[] residuals, int from, int to, double[] values, double[] derivatives) {
        DoubleVector half = DoubleVector.broadcast(D, 0.5);
        for (int i = from; i < to; i += DOUBLES) {
            DoubleVector e = DoubleVector.fromArray(D, residuals, i);
            e.mul(half).mul(e).intoArray(values, i);
            e.intoArray(derivatives, i);
        }
    }

    static void huber(PenaltyForm f, double[] residuals, int from, int to, double[] values, double[] derivatives) {
        DoubleVector delta = DoubleVector.broadcast(D, f.c);
        DoubleVector minusDelta = DoubleVector.broadcast(D, -f.c);
        DoubleVector half = DoubleVector.broadcast(D, 0.5);
        for (int i = from; i < to; i += DOUBLES) {
            DoubleVector e = DoubleVector.fromArray(D, residuals, i);
            DoubleVector inner = e.blend(delta, e.compare(VectorOperators.GT, delta))
                    .blend(minusDelta, e.compare(VectorOperators.LT, minusDelta));
            inner.mul(e.sub(inner.mul(half))).intoArray(values, i);
            inner.intoArray(derivatives, i);
        }
    }

    static void oneSidedHuber(
            PenaltyForm f, double[] residuals, int from, int to, double[] values, double[] derivatives) {
        DoubleVector delta = DoubleVector.broadcast(D, f.c);
        DoubleVector halfDelta = DoubleVector.broadcast(D, 0.5 * f.c);
        DoubleVector half = DoubleVector.broadcast(D, 0.5);
        for (int i = from; i < to; i += DOUBLES) {
            DoubleVector e = DoubleVector.fromArray(D, residuals, i);
            VectorMask<Double> beyond = e.compare(VectorOperators.GT, delta);
            DoubleVector linear = e.sub(halfDelta).mul(delta);
            e.mul(half).mul(e).blend(linear, beyond).intoArray(values, i);
            e.blend(delta, beyond).intoArray(derivatives, i);
        }
    }

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

    static void gemanMcClure(
            PenaltyForm f, double[] residuals, int from, int to, double[] values, double[] derivatives) {
        DoubleVector beyond = DoubleVector.broadcast(D, FAR);
        DoubleVector one = DoubleVector.broadcast(D, 1);
        DoubleVector limit = DoubleVector.broadcast(D, f.factor);
        for (int i = from; i < to; i += DOUBLES) {
            DoubleVector e = DoubleVector.fromArray(D, residuals, i);
            VectorMask<Double> far = e.abs().compare(VectorOperators.GE, beyond);
            DoubleVector square = e.mul(e);
            DoubleVector d = one.div(square.mul(f.inverse).add(one));
            square.mul(0.5).mul(d).blend(limit, far).intoArray(values, i);
            e.mul(d).mul(d).blend(DoubleVector.zero(D), far).intoArray(derivatives, i);
        }
    }

    static void pseudoHuber(
            PenaltyForm f, double[] residuals, int from, int to, double[] values, double[] derivatives) {
        DoubleVector c = DoubleVector.broadcast(D, f.c);
        DoubleVector one = DoubleVector.broadcast(D, 1);
        for (int i = from; i < to; i += DOUBLES) {
            DoubleVector e = DoubleVector.fromArray(D, residuals, i);
            DoubleVector a = e.abs();
            VectorMask<Double> beyond = a.compare(VectorOperators.GT, c);
            DoubleVector small = a.blend(c, beyond);
            DoubleVector large = c.blend(a, beyond);
            DoubleVector q = small.div(large);
            DoubleVector w = q.mul(q).add(one).sqrt();
            DoubleVector k = one.blend(q, beyond);
            small.div(k.add(w)).mul(a).intoArray(values, i);
            small.div(w)
                    .reinterpretAsLongs()
                    .or(e.reinterpretAsLongs().and(Long.MIN_VALUE))
                    .reinterpretAsDoubles()
                    .intoArray(derivatives, i);
        }
    }

    static void welsch(PenaltyForm f, double[] residuals, int from, int to, double[] values, double[] derivatives) {
        for (int i = from; i < to; i += DOUBLES) {
            DoubleVector e = DoubleVector.fromArray(D, residuals, i);
            DoubleVector y = e.mul(e).mul(f.inverse);
            y.blend(EXP_LIMIT, y.compare(VectorOperators.GT, EXP_LIMIT)).neg().intoArray(derivatives, i);
        }
        Series.expm1(derivatives, values, from, to);
        for (int i = from; i < to; i += DOUBLES) {
            DoubleVector e = DoubleVector.fromArray(D, residuals, i);
            VectorMask<Double> vanished = e.mul(e).mul(f.inverse).compare(VectorOperators.GT, EXP_LIMIT);
            DoubleVector q = DoubleVector.fromArray(D, derivatives, i);
            DoubleVector raised = DoubleVector.fromArray(D, values, i)
                    .reinterpretAsLongs()
                    .lanewise(VectorOperators.LSHL, 52)
                    .add(RAISED_ONE_BITS)
                    .reinterpretAsDoubles();
            DoubleVector scale = raised.mul(LOWER);
            DoubleVector one = DoubleVector.broadcast(D, 1);
            one.sub(scale).sub(scale.mul(q)).mul(f.factor).intoArray(values, i);
            e.mul(raised).mul(q.add(1)).mul(LOWER).blend(0, vanished).intoArray(derivatives, i);
        }
    }

    static void tukey(PenaltyForm f, double[] residuals, int from, int to, double[] values, double[] derivatives) {
        DoubleVector c = DoubleVector.broadcast(D, f.c);
        DoubleVector outside = DoubleVector.broadcast(D, f.factor * (1.0 / 3));
        DoubleVector one = DoubleVector.broadcast(D, 1);
        for (int i = from; i < to; i += DOUBLES) {
            DoubleVector e = DoubleVector.fromArray(D, residuals, i);
            DoubleVector a = e.abs();
            VectorMask<Double> beyond = a.compare(VectorOperators.GT, c);
            DoubleVector square = e.mul(e);
            DoubleVector y = square.mul(f.inverse);
            DoubleVector rest = c.sub(a).mul(a.add(c)).mul(f.inverse);
            DoubleVector shape = one.sub(y.mul(one.sub(y.mul(1.0 / 3))));
            square.mul(0.5).mul(shape).blend(outside, beyond).intoArray(values, i);
            e.mul(rest).mul(rest).blend(DoubleVector.zero(D), beyond).intoArray(derivatives, i);
        }
    }

    static void logCosh(PenaltyForm f, double[] residuals, int from, int to, double[] values, double[] derivatives) {
        for (int i = from; i < to; i += DOUBLES) {
            DoubleVector a = DoubleVector.fromArray(D, residuals, i).abs();
            a.blend(LINEAR, a.compare(VectorOperators.GT, LINEAR)).neg().intoArray(derivatives, i);
        }
        Series.expm1(derivatives, values, from, to);
        for (int i = from; i < to; i += DOUBLES) {
            DoubleVector e = DoubleVector.fromArray(D, residuals, i);
            DoubleVector scale = DoubleVector.fromArray(D, values, i)
                    .reinterpretAsLongs()
                    .lanewise(VectorOperators.LSHL, 52)
                    .add(ONE_BITS)
                    .reinterpretAsDoubles();
            DoubleVector scaled = scale.mul(DoubleVector.fromArray(D, derivatives, i));
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
        Series.expm1(derivatives, values, from, to);
        for (int i = from; i < to; i += DOUBLES) {
            DoubleVector e = DoubleVector.fromArray(D, residuals, i);
            DoubleVector a = e.abs();
            VectorMask<Double> far = a.compare(VectorOperators.GE, FAR);
            DoubleVector q = DoubleVector.fromArray(D, derivatives, i);
            LongVector k = DoubleVector.fromArray(D, values, i).reinterpretAsLongs();
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
