package org.ringloss.simd;

import static org.ringloss.internal.ScalarPenalties.FAR;
import static org.ringloss.simd.Lanes.D;
import static org.ringloss.simd.Lanes.DOUBLES;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.ringloss.internal.PenaltyForm;

/**
 * The penalties made of basic operations and square roots. Each method is the counterpart of the one of that name in {@link
 * org.ringloss.internal.ScalarPenalties}, where the formulas are explained.
 */
final class BoundedPenalties {
    private BoundedPenalties() {}

    static void squared(PenaltyForm f, double[] residuals, int from, int to, double[] values, double[] derivatives) {
        for (int i = from; i < to; i += DOUBLES) {
            DoubleVector e = DoubleVector.fromArray(D, residuals, i);
            e.mul(0.5).mul(e).intoArray(values, i);
            e.intoArray(derivatives, i);
        }
    }

    static void huber(PenaltyForm f, double[] residuals, int from, int to, double[] values, double[] derivatives) {
        double delta = f.c;
        for (int i = from; i < to; i += DOUBLES) {
            DoubleVector e = DoubleVector.fromArray(D, residuals, i);
            DoubleVector a = e.abs();
            DoubleVector inner = a.blend(delta, a.compare(VectorOperators.GT, delta));
            inner.mul(a.sub(inner.mul(0.5))).intoArray(values, i);
            copySign(inner, e).intoArray(derivatives, i);
        }
    }

    static void oneSidedHuber(
            PenaltyForm f, double[] residuals, int from, int to, double[] values, double[] derivatives) {
        double delta = f.c;
        for (int i = from; i < to; i += DOUBLES) {
            DoubleVector e = DoubleVector.fromArray(D, residuals, i);
            VectorMask<Double> beyond = e.compare(VectorOperators.GT, delta);
            DoubleVector linear = e.sub(0.5 * delta).mul(delta);
            e.mul(0.5).mul(e).blend(linear, beyond).intoArray(values, i);
            e.blend(delta, beyond).intoArray(derivatives, i);
        }
    }

    static void gemanMcClure(
            PenaltyForm f, double[] residuals, int from, int to, double[] values, double[] derivatives) {
        for (int i = from; i < to; i += DOUBLES) {
            DoubleVector e = DoubleVector.fromArray(D, residuals, i);
            VectorMask<Double> far = e.abs().compare(VectorOperators.GE, FAR);
            DoubleVector square = e.mul(e);
            DoubleVector d =
                    DoubleVector.broadcast(D, 1).div(square.mul(f.inverse).add(1));
            square.mul(0.5).mul(d).blend(f.factor, far).intoArray(values, i);
            e.mul(d).mul(d).blend(0, far).intoArray(derivatives, i);
        }
    }

    static void pseudoHuber(
            PenaltyForm f, double[] residuals, int from, int to, double[] values, double[] derivatives) {
        double c = f.c;
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

    static void tukey(PenaltyForm f, double[] residuals, int from, int to, double[] values, double[] derivatives) {
        double c = f.c;
        double outside = f.factor * (1.0 / 3);
        for (int i = from; i < to; i += DOUBLES) {
            DoubleVector e = DoubleVector.fromArray(D, residuals, i);
            DoubleVector a = e.abs();
            VectorMask<Double> beyond = a.compare(VectorOperators.GT, c);
            DoubleVector one = DoubleVector.broadcast(D, 1);
            DoubleVector square = e.mul(e);
            DoubleVector y = square.mul(f.inverse);
            DoubleVector rest =
                    DoubleVector.broadcast(D, c).sub(a).mul(a.add(c)).mul(f.inverse);
            DoubleVector shape = one.sub(y.mul(one.sub(y.mul(1.0 / 3))));
            square.mul(0.5).mul(shape).blend(outside, beyond).intoArray(values, i);
            e.mul(rest).mul(rest).blend(0, beyond).intoArray(derivatives, i);
        }
    }

    /** |magnitude| with the sign of {@code sign}; every magnitude here is positive or NaN. */
    private static DoubleVector copySign(DoubleVector magnitude, DoubleVector sign) {
        return magnitude
                .reinterpretAsLongs()
                .or(sign.reinterpretAsLongs().and(Long.MIN_VALUE))
                .reinterpretAsDoubles();
    }
}
