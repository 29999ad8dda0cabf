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
 * Sums of squares of rows in vectors of 512 bits: the 8 lanes of {@link ScalarBackend} are one vector.
 *
 * <p>The method is flat, and calls nothing of ours: the compiler inlines no more than 8000 bytecodes of a method's calls
 * (those of the Vector API beyond that, ours not), and a method that returns a vector and is not inlined puts it on the
 * heap. With a helper around the load this ran 15 times slower.
 */
final class RowSums512 {
    private static final int BLOCK = ScalarBackend.BLOCK;
    private static final VectorShuffle<Double> DOWN_4 = Lanes.down(4);
    private static final VectorShuffle<Double> DOWN_2 = Lanes.down(2);
    private static final VectorShuffle<Double> DOWN_1 = Lanes.down(1);

    private RowSums512() {}

    static void compute(float[] x, int offset, int stride, int rows, int dim, double[] sums) {
        int padded = (dim + DOUBLES - 1) & -DOUBLES;
        for (int row = 0; row < rows; row++) {
            int start = offset + row * stride;
            if (start > x.length - padded) {
                // The last vector would end beyond the array.
                sums[row] = ScalarBackend.sumOfSquares(x, start, dim);
                continue;
            }
            int end = start + dim;
            DoubleVector sum = DoubleVector.zero(D);
            DoubleVector error = DoubleVector.zero(D);
            DoubleVector other;
            DoubleVector next;
            DoubleVector back;
            for (int block = start; block < end; block += BLOCK) {
                DoubleVector a = DoubleVector.zero(D);
                DoubleVector b = a;
                DoubleVector c = a;
                DoubleVector d = a;
                DoubleVector v;
                int i = block;
                for (int stop = Math.min(end - block, BLOCK) - 32 + block; i <= stop; i += 32) {
                    v = (DoubleVector) FloatVector.fromArray(F_HALF, x, i).castShape(D, 0);
                    a = a.add(v.mul(v));
                    v = (DoubleVector) FloatVector.fromArray(F_HALF, x, i + 8).castShape(D, 0);
                    c = c.add(v.mul(v));
                    v = (DoubleVector) FloatVector.fromArray(F_HALF, x, i + 16).castShape(D, 0);
                    b = b.add(v.mul(v));
                    v = (DoubleVector) FloatVector.fromArray(F_HALF, x, i + 24).castShape(D, 0);
                    d = d.add(v.mul(v));
                }
                int rest = end - i;
                if (rest > 0 && i < block + BLOCK) {
                    v = ((DoubleVector) FloatVector.fromArray(F_HALF, x, i).castShape(D, 0))
                            .reinterpretAsLongs()
                            .and(LongVector.fromArray(L, KEEP, Math.max(8 - (rest), 0)))
                            .reinterpretAsDoubles();
                    a = a.add(v.mul(v));
                    if (rest > 8) {
                        v = ((DoubleVector)
                                        FloatVector.fromArray(F_HALF, x, i + 8).castShape(D, 0))
                                .reinterpretAsLongs()
                                .and(LongVector.fromArray(L, KEEP, Math.max(8 - (rest - 8), 0)))
                                .reinterpretAsDoubles();
                        c = c.add(v.mul(v));
                    }
                    if (rest > 16) {
                        v = ((DoubleVector)
                                        FloatVector.fromArray(F_HALF, x, i + 16).castShape(D, 0))
                                .reinterpretAsLongs()
                                .and(LongVector.fromArray(L, KEEP, Math.max(8 - (rest - 16), 0)))
                                .reinterpretAsDoubles();
                        b = b.add(v.mul(v));
                    }
                    if (rest > 24) {
                        v = ((DoubleVector)
                                        FloatVector.fromArray(F_HALF, x, i + 24).castShape(D, 0))
                                .reinterpretAsLongs()
                                .and(LongVector.fromArray(L, KEEP, Math.max(8 - (rest - 24), 0)))
                                .reinterpretAsDoubles();
                        d = d.add(v.mul(v));
                    }
                }
                other = a.add(b).add(c.add(d));
                next = sum.add(other);
                back = next.sub(sum);
                error = error.add(sum.sub(next.sub(back)).add(other.sub(back)));
                sum = next;
            }
            if (dim <= ScalarBackend.SHORT_ROW) {
                sum = sum.add(sum.rearrange(DOWN_4));
                sum = sum.add(sum.rearrange(DOWN_2));
                sums[row] = sum.add(sum.rearrange(DOWN_1)).lane(0);
                continue;
            }
            other = sum.rearrange(DOWN_4);
            next = sum.add(other);
            back = next.sub(sum);
            error = error.add(error.rearrange(DOWN_4))
                    .add(sum.sub(next.sub(back)).add(other.sub(back)));
            sum = next;
            other = sum.rearrange(DOWN_2);
            next = sum.add(other);
            back = next.sub(sum);
            error = error.add(error.rearrange(DOWN_2))
                    .add(sum.sub(next.sub(back)).add(other.sub(back)));
            sum = next;
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
