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
import org.ringloss.internal.Scratch;

/**
 * Squares of rows, summed into the 8 lanes that {@link ScalarBackend} sets; {@link LaneFold} folds what is left here. 8
 * lanes are one vector of 512 bits, two of 256 bits, or four of 128 bits: each of these slices of the lanes is a walk of its
 * own over the row or the rows.
 *
 * <p>Loops over a row take 32 elements, one to a lane, and no more: the compilers of all JDKs hoist their bounds checks and
 * unroll them. With a block of 128 elements written out by hand, every load is checked on its own. No vector crosses a
 * call, and none but the accumulators of a loop crosses a branch: it would go to the heap.
 */
final class RowLanes {
    /** Lanes of a row. */
    static final int LANES = 8;

    private static final int BLOCK = ScalarBackend.BLOCK;
    /** Elements that go to the 32 logical lanes in one step. */
    static final int STEP = 32;

    private RowLanes() {}

    /** Sums of whole blocks, {@code stride} apart: 8 lanes each. The compiler writes the inner loop out. */
    static void blocks(float[] x, int start, int stride, int blocks, double[] lanes, int at) {
        for (int first = 0; first < LANES; first += DOUBLES) {
            for (int block = 0; block < blocks; block++) {
                DoubleVector a = DoubleVector.zero(D);
                DoubleVector b = a;
                DoubleVector c = a;
                DoubleVector d = a;
                int from = start + block * stride + first;
                for (int k = 0; k < BLOCK; k += STEP) {
                    int i = from + k;
                    DoubleVector v;
                    v = (DoubleVector) FloatVector.fromArray(F_HALF, x, i).castShape(D, 0);
                    a = FMA ? v.fma(v, a) : a.add(v.mul(v));
                    v = (DoubleVector) FloatVector.fromArray(F_HALF, x, i + 8).castShape(D, 0);
                    c = FMA ? v.fma(v, c) : c.add(v.mul(v));
                    v = (DoubleVector) FloatVector.fromArray(F_HALF, x, i + 16).castShape(D, 0);
                    b = FMA ? v.fma(v, b) : b.add(v.mul(v));
                    v = (DoubleVector) FloatVector.fromArray(F_HALF, x, i + 24).castShape(D, 0);
                    d = FMA ? v.fma(v, d) : d.add(v.mul(v));
                }
                a.add(b).add(c.add(d)).intoArray(lanes, at + block * LANES + first);
            }
        }
    }

    /**
     * Adds terms of each of some rows to the pairs (sum, error) of the rows, or starts the pairs with them. The terms of a row lie
     * in line, {@code apart} from those of the row before; the place of the sums may be theirs. A pair stays in registers until
     * its last term is in. Where to start is a choice of places, not of vectors, none of which may cross a branch.
     */
    static void toPairs(double[] lanes, int term, int apart, int terms, int rows, boolean start, int sums, int errors) {
        for (int row = 0; row < rows; row++) {
            for (int first = 0; first < LANES; first += DOUBLES) {
                int at = term + row * apart + first;
                int pair = row * LANES + first;
                DoubleVector sum = DoubleVector.fromArray(D, lanes, start ? at : sums + pair);
                DoubleVector error = DoubleVector.fromArray(D, lanes, start ? Scratch.ZEROS : errors + pair);
                for (int k = start ? 1 : 0; k < terms; k++) {
                    DoubleVector v = DoubleVector.fromArray(D, lanes, at + k * LANES);
                    DoubleVector next = sum.add(v);
                    DoubleVector back = next.sub(sum);
                    error = error.add(sum.sub(next.sub(back)).add(v.sub(back)));
                    sum = next;
                }
                sum.intoArray(lanes, sums + pair);
                error.intoArray(lanes, errors + pair);
            }
        }
    }

    /** How many elements are read of a row, or part of a row, of {@code dim}: those beyond its end are loaded, not used. */
    static int read(int dim) {
        return dim <= 8 ? 8 : dim <= 16 ? 16 : (dim + STEP - 1) & -STEP;
    }

    /**
     * Sums of rows, or parts of rows, of up to a block, {@code dim} elements each: 8 lanes each. See {@link #read}. The loops for
     * the shortest rows are written here, which makes it too long a method to be inlined.
     */
    static void sums(float[] x, int start, int stride, int rows, int dim, double[] lanes, int at) {
        if (dim > STEP) {
            if (dim % STEP == 0) {
                wholeSteps(x, start, stride, rows, dim, lanes, at);
            } else if (dim < 2 * STEP) {
                twoSteps(x, start, stride, rows, dim, lanes, at);
            } else {
                stepsAndRest(x, start, stride, rows, dim, lanes, at);
            }
            return;
        }
        for (int first = 0; first < LANES; first += DOUBLES) {
            if (dim <= 8) {
                LongVector keep = LongVector.fromArray(L, KEEP, dropped(dim - first));
                for (int row = 0; row < rows; row++) {
                    DoubleVector v = (DoubleVector) FloatVector.fromArray(F_HALF, x, start + row * stride + first)
                            .castShape(D, 0);
                    v = v.reinterpretAsLongs().and(keep).reinterpretAsDoubles();
                    v.mul(v).intoArray(lanes, at + row * LANES + first);
                }
                continue;
            }
            if (dim <= 16) {
                LongVector keep = LongVector.fromArray(L, KEEP, dropped(dim - 8 - first));
                for (int row = 0; row < rows; row++) {
                    int i = start + row * stride + first;
                    DoubleVector a =
                            (DoubleVector) FloatVector.fromArray(F_HALF, x, i).castShape(D, 0);
                    DoubleVector c = (DoubleVector)
                            FloatVector.fromArray(F_HALF, x, i + 8).castShape(D, 0);
                    c = c.reinterpretAsLongs().and(keep).reinterpretAsDoubles();
                    a = a.mul(a);
                    (FMA ? c.fma(c, a) : a.add(c.mul(c))).intoArray(lanes, at + row * LANES + first);
                }
                continue;
            }
            LongVector keepB = LongVector.fromArray(L, KEEP, dropped(dim - 16 - first));
            LongVector keepD = LongVector.fromArray(L, KEEP, dropped(dim - 24 - first));
            for (int row = 0; row < rows; row++) {
                int i = start + row * stride + first;
                DoubleVector a =
                        (DoubleVector) FloatVector.fromArray(F_HALF, x, i).castShape(D, 0);
                DoubleVector c =
                        (DoubleVector) FloatVector.fromArray(F_HALF, x, i + 8).castShape(D, 0);
                DoubleVector b =
                        (DoubleVector) FloatVector.fromArray(F_HALF, x, i + 16).castShape(D, 0);
                DoubleVector d =
                        (DoubleVector) FloatVector.fromArray(F_HALF, x, i + 24).castShape(D, 0);
                b = b.reinterpretAsLongs().and(keepB).reinterpretAsDoubles();
                d = d.reinterpretAsLongs().and(keepD).reinterpretAsDoubles();
                a = a.mul(a);
                c = c.mul(c);
                a = FMA ? b.fma(b, a) : a.add(b.mul(b));
                c = FMA ? d.fma(d, c) : c.add(d.mul(d));
                a.add(c).intoArray(lanes, at + row * LANES + first);
            }
        }
    }

    /** Rows of more than a step and less than two. What to keep of the second is known before the loop over the rows. */
    private static void twoSteps(float[] x, int start, int stride, int rows, int dim, double[] lanes, int at) {
        for (int first = 0; first < LANES; first += DOUBLES) {
            LongVector keepA = LongVector.fromArray(L, KEEP, dropped(dim - STEP - first));
            LongVector keepC = LongVector.fromArray(L, KEEP, dropped(dim - STEP - 8 - first));
            LongVector keepB = LongVector.fromArray(L, KEEP, dropped(dim - STEP - 16 - first));
            LongVector keepD = LongVector.fromArray(L, KEEP, dropped(dim - STEP - 24 - first));
            for (int row = 0; row < rows; row++) {
                int i = start + row * stride + first;
                DoubleVector a =
                        (DoubleVector) FloatVector.fromArray(F_HALF, x, i).castShape(D, 0);
                DoubleVector c =
                        (DoubleVector) FloatVector.fromArray(F_HALF, x, i + 8).castShape(D, 0);
                DoubleVector b =
                        (DoubleVector) FloatVector.fromArray(F_HALF, x, i + 16).castShape(D, 0);
                DoubleVector d =
                        (DoubleVector) FloatVector.fromArray(F_HALF, x, i + 24).castShape(D, 0);
                a = a.mul(a);
                c = c.mul(c);
                b = b.mul(b);
                d = d.mul(d);
                DoubleVector v;
                v = (DoubleVector) FloatVector.fromArray(F_HALF, x, i + 32).castShape(D, 0);
                v = v.reinterpretAsLongs().and(keepA).reinterpretAsDoubles();
                a = FMA ? v.fma(v, a) : a.add(v.mul(v));
                v = (DoubleVector) FloatVector.fromArray(F_HALF, x, i + 40).castShape(D, 0);
                v = v.reinterpretAsLongs().and(keepC).reinterpretAsDoubles();
                c = FMA ? v.fma(v, c) : c.add(v.mul(v));
                v = (DoubleVector) FloatVector.fromArray(F_HALF, x, i + 48).castShape(D, 0);
                v = v.reinterpretAsLongs().and(keepB).reinterpretAsDoubles();
                b = FMA ? v.fma(v, b) : b.add(v.mul(v));
                v = (DoubleVector) FloatVector.fromArray(F_HALF, x, i + 56).castShape(D, 0);
                v = v.reinterpretAsLongs().and(keepD).reinterpretAsDoubles();
                d = FMA ? v.fma(v, d) : d.add(v.mul(v));
                a.add(b).add(c.add(d)).intoArray(lanes, at + row * LANES + first);
            }
        }
    }

    private static void wholeSteps(float[] x, int start, int stride, int rows, int dim, double[] lanes, int at) {
        for (int row = 0; row < rows; row++) {
            for (int first = 0; first < LANES; first += DOUBLES) {
                DoubleVector a = DoubleVector.zero(D);
                DoubleVector b = a;
                DoubleVector c = a;
                DoubleVector d = a;
                int from = start + row * stride + first;
                for (int k = 0; k < dim; k += STEP) {
                    int i = from + k;
                    DoubleVector v;
                    v = (DoubleVector) FloatVector.fromArray(F_HALF, x, i).castShape(D, 0);
                    a = FMA ? v.fma(v, a) : a.add(v.mul(v));
                    v = (DoubleVector) FloatVector.fromArray(F_HALF, x, i + 8).castShape(D, 0);
                    c = FMA ? v.fma(v, c) : c.add(v.mul(v));
                    v = (DoubleVector) FloatVector.fromArray(F_HALF, x, i + 16).castShape(D, 0);
                    b = FMA ? v.fma(v, b) : b.add(v.mul(v));
                    v = (DoubleVector) FloatVector.fromArray(F_HALF, x, i + 24).castShape(D, 0);
                    d = FMA ? v.fma(v, d) : d.add(v.mul(v));
                }
                a.add(b).add(c.add(d)).intoArray(lanes, at + row * LANES + first);
            }
        }
    }

    private static void stepsAndRest(float[] x, int start, int stride, int rows, int dim, double[] lanes, int at) {
        int steps = dim & -STEP;
        int rest = dim - steps;
        for (int row = 0; row < rows; row++) {
            for (int first = 0; first < LANES; first += DOUBLES) {
                DoubleVector a = DoubleVector.zero(D);
                DoubleVector b = a;
                DoubleVector c = a;
                DoubleVector d = a;
                int from = start + row * stride + first;
                DoubleVector v;
                for (int k = 0; k < steps; k += STEP) {
                    int i = from + k;
                    v = (DoubleVector) FloatVector.fromArray(F_HALF, x, i).castShape(D, 0);
                    a = FMA ? v.fma(v, a) : a.add(v.mul(v));
                    v = (DoubleVector) FloatVector.fromArray(F_HALF, x, i + 8).castShape(D, 0);
                    c = FMA ? v.fma(v, c) : c.add(v.mul(v));
                    v = (DoubleVector) FloatVector.fromArray(F_HALF, x, i + 16).castShape(D, 0);
                    b = FMA ? v.fma(v, b) : b.add(v.mul(v));
                    v = (DoubleVector) FloatVector.fromArray(F_HALF, x, i + 24).castShape(D, 0);
                    d = FMA ? v.fma(v, d) : d.add(v.mul(v));
                }
                int i = from + steps;
                int left = rest - first;
                v = (DoubleVector) FloatVector.fromArray(F_HALF, x, i).castShape(D, 0);
                v = v.reinterpretAsLongs()
                        .and(LongVector.fromArray(L, KEEP, dropped(left)))
                        .reinterpretAsDoubles();
                a = FMA ? v.fma(v, a) : a.add(v.mul(v));
                v = (DoubleVector) FloatVector.fromArray(F_HALF, x, i + 8).castShape(D, 0);
                v = v.reinterpretAsLongs()
                        .and(LongVector.fromArray(L, KEEP, dropped(left - 8)))
                        .reinterpretAsDoubles();
                c = FMA ? v.fma(v, c) : c.add(v.mul(v));
                v = (DoubleVector) FloatVector.fromArray(F_HALF, x, i + 16).castShape(D, 0);
                v = v.reinterpretAsLongs()
                        .and(LongVector.fromArray(L, KEEP, dropped(left - 16)))
                        .reinterpretAsDoubles();
                b = FMA ? v.fma(v, b) : b.add(v.mul(v));
                v = (DoubleVector) FloatVector.fromArray(F_HALF, x, i + 24).castShape(D, 0);
                v = v.reinterpretAsLongs()
                        .and(LongVector.fromArray(L, KEEP, dropped(left - 24)))
                        .reinterpretAsDoubles();
                d = FMA ? v.fma(v, d) : d.add(v.mul(v));
                a.add(b).add(c.add(d)).intoArray(lanes, at + row * LANES + first);
            }
        }
    }

    /** Where {@link Lanes#KEEP} keeps {@code count} lanes, all or none beyond 0 and 8. */
    private static int dropped(int count) {
        return 8 - Math.max(0, Math.min(8, count));
    }
}
