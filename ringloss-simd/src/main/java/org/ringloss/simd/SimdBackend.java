// SPDX-License-Identifier: Apache-2.0
package org.ringloss.simd;

import static org.ringloss.simd.Lanes.D;
import static org.ringloss.simd.Lanes.DOUBLES;
import static org.ringloss.simd.Lanes.L;
import static org.ringloss.simd.Lanes.LAST;
import static org.ringloss.simd.Lanes.REDUCED;
import static org.ringloss.simd.Lanes.THIRD;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import org.ringloss.internal.Backend;
import org.ringloss.internal.ExactSum;
import org.ringloss.internal.PenaltyForm;
import org.ringloss.internal.ScalarBackend;
import org.ringloss.internal.Scratch;

/** The kernels in vectors of {@link Lanes#BITS} bits; the same bits as {@link ScalarBackend}. */
final class SimdBackend implements Backend {
    /**
     * C2 on x86 has no masks of two lanes (it wants four bytes of booleans): compare and blend of two doubles would run
     * in the Vector API's Java code, slower than scalar code. What there is one of per row stays scalar then.
     */
    private static final boolean COMPILED_MASKS = DOUBLES > 2;

    /** Up to so many rows, what there is one of per row is done one by one: no wait for memory between lanes and scalars. */
    static final int FEW_ROWS = 2;

    /** Sums of fewer values are faster one by one. */
    private static final int FEW = 3;

    private static final long MIN_NORMAL = Double.doubleToRawLongBits(Float.MIN_NORMAL);
    private static final long MAX_VALUE = Double.doubleToRawLongBits(Float.MAX_VALUE);

    private static final ScalarBackend SCALAR = new ScalarBackend();

    @Override
    public String name() {
        return "simd";
    }

    @Override
    public int vectorBits() {
        return Lanes.BITS;
    }

    @Override
    public boolean readsSegments() {
        return OffHeap.isAvailable();
    }

    @Override
    public void norms(Object x, int offset, int stride, int rows, int dim, double[] norms, int at, Scratch scratch) {
        boolean inRange = x instanceof float[] array
                ? RowSums.of(array, offset, stride, rows, dim, norms, at, scratch)
                : OffHeap.sums(x, offset, stride, rows, dim, norms, at, scratch);
        if (!inRange) {
            rareRows(x, offset, stride, rows, dim, norms, at);
        }
        roots(norms, at, rows);
    }

    private static void rareRows(Object x, int offset, int stride, int rows, int dim, double[] sums, int at) {
        for (int i = 0; i < rows; i++) {
            if (!ScalarBackend.isInRange(sums[at + i])) {
                int start = offset + i * stride;
                sums[at + i] = x instanceof float[] array
                        ? RowSums.inDouble(array, start, dim)
                        : OffHeap.inDouble(x, start, dim);
            }
        }
    }

    private static void roots(double[] values, int at, int rows) {
        if (rows <= FEW_ROWS) {
            for (int i = at; i < at + rows; i++) {
                values[i] = Math.sqrt(values[i]);
            }
            return;
        }
        for (int i = at; i < at + rows; i += DOUBLES) {
            DoubleVector.fromArray(D, values, i).sqrt().intoArray(values, i);
        }
    }

    @Override
    public void residuals(double[] norms, double radius, int from, int to, double[] residuals) {
        if (to - from <= FEW_ROWS) {
            SCALAR.residuals(norms, radius, from, to, residuals);
            return;
        }
        DoubleVector r = DoubleVector.broadcast(D, radius);
        for (int i = from; i < to; i += DOUBLES) {
            DoubleVector.fromArray(D, norms, i).sub(r).intoArray(residuals, i);
        }
    }

    @Override
    public void penalty(
            PenaltyForm penalty,
            double[] residuals,
            int from,
            int to,
            double[] values,
            double[] derivatives,
            Scratch scratch) {
        SimdPenalties.evaluate(penalty, residuals, from, to, values, derivatives);
    }

    @Override
    public boolean coefficients(
            double factor,
            double[] derivatives,
            double[] norms,
            int from,
            int to,
            float[] coefficients,
            Scratch scratch) {
        if (!COMPILED_MASKS || to - from <= FEW_ROWS) {
            return SCALAR.coefficients(factor, derivatives, norms, from, to, coefficients, scratch);
        }
        double[] quotients = scratch.doubles;
        DoubleVector factors = DoubleVector.broadcast(D, factor);
        DoubleVector zero = DoubleVector.zero(D);
        LongVector magnitude = LongVector.broadcast(L, Long.MAX_VALUE);
        LongVector least = LongVector.broadcast(L, MIN_NORMAL);
        LongVector largest = LongVector.broadcast(L, MAX_VALUE);
        LongVector nothing = LongVector.zero(L);
        LongVector unfit = nothing;
        for (int i = from; i < to; i += DOUBLES) {
            DoubleVector norm = DoubleVector.fromArray(D, norms, i);
            DoubleVector quotient =
                    DoubleVector.fromArray(D, derivatives, i).mul(factors).div(norm);
            DoubleVector coefficient = quotient.blend(zero, norm.compare(VectorOperators.EQ, zero));
            coefficient.intoArray(quotients, i);
            // Negative if the magnitude is above 0 and below the normal floats, or above them: as integers, since masks
            // are what JDK 17 keeps on the heap first.
            LongVector bits = coefficient.reinterpretAsLongs().and(magnitude);
            LongVector small = bits.sub(least).and(nothing.sub(bits));
            unfit = unfit.or(small).or(largest.sub(bits));
        }
        boolean fit = unfit.reduceLanes(VectorOperators.OR) >= 0;
        // Not by vectors, which would be half as wide as those that scale: see docs/c2.md.
        for (int i = from; i < to; i++) {
            coefficients[i] = (float) quotients[i];
        }
        return fit;
    }

    @Override
    public void scale(
            Object x,
            int offset,
            int stride,
            float[] coefficients,
            int at,
            int rows,
            int dim,
            Object gradient,
            int gradientOffset,
            int gradientStride,
            boolean add) {
        if (x instanceof float[] from && gradient instanceof float[] into) {
            RowScaling.scale(
                    from, offset, stride, coefficients, at, rows, dim, into, gradientOffset, gradientStride, add);
        } else {
            OffHeap.scale(
                    x, offset, stride, coefficients, at, rows, dim, gradient, gradientOffset, gradientStride, add);
        }
    }

    @Override
    public void sum(double[] values, int count, ExactSum sum) {
        if (count < FEW || !ExactSums.sum(values, count, sum)) {
            SCALAR.sum(values, count, sum);
        }
    }

    @Override
    public void sumNorms(double[] norms, int count, double min, double max, ExactSum sum, ExactSum squares) {
        if (count < FEW || !ExactSums.sumNorms(norms, count, min, max, sum, squares)) {
            SCALAR.sumNorms(norms, count, min, max, sum, squares);
        }
    }

    // Norms are not negative: they, the infinity and NaN compare like their bits, which takes one instruction.

    @Override
    public double min(double[] norms, int count) {
        if (count < DOUBLES) {
            return SCALAR.min(norms, count);
        }
        int last = count - DOUBLES;
        LongVector min = DoubleVector.fromArray(D, norms, last).reinterpretAsLongs();
        for (int i = 0; i < last; i += DOUBLES) {
            min = min.min(DoubleVector.fromArray(D, norms, i).reinterpretAsLongs());
        }
        long bits = REDUCED
                ? min.reduceLanes(VectorOperators.MIN)
                : Math.min(Math.min(min.lane(0), min.lane(1)), Math.min(min.lane(THIRD), min.lane(LAST)));
        return Double.longBitsToDouble(bits);
    }

    @Override
    public double max(double[] norms, int count) {
        if (count < DOUBLES) {
            return SCALAR.max(norms, count);
        }
        int last = count - DOUBLES;
        LongVector max = DoubleVector.fromArray(D, norms, last).reinterpretAsLongs();
        for (int i = 0; i < last; i += DOUBLES) {
            max = max.max(DoubleVector.fromArray(D, norms, i).reinterpretAsLongs());
        }
        long bits = REDUCED
                ? max.reduceLanes(VectorOperators.MAX)
                : Math.max(Math.max(max.lane(0), max.lane(1)), Math.max(max.lane(THIRD), max.lane(LAST)));
        return Double.longBitsToDouble(bits);
    }
}
