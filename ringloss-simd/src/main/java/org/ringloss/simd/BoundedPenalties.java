package org.ringloss.simd;

import static org.ringloss.simd.Lanes.D;
import static org.ringloss.simd.Lanes.DOUBLES;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * The penalties made of basic operations and square roots. Each method is the counterpart of the one of that name in {@link
 * org.ringloss.internal.ScalarPenalties}, where the formulas are explained.
 */
final class BoundedPenalties {
    private BoundedPenalties() {}

    static void squared(double[] residuals, int from, int to, double[] values, double[] derivatives) {
        for (int i = from; i < to; i += DOUBLES) {
            DoubleVector e = DoubleVector.fromArray(D, residuals, i);
            e.mul(0.5).mul(e).intoArray(values, i);
            e.intoArray(derivatives, i);
        }
    }

    static void huber(double delta, double[] residuals, int from, int to, double[] values, double[] derivatives) {
        for (int i = from; i < to; i += DOUBLES) {
            DoubleVector e = DoubleVector.fromArray(D, residuals, i);
            DoubleVector a = e.abs();
            VectorMask<Double> beyond = a.compare(VectorOperators.GT, delta);
            DoubleVector inner = a.blend(delta, beyond);
            inner.mul(a.sub(inner.mul(0.5))).intoArray(values, i);
            e.blend(copySign(DoubleVector.broadcast(D, delta), e), beyond).intoArray(derivatives, i);
        }
    }

    static void outwardHuber(
            double delta, double[] residuals, int from, int to, double[] values, double[] derivatives) {
        for (int i = from; i < to; i += DOUBLES) {
            DoubleVector e = DoubleVector.fromArray(D, residuals, i);
            DoubleVector inner = e.blend(delta, e.compare(VectorOperators.GT, delta));
            inner.mul(e.sub(inner.mul(0.5))).intoArray(values, i);
            inner.intoArray(derivatives, i);
        }
    }

    static void pseudoHuber(double c, double[] residuals, int from, int to, double[] values, double[] derivatives) {
        for (int i = from; i < to; i += DOUBLES) {
            DoubleVector e = DoubleVector.fromArray(D, residuals, i);
            DoubleVector a = e.abs();
            VectorMask<Double> beyond = a.compare(VectorOperators.GT, c);
            DoubleVector small = a.blend(c, beyond);
            DoubleVector large = DoubleVector.broadcast(D, c).blend(a, beyond);
            DoubleVector q = small.div(large);
            DoubleVector w = q.mul(q).add(1).sqrt();
            DoubleVector k = DoubleVector.broadcast(D, 1).blend(q, beyond);
            small.div(k.add(w)).mul(a).intoArray(values, i);
            copySign(small.div(w), e).intoArray(derivatives, i);
        }
    }

    static void gemanMcClure(double c, double[] residuals, int from, int to, double[] values, double[] derivatives) {
        for (int i = from; i < to; i += DOUBLES) {
            DoubleVector e = DoubleVector.fromArray(D, residuals, i);
            DoubleVector a = e.abs();
            VectorMask<Double> beyond = a.compare(VectorOperators.GT, c);
            DoubleVector small = a.blend(c, beyond);
            DoubleVector large = DoubleVector.broadcast(D, c).blend(a, beyond);
            DoubleVector q = small.div(large);
            DoubleVector d = q.mul(q).add(1);
            small.mul(0.5).div(d).mul(small).intoArray(values, i);
            DoubleVector derivative = a.blend(q.mul(c).mul(q).mul(q), beyond);
            copySign(derivative.div(d.mul(d)), e).intoArray(derivatives, i);
        }
    }

    static void tukey(double c, double[] residuals, int from, int to, double[] values, double[] derivatives) {
        double outside = c * (1.0 / 6) * c;
        for (int i = from; i < to; i += DOUBLES) {
            DoubleVector e = DoubleVector.fromArray(D, residuals, i);
            DoubleVector a = e.abs();
            VectorMask<Double> beyond = a.compare(VectorOperators.GT, c);
            DoubleVector q = a.div(c);
            DoubleVector u = q.mul(q);
            DoubleVector rest = DoubleVector.broadcast(D, c).sub(a).div(c).mul(q.add(1));
            DoubleVector one = DoubleVector.broadcast(D, 1);
            DoubleVector shape = one.sub(u.mul(one.sub(u.mul(1.0 / 3))));
            a.mul(0.5).mul(shape).mul(a).blend(outside, beyond).intoArray(values, i);
            e.mul(rest).mul(rest).blend(0, beyond).intoArray(derivatives, i);
        }
    }

    /** |magnitude| with the sign of {@code sign}; every magnitude here is positive or NaN. */
    static DoubleVector copySign(DoubleVector magnitude, DoubleVector sign) {
        return magnitude
                .reinterpretAsLongs()
                .or(sign.reinterpretAsLongs().and(Long.MIN_VALUE))
                .reinterpretAsDoubles();
    }
}
