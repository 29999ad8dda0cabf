package org.ringloss.simd;

import static org.ringloss.simd.Lanes.D;
import static org.ringloss.simd.Lanes.DOUBLES;
import static org.ringloss.simd.Lanes.F_HALF;
import static org.ringloss.simd.Lanes.KEEP;
import static org.ringloss.simd.Lanes.L;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorShuffle;
import org.ringloss.internal.ScalarBackend;

/**
 * Sums of squares of rows, in the order that {@link ScalarBackend} sets. Its 8 lanes are one vector of 512 bits; of 256
 * bits they are two, lanes 0 to 3 and 4 to 7; of 128 bits they are four. Each of these slices of the lanes is one walk
 * over the row, which is in the first-level cache after the first.
 *
 * <p>The method is flat, and calls nothing of ours in its loops: the compiler inlines no more than 8000 bytecodes of
 * calls into a method (calls into the Vector API beyond that, ours not), and a method that returns a vector and is not
 * inlined puts it on the heap. With a helper around the load this ran 15 times slower.
 */
final class RowSums {
    private static final int BLOCK = ScalarBackend.BLOCK;
    private static final int SLICES = 8 / DOUBLES;
    private static final VectorShuffle<Double> DOWN_4 = Lanes.down(4);
    private static final VectorShuffle<Double> DOWN_2 = Lanes.down(2);

    private RowSums() {}

    static void compute(float[] x, int offset, int stride, int rows, int dim, double[] sums) {
        int padded = (dim + 7) & -8;
        boolean exact = dim > ScalarBackend.SHORT_ROW;
        for (int row = 0; row < rows; row++) {
            int start = offset + row * stride;
            if (start > x.length - padded) {
                // The last vector would end beyond the array.
                sums[row] = ScalarBackend.sumOfSquares(x, start, dim);
                continue;
            }
            int end = start + dim;
            DoubleVector sum = DoubleVector.zero(D);
            DoubleVector error = sum;
            DoubleVector pair = sum;
            DoubleVector pairError = sum;
            for (int slice = 0; slice < SLICES; slice++) {
                // The fold adds lane l to lane l + 4: slices come in that order.
                int first = SLICES == 1 ? 0 : (slice & 1) * 4 + (slice >> 1) * DOUBLES;
                DoubleVector lanes = DoubleVector.zero(D);
                DoubleVector lanesError = lanes;
                for (int block = start + first; block < end; block += BLOCK) {
                    DoubleVector a = DoubleVector.zero(D);
                    DoubleVector b = a;
                    DoubleVector c = a;
                    DoubleVector d = a;
                    DoubleVector v;
                    int i = block;
                    for (int stop = Math.min(end - block + first, BLOCK) - 32 + block; i <= stop; i += 32) {
                        v = (DoubleVector) FloatVector.fromArray(F_HALF, x, i).castShape(D, 0);
                        a = a.add(v.mul(v));
                        v = (DoubleVector)
                                FloatVector.fromArray(F_HALF, x, i + 8).castShape(D, 0);
                        c = c.add(v.mul(v));
                        v = (DoubleVector)
                                FloatVector.fromArray(F_HALF, x, i + 16).castShape(D, 0);
                        b = b.add(v.mul(v));
                        v = (DoubleVector)
                                FloatVector.fromArray(F_HALF, x, i + 24).castShape(D, 0);
                        d = d.add(v.mul(v));
                    }
                    int rest = end - i;
                    if (rest > 0 && i < block + BLOCK) {
                        v = (DoubleVector) FloatVector.fromArray(F_HALF, x, i).castShape(D, 0);
                        v = v.reinterpretAsLongs()
                                .and(LongVector.fromArray(L, KEEP, Math.max(8 - rest, 0)))
                                .reinterpretAsDoubles();
                        a = a.add(v.mul(v));
                        if (rest > 8) {
                            v = (DoubleVector)
                                    FloatVector.fromArray(F_HALF, x, i + 8).castShape(D, 0);
                            v = v.reinterpretAsLongs()
                                    .and(LongVector.fromArray(L, KEEP, Math.max(8 - (rest - 8), 0)))
                                    .reinterpretAsDoubles();
                            c = c.add(v.mul(v));
                        }
                        if (rest > 16) {
                            v = (DoubleVector)
                                    FloatVector.fromArray(F_HALF, x, i + 16).castShape(D, 0);
                            v = v.reinterpretAsLongs()
                                    .and(LongVector.fromArray(L, KEEP, Math.max(8 - (rest - 16), 0)))
                                    .reinterpretAsDoubles();
                            b = b.add(v.mul(v));
                        }
                        if (rest > 24) {
                            v = (DoubleVector)
                                    FloatVector.fromArray(F_HALF, x, i + 24).castShape(D, 0);
                            v = v.reinterpretAsLongs()
                                    .and(LongVector.fromArray(L, KEEP, Math.max(8 - (rest - 24), 0)))
                                    .reinterpretAsDoubles();
                            d = d.add(v.mul(v));
                        }
                    }
                    DoubleVector term = a.add(b).add(c.add(d));
                    DoubleVector next = lanes.add(term);
                    if (exact) {
                        DoubleVector back = next.sub(lanes);
                        lanesError = lanesError.add(lanes.sub(next.sub(back)).add(term.sub(back)));
                    }
                    lanes = next;
                }
                if (SLICES == 1) {
                    sum = lanes;
                    error = lanesError;
                } else if ((slice & 1) == 0) {
                    pair = lanes;
                    pairError = lanesError;
                } else {
                    DoubleVector next = pair.add(lanes);
                    if (exact) {
                        DoubleVector back = next.sub(pair);
                        pairError = pairError
                                .add(lanesError)
                                .add(pair.sub(next.sub(back)).add(lanes.sub(back)));
                    }
                    DoubleVector both = sum.add(next);
                    if (exact) {
                        DoubleVector back = both.sub(sum);
                        error = error.add(pairError).add(sum.sub(both.sub(back)).add(next.sub(back)));
                    }
                    sum = both;
                }
            }
            if (SLICES == 1) {
                DoubleVector other = sum.rearrange(DOWN_4);
                DoubleVector next = sum.add(other);
                if (exact) {
                    DoubleVector back = next.sub(sum);
                    error = error.add(error.rearrange(DOWN_4))
                            .add(sum.sub(next.sub(back)).add(other.sub(back)));
                }
                sum = next;
            }
            if (SLICES <= 2) {
                DoubleVector other = sum.rearrange(DOWN_2);
                DoubleVector next = sum.add(other);
                if (exact) {
                    DoubleVector back = next.sub(sum);
                    error = error.add(error.rearrange(DOWN_2))
                            .add(sum.sub(next.sub(back)).add(other.sub(back)));
                }
                sum = next;
            }
            // The last fold in scalar code: vectors of two doubles have no compiled shuffles on x86.
            double sum0 = sum.lane(0);
            double sum1 = sum.lane(1);
            sums[row] = exact ? ScalarBackend.foldPair(sum0, error.lane(0), sum1, error.lane(1)) : sum0 + sum1;
        }
    }
}
