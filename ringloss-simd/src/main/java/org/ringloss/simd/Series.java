// SPDX-License-Identifier: Apache-2.0
package org.ringloss.simd;

import static org.ringloss.internal.Elementary.*;
import static org.ringloss.simd.Lanes.D;
import static org.ringloss.simd.Lanes.DOUBLES;
import static org.ringloss.simd.Lanes.L;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import org.ringloss.internal.Elementary;

/**
 * exp and log in lanes, over arrays and in place: the counterpart of {@link Elementary}.
 *
 * <p>C2 inlines methods of ours up to a budget of nodes, which some 45 operations of the Vector API use up; a method beyond
 * it is called, with its vectors on the heap. So the loops here, and those of the penalties that use them, call nothing but
 * the Vector API. That has a budget, too, about twice as large: longer loops are cut in two.
 */
final class Series {
    private Series() {}

    /** x = k ln 2 + r: {@code x} becomes expm1(r), {@code multiples} have the integer k in their low bits. */
    static void expm1(double[] x, double[] multiples, int from, int to) {
        for (int i = from; i < to; i += DOUBLES) {
            DoubleVector all = DoubleVector.fromArray(D, x, i);
            DoubleVector rounded = all.mul(LOG2_E).add(ROUND);
            rounded.intoArray(multiples, i);
            DoubleVector k = rounded.sub(ROUND);
            DoubleVector r = all.sub(k.mul(LN2_HEAD)).sub(k.mul(LN2_TAIL));
            DoubleVector p = r.mul(E11).add(E10);
            p = p.mul(r).add(E9);
            p = p.mul(r).add(E8);
            p = p.mul(r).add(E7);
            p = p.mul(r).add(E6);
            p = p.mul(r).add(E5);
            p = p.mul(r).add(E4);
            p = p.mul(r).add(E3);
            p = p.mul(r).add(E2);
            r.mul(r).mul(p).add(r).intoArray(x, i);
        }
    }

    /** log1p(u) for u from 0 to 2^1000. */
    static void log1p(double[] values, int from, int to) {
        for (int i = from; i < to; i += DOUBLES) {
            DoubleVector u = DoubleVector.fromArray(D, values, i);
            DoubleVector one = DoubleVector.broadcast(D, 1);
            DoubleVector t = u.add(1);
            DoubleVector back = t.sub(1);
            DoubleVector lost = one.sub(t.sub(back)).add(u.sub(back));
            LongVector shifted = t.reinterpretAsLongs().add(ONE_BITS - SQRT_HALF_BITS);
            DoubleVector mantissa =
                    shifted.and(MANTISSA_MASK).add(SQRT_HALF_BITS).reinterpretAsDoubles();
            // 2^-k and k of t = mantissa * 2^k
            DoubleVector inversePower = LongVector.broadcast(L, 2046L << 52)
                    .sub(shifted.and(~MANTISSA_MASK))
                    .reinterpretAsDoubles();
            DoubleVector k = shifted.lanewise(VectorOperators.LSHR, 52)
                    .add(ROUND_BITS - 1023)
                    .reinterpretAsDoubles()
                    .sub(ROUND);
            DoubleVector f = mantissa.sub(1).add(lost.mul(inversePower));
            DoubleVector s = f.div(f.add(2));
            DoubleVector z = s.mul(s);
            DoubleVector p = z.mul(L9).add(L8);
            p = p.mul(z).add(L7);
            p = p.mul(z).add(L6);
            p = p.mul(z).add(L5);
            p = p.mul(z).add(L4);
            p = p.mul(z).add(L3);
            p = p.mul(z).add(L2);
            p = p.mul(z).add(L1);
            DoubleVector inner = s.mul(f.sub(p.mul(z))).sub(k.mul(LN2_TAIL));
            k.mul(LN2_HEAD).add(f.sub(inner)).intoArray(values, i);
        }
    }
}
