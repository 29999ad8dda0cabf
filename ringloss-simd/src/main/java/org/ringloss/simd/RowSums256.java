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
 * Sums of squares of rows in vectors of 256 or 128 bits. The 8 lanes of {@link ScalarBackend} are two vectors of 256
 * bits, which one walk over the row fills; of 128 bits they are four, which two walks fill: the first those of lanes 0,
 * 1 and 4, 5, the second those of lanes 2, 3 and 6, 7. Flat for the reason given at {@link RowSums512}.
 */
final class RowSums256 {
    private static final int BLOCK = ScalarBackend.BLOCK;
    private static final VectorShuffle<Double> DOWN_2 = Lanes.down(2);
    private static final VectorShuffle<Double> DOWN_1 = Lanes.down(1);

    private RowSums256() {}

    static void compute(float[] x, int offset, int stride, int rows, int dim, double[] sums) {
        int padded = (dim + 7) & -8;
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
            DoubleVector other;
            DoubleVector next;
            DoubleVector back;
            for (int first = 0; first < 4; first += DOUBLES) {
                DoubleVector sum0 = DoubleVector.zero(D);
                DoubleVector sum1 = sum0;
                DoubleVector error0 = sum0;
                DoubleVector error1 = sum0;
                for (int block = start; block < end; block += BLOCK) {
                    DoubleVector a = DoubleVector.zero(D);
                    DoubleVector b = a;
                    DoubleVector c = a;
                    DoubleVector d = a;
                    DoubleVector a1 = a;
                    DoubleVector b1 = a;
                    DoubleVector c1 = a;
                    DoubleVector d1 = a;
                    DoubleVector v;
                    int i = block + first;
                    for (int stop = Math.min(end - block, BLOCK) - 32 + i; i <= stop; i += 32) {
                        v = (DoubleVector) FloatVector.fromArray(F_HALF, x, i).castShape(D, 0);
                        a = a.add(v.mul(v));
                        v = (DoubleVector)
                                FloatVector.fromArray(F_HALF, x, i + 4).castShape(D, 0);
                        a1 = a1.add(v.mul(v));
                        v = (DoubleVector)
                                FloatVector.fromArray(F_HALF, x, i + 8).castShape(D, 0);
                        c = c.add(v.mul(v));
                        v = (DoubleVector)
                                FloatVector.fromArray(F_HALF, x, i + 12).castShape(D, 0);
                        c1 = c1.add(v.mul(v));
                        v = (DoubleVector)
                                FloatVector.fromArray(F_HALF, x, i + 16).castShape(D, 0);
                        b = b.add(v.mul(v));
                        v = (DoubleVector)
                                FloatVector.fromArray(F_HALF, x, i + 20).castShape(D, 0);
                        b1 = b1.add(v.mul(v));
                        v = (DoubleVector)
                                FloatVector.fromArray(F_HALF, x, i + 24).castShape(D, 0);
                        d = d.add(v.mul(v));
                        v = (DoubleVector)
                                FloatVector.fromArray(F_HALF, x, i + 28).castShape(D, 0);
                        d1 = d1.add(v.mul(v));
                    }
                    int rest = end - i;
                    if (rest > 0 && i < block + BLOCK) {
                        v = ((DoubleVector) FloatVector.fromArray(F_HALF, x, i).castShape(D, 0))
                                .reinterpretAsLongs()
                                .and(LongVector.fromArray(L, KEEP, Math.max(8 - (rest), 0)))
                                .reinterpretAsDoubles();
                        a = a.add(v.mul(v));
                        if (rest > 4) {
                            v = ((DoubleVector) FloatVector.fromArray(F_HALF, x, i + 4)
                                            .castShape(D, 0))
                                    .reinterpretAsLongs()
                                    .and(LongVector.fromArray(L, KEEP, Math.max(8 - (rest - 4), 0)))
                                    .reinterpretAsDoubles();
                            a1 = a1.add(v.mul(v));
                        }
                        if (rest > 8) {
                            v = ((DoubleVector) FloatVector.fromArray(F_HALF, x, i + 8)
                                            .castShape(D, 0))
                                    .reinterpretAsLongs()
                                    .and(LongVector.fromArray(L, KEEP, Math.max(8 - (rest - 8), 0)))
                                    .reinterpretAsDoubles();
                            c = c.add(v.mul(v));
                        }
                        if (rest > 12) {
                            v = ((DoubleVector) FloatVector.fromArray(F_HALF, x, i + 12)
                                            .castShape(D, 0))
                                    .reinterpretAsLongs()
                                    .and(LongVector.fromArray(L, KEEP, Math.max(8 - (rest - 12), 0)))
                                    .reinterpretAsDoubles();
                            c1 = c1.add(v.mul(v));
                        }
                        if (rest > 16) {
                            v = ((DoubleVector) FloatVector.fromArray(F_HALF, x, i + 16)
                                            .castShape(D, 0))
                                    .reinterpretAsLongs()
                                    .and(LongVector.fromArray(L, KEEP, Math.max(8 - (rest - 16), 0)))
                                    .reinterpretAsDoubles();
                            b = b.add(v.mul(v));
                        }
                        if (rest > 20) {
                            v = ((DoubleVector) FloatVector.fromArray(F_HALF, x, i + 20)
                                            .castShape(D, 0))
                                    .reinterpretAsLongs()
                                    .and(LongVector.fromArray(L, KEEP, Math.max(8 - (rest - 20), 0)))
                                    .reinterpretAsDoubles();
                            b1 = b1.add(v.mul(v));
                        }
                        if (rest > 24) {
                            v = ((DoubleVector) FloatVector.fromArray(F_HALF, x, i + 24)
                                            .castShape(D, 0))
                                    .reinterpretAsLongs()
                                    .and(LongVector.fromArray(L, KEEP, Math.max(8 - (rest - 24), 0)))
                                    .reinterpretAsDoubles();
                            d = d.add(v.mul(v));
                        }
                        if (rest > 28) {
                            v = ((DoubleVector) FloatVector.fromArray(F_HALF, x, i + 28)
                                            .castShape(D, 0))
                                    .reinterpretAsLongs()
                                    .and(LongVector.fromArray(L, KEEP, Math.max(8 - (rest - 28), 0)))
                                    .reinterpretAsDoubles();
                            d1 = d1.add(v.mul(v));
                        }
                    }
                    other = a.add(b).add(c.add(d));
                    next = sum0.add(other);
                    back = next.sub(sum0);
                    error0 = error0.add(sum0.sub(next.sub(back)).add(other.sub(back)));
                    sum0 = next;

                    other = a1.add(b1).add(c1.add(d1));
                    next = sum1.add(other);
                    back = next.sub(sum1);
                    error1 = error1.add(sum1.sub(next.sub(back)).add(other.sub(back)));
                    sum1 = next;
                }
                if (dim <= ScalarBackend.SHORT_ROW) {
                    sum = sum.add(sum0.add(sum1));
                    continue;
                }
                next = sum0.add(sum1);
                back = next.sub(sum0);
                error0 = error0.add(error1).add(sum0.sub(next.sub(back)).add(sum1.sub(back)));
                other = next;
                next = sum.add(other);
                back = next.sub(sum);
                error = error.add(error0).add(sum.sub(next.sub(back)).add(other.sub(back)));
                sum = next;
            }
            if (dim <= ScalarBackend.SHORT_ROW) {
                if (DOUBLES == 4) {
                    sum = sum.add(sum.rearrange(DOWN_2));
                }
                sums[row] = sum.add(sum.rearrange(DOWN_1)).lane(0);
                continue;
            }
            if (DOUBLES == 4) {
                other = sum.rearrange(DOWN_2);
                next = sum.add(other);
                back = next.sub(sum);
                error = error.add(error.rearrange(DOWN_2))
                        .add(sum.sub(next.sub(back)).add(other.sub(back)));
                sum = next;
            }
            other = sum.rearrange(DOWN_1);
            next = sum.add(other);
            back = next.sub(sum);
            error = error.add(error.rearrange(DOWN_1))
                    .add(sum.sub(next.sub(back)).add(other.sub(back)));
            sum = next;
            sums[row] = ScalarBackend.withError(sum.lane(0), error.lane(0));
        }
    }
}
