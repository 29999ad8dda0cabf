package org.ringloss.simd;

import static org.ringloss.simd.Lanes.D;
import static org.ringloss.simd.Lanes.DOUBLES;
import static org.ringloss.simd.Lanes.FMA;
import static org.ringloss.simd.Lanes.F_HALF;
import static org.ringloss.simd.Lanes.KEEP;
import static org.ringloss.simd.Lanes.L;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.LongVector;
import org.ringloss.internal.ScalarBackend;

/**
 * Squares of rows, summed into the 8 lanes that {@link ScalarBackend} sets; {@link RowNorms} folds what is left here. 8
 * lanes are one vector of 512 bits, two of 256 bits, or four of 128 bits: each of these slices of the lanes is one walk
 * over the block, which is in the first-level cache after the first.
 *
 * <p>The methods are flat, and call nothing of ours that takes or returns a vector: the compiler inlines no more than
 * 8000 bytecodes of calls into a method (calls into the Vector API beyond that, ours not), and a vector that crosses a
 * call that is not inlined goes to the heap.
 */
final class RowLanes {
    /** Lanes of a row. */
    static final int LANES = 8;

    private static final int BLOCK = ScalarBackend.BLOCK;

    private RowLanes() {}

    /** Sums of whole blocks, one after the other or {@code stride} apart: 8 lanes each. */
    static void ofBlocks(float[] x, int start, int stride, int blocks, double[] lanes, int at) {
        for (int block = 0; block < blocks; block++) {
            for (int first = 0; first < LANES; first += DOUBLES) {
                int i = start + block * stride + first;
                DoubleVector v;
                v = (DoubleVector) FloatVector.fromArray(F_HALF, x, i).castShape(D, 0);
                DoubleVector a = v.mul(v);
                v = (DoubleVector) FloatVector.fromArray(F_HALF, x, i + 8).castShape(D, 0);
                DoubleVector c = v.mul(v);
                v = (DoubleVector) FloatVector.fromArray(F_HALF, x, i + 16).castShape(D, 0);
                DoubleVector b = v.mul(v);
                v = (DoubleVector) FloatVector.fromArray(F_HALF, x, i + 24).castShape(D, 0);
                DoubleVector d = v.mul(v);
                v = (DoubleVector) FloatVector.fromArray(F_HALF, x, i + 32).castShape(D, 0);
                a = FMA ? v.fma(v, a) : a.add(v.mul(v));
                v = (DoubleVector) FloatVector.fromArray(F_HALF, x, i + 40).castShape(D, 0);
                c = FMA ? v.fma(v, c) : c.add(v.mul(v));
                v = (DoubleVector) FloatVector.fromArray(F_HALF, x, i + 48).castShape(D, 0);
                b = FMA ? v.fma(v, b) : b.add(v.mul(v));
                v = (DoubleVector) FloatVector.fromArray(F_HALF, x, i + 56).castShape(D, 0);
                d = FMA ? v.fma(v, d) : d.add(v.mul(v));
                v = (DoubleVector) FloatVector.fromArray(F_HALF, x, i + 64).castShape(D, 0);
                a = FMA ? v.fma(v, a) : a.add(v.mul(v));
                v = (DoubleVector) FloatVector.fromArray(F_HALF, x, i + 72).castShape(D, 0);
                c = FMA ? v.fma(v, c) : c.add(v.mul(v));
                v = (DoubleVector) FloatVector.fromArray(F_HALF, x, i + 80).castShape(D, 0);
                b = FMA ? v.fma(v, b) : b.add(v.mul(v));
                v = (DoubleVector) FloatVector.fromArray(F_HALF, x, i + 88).castShape(D, 0);
                d = FMA ? v.fma(v, d) : d.add(v.mul(v));
                v = (DoubleVector) FloatVector.fromArray(F_HALF, x, i + 96).castShape(D, 0);
                a = FMA ? v.fma(v, a) : a.add(v.mul(v));
                v = (DoubleVector) FloatVector.fromArray(F_HALF, x, i + 104).castShape(D, 0);
                c = FMA ? v.fma(v, c) : c.add(v.mul(v));
                v = (DoubleVector) FloatVector.fromArray(F_HALF, x, i + 112).castShape(D, 0);
                b = FMA ? v.fma(v, b) : b.add(v.mul(v));
                v = (DoubleVector) FloatVector.fromArray(F_HALF, x, i + 120).castShape(D, 0);
                d = FMA ? v.fma(v, d) : d.add(v.mul(v));
                a.add(b).add(c.add(d)).intoArray(lanes, at + block * LANES + first);
            }
        }
    }

    /** Sums of parts of blocks, {@code length} elements each: 8 lanes each. */
    static void ofParts(float[] x, int start, int stride, int parts, int length, double[] lanes, int at) {
        for (int part = 0; part < parts; part++) {
            for (int first = 0; first < LANES; first += DOUBLES) {
                int i = start + part * stride + first;
                DoubleVector a = DoubleVector.zero(D);
                DoubleVector b = a;
                DoubleVector c = a;
                DoubleVector d = a;
                DoubleVector v;
                if ((length & 64) != 0) {
                    v = (DoubleVector) FloatVector.fromArray(F_HALF, x, i).castShape(D, 0);
                    a = FMA ? v.fma(v, a) : a.add(v.mul(v));
                    v = (DoubleVector) FloatVector.fromArray(F_HALF, x, i + 8).castShape(D, 0);
                    c = FMA ? v.fma(v, c) : c.add(v.mul(v));
                    v = (DoubleVector) FloatVector.fromArray(F_HALF, x, i + 16).castShape(D, 0);
                    b = FMA ? v.fma(v, b) : b.add(v.mul(v));
                    v = (DoubleVector) FloatVector.fromArray(F_HALF, x, i + 24).castShape(D, 0);
                    d = FMA ? v.fma(v, d) : d.add(v.mul(v));
                    v = (DoubleVector) FloatVector.fromArray(F_HALF, x, i + 32).castShape(D, 0);
                    a = FMA ? v.fma(v, a) : a.add(v.mul(v));
                    v = (DoubleVector) FloatVector.fromArray(F_HALF, x, i + 40).castShape(D, 0);
                    c = FMA ? v.fma(v, c) : c.add(v.mul(v));
                    v = (DoubleVector) FloatVector.fromArray(F_HALF, x, i + 48).castShape(D, 0);
                    b = FMA ? v.fma(v, b) : b.add(v.mul(v));
                    v = (DoubleVector) FloatVector.fromArray(F_HALF, x, i + 56).castShape(D, 0);
                    d = FMA ? v.fma(v, d) : d.add(v.mul(v));
                    i += 64;
                }
                if ((length & 32) != 0) {
                    v = (DoubleVector) FloatVector.fromArray(F_HALF, x, i).castShape(D, 0);
                    a = FMA ? v.fma(v, a) : a.add(v.mul(v));
                    v = (DoubleVector) FloatVector.fromArray(F_HALF, x, i + 8).castShape(D, 0);
                    c = FMA ? v.fma(v, c) : c.add(v.mul(v));
                    v = (DoubleVector) FloatVector.fromArray(F_HALF, x, i + 16).castShape(D, 0);
                    b = FMA ? v.fma(v, b) : b.add(v.mul(v));
                    v = (DoubleVector) FloatVector.fromArray(F_HALF, x, i + 24).castShape(D, 0);
                    d = FMA ? v.fma(v, d) : d.add(v.mul(v));
                    i += 32;
                }
                int rest = (length & 31) - first;
                if (rest > 0) {
                    v = (DoubleVector) FloatVector.fromArray(F_HALF, x, i).castShape(D, 0);
                    if (rest < DOUBLES) {
                        v = v.reinterpretAsLongs()
                                .and(LongVector.fromArray(L, KEEP, 8 - rest))
                                .reinterpretAsDoubles();
                    }
                    a = FMA ? v.fma(v, a) : a.add(v.mul(v));
                }
                if (rest > 8) {
                    v = (DoubleVector) FloatVector.fromArray(F_HALF, x, i + 8).castShape(D, 0);
                    if (rest < 8 + DOUBLES) {
                        v = v.reinterpretAsLongs()
                                .and(LongVector.fromArray(L, KEEP, 16 - rest))
                                .reinterpretAsDoubles();
                    }
                    c = FMA ? v.fma(v, c) : c.add(v.mul(v));
                }
                if (rest > 16) {
                    v = (DoubleVector) FloatVector.fromArray(F_HALF, x, i + 16).castShape(D, 0);
                    if (rest < 16 + DOUBLES) {
                        v = v.reinterpretAsLongs()
                                .and(LongVector.fromArray(L, KEEP, 24 - rest))
                                .reinterpretAsDoubles();
                    }
                    b = FMA ? v.fma(v, b) : b.add(v.mul(v));
                }
                if (rest > 24) {
                    v = (DoubleVector) FloatVector.fromArray(F_HALF, x, i + 24).castShape(D, 0);
                    if (rest < 24 + DOUBLES) {
                        v = v.reinterpretAsLongs()
                                .and(LongVector.fromArray(L, KEEP, 32 - rest))
                                .reinterpretAsDoubles();
                    }
                    d = FMA ? v.fma(v, d) : d.add(v.mul(v));
                }
                a.add(b).add(c.add(d)).intoArray(lanes, at + part * LANES + first);
            }
        }
    }
}
