package org.ringloss.simd;

import static org.ringloss.simd.Lanes.D;
import static org.ringloss.simd.Lanes.DOUBLES;
import static org.ringloss.simd.Lanes.L;
import static org.ringloss.simd.Lanes.down1;
import static org.ringloss.simd.Lanes.down2;
import static org.ringloss.simd.Lanes.down4;
import static org.ringloss.simd.Lanes.load;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import org.ringloss.internal.ScalarBackend;

/**
 * Sums of squares of rows, in the order that {@link ScalarBackend} sets: its 8 lanes are one vector of 512 bits, two
 * of 256 (lanes 0 to 3 and 4 to 7) or four of 128.
 */
final class RowNorms {
    private static final int BLOCK = 128;
    private static final int LANES = 8;

    /** A load at index 8 - n keeps the first n lanes and clears the others. */
    private static final long[] KEEP = {-1, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0, 0, 0, 0, 0};

    private RowNorms() {}

    static void compute(float[] x, int offset, int stride, int rows, int dim, double[] norms) {
        if (dim <= ScalarBackend.SHORT_ROW) {
            for (int i = 0; i < rows; i++) {
                norms[i] = shortSum(x, offset + i * stride, dim);
            }
        } else {
            for (int i = 0; i < rows; i++) {
                norms[i] = longSum(x, offset + i * stride, dim);
            }
        }
        for (int i = 0; i < rows; i += DOUBLES) {
            DoubleVector.fromArray(D, norms, i).sqrt().intoArray(norms, i);
        }
    }

    private static double shortSum(float[] x, int start, int dim) {
        DoubleVector v = part(x, start, dim);
        if (DOUBLES == 8) {
            v = v.add(down4(v));
            v = v.add(down2(v));
        } else if (DOUBLES == 4) {
            v = v.add(part(x, start + 4, dim - 4));
            v = v.add(down2(v));
        } else {
            v = v.add(part(x, start + 4, dim - 4));
            v = v.add(part(x, start + 2, dim - 2).add(part(x, start + 6, dim - 6)));
        }
        return v.add(down1(v)).lane(0);
    }

    private static double longSum(float[] x, int start, int dim) {
        return switch (DOUBLES) {
            case 8 -> longSum8(x, start, dim);
            case 4 -> longSum4(x, start, dim);
            default -> longSum2(x, start, dim);
        };
    }

    private static double longSum8(float[] x, int start, int dim) {
        DoubleVector sum = DoubleVector.zero(D);
        DoubleVector error = DoubleVector.zero(D);
        int block = 0;
        for (; block + BLOCK <= dim; block += BLOCK) {
            DoubleVector term = block(x, start + block);
            DoubleVector next = sum.add(term);
            error = error.add(lost(sum, term, next));
            sum = next;
        }
        if (block < dim) {
            DoubleVector term = part(x, start + block, dim - block);
            DoubleVector next = sum.add(term);
            error = error.add(lost(sum, term, next));
            sum = next;
        }
        DoubleVector other = down4(sum);
        DoubleVector next = sum.add(other);
        error = error.add(down4(error)).add(lost(sum, other, next));
        sum = next;

        other = down2(sum);
        next = sum.add(other);
        error = error.add(down2(error)).add(lost(sum, other, next));
        return last(next, error);
    }

    private static double longSum4(float[] x, int start, int dim) {
        DoubleVector sum0 = DoubleVector.zero(D);
        DoubleVector sum1 = DoubleVector.zero(D);
        DoubleVector error0 = DoubleVector.zero(D);
        DoubleVector error1 = DoubleVector.zero(D);
        for (int block = 0; block < dim; block += BLOCK) {
            boolean full = block + BLOCK <= dim;
            DoubleVector term = full ? block(x, start + block) : part(x, start + block, dim - block);
            DoubleVector next = sum0.add(term);
            error0 = error0.add(lost(sum0, term, next));
            sum0 = next;

            term = full ? block(x, start + block + 4) : part(x, start + block + 4, dim - block - 4);
            next = sum1.add(term);
            error1 = error1.add(lost(sum1, term, next));
            sum1 = next;
        }
        DoubleVector sum = sum0.add(sum1);
        DoubleVector error = error0.add(error1).add(lost(sum0, sum1, sum));

        DoubleVector other = down2(sum);
        DoubleVector next = sum.add(other);
        error = error.add(down2(error)).add(lost(sum, other, next));
        return last(next, error);
    }

    private static double longSum2(float[] x, int start, int dim) {
        DoubleVector sum0 = DoubleVector.zero(D);
        DoubleVector error0 = DoubleVector.zero(D);
        DoubleVector sum1 = DoubleVector.zero(D);
        DoubleVector error1 = DoubleVector.zero(D);
        DoubleVector sum2 = DoubleVector.zero(D);
        DoubleVector error2 = DoubleVector.zero(D);
        DoubleVector sum3 = DoubleVector.zero(D);
        DoubleVector error3 = DoubleVector.zero(D);
        for (int block = 0; block < dim; block += BLOCK) {
            int i = start + block;
            int length = dim - block;
            boolean full = length >= BLOCK;
            DoubleVector term = full ? block(x, i) : part(x, i, length);
            DoubleVector next = sum0.add(term);
            error0 = error0.add(lost(sum0, term, next));
            sum0 = next;

            term = full ? block(x, i + 2) : part(x, i + 2, length - 2);
            next = sum1.add(term);
            error1 = error1.add(lost(sum1, term, next));
            sum1 = next;

            term = full ? block(x, i + 4) : part(x, i + 4, length - 4);
            next = sum2.add(term);
            error2 = error2.add(lost(sum2, term, next));
            sum2 = next;

            term = full ? block(x, i + 6) : part(x, i + 6, length - 6);
            next = sum3.add(term);
            error3 = error3.add(lost(sum3, term, next));
            sum3 = next;
        }
        DoubleVector even = sum0.add(sum2);
        error0 = error0.add(error2).add(lost(sum0, sum2, even));
        DoubleVector odd = sum1.add(sum3);
        error1 = error1.add(error3).add(lost(sum1, sum3, odd));
        DoubleVector sum = even.add(odd);
        return last(sum, error0.add(error1).add(lost(even, odd, sum)));
    }

    /** Folds lanes 0 and 1 and adds the error in. An infinite sum has a NaN error: it stays infinite. */
    private static double last(DoubleVector sum, DoubleVector error) {
        DoubleVector other = down1(sum);
        DoubleVector next = sum.add(other);
        double top = next.lane(0);
        double low = error.add(down1(error)).add(lost(sum, other, next)).lane(0);
        double total = top + low;
        return Double.isNaN(total) ? top : total;
    }

    /** What {@code a + b = sum} lost (Knuth), exactly. */
    private static DoubleVector lost(DoubleVector a, DoubleVector b, DoubleVector sum) {
        DoubleVector back = sum.sub(a);
        return a.sub(sum.sub(back)).add(b.sub(back));
    }

    /** Some of the 8 lanes of a full block: those that begin at {@code i}. */
    private static DoubleVector block(float[] x, int i) {
        DoubleVector a = chain(x, i);
        DoubleVector b = chain(x, i + 16);
        DoubleVector c = chain(x, i + 8);
        DoubleVector d = chain(x, i + 24);
        return a.add(b).add(c.add(d));
    }

    private static DoubleVector chain(float[] x, int i) {
        DoubleVector v0 = load(x, i);
        DoubleVector v1 = load(x, i + 32);
        DoubleVector v2 = load(x, i + 64);
        DoubleVector v3 = load(x, i + 96);
        return v0.mul(v0).add(v1.mul(v1)).add(v2.mul(v2)).add(v3.mul(v3));
    }

    /** The same lanes of a block that ends {@code length} elements from {@code i} on. Adding 0 changes no square. */
    private static DoubleVector part(float[] x, int i, int length) {
        DoubleVector a = DoubleVector.zero(D);
        DoubleVector b = DoubleVector.zero(D);
        DoubleVector c = DoubleVector.zero(D);
        DoubleVector d = DoubleVector.zero(D);
        int j = 0;
        for (; j + 3 * LANES + DOUBLES <= length; j += 4 * LANES) {
            DoubleVector va = load(x, i + j);
            DoubleVector vc = load(x, i + j + 8);
            DoubleVector vb = load(x, i + j + 16);
            DoubleVector vd = load(x, i + j + 24);
            a = a.add(va.mul(va));
            b = b.add(vb.mul(vb));
            c = c.add(vc.mul(vc));
            d = d.add(vd.mul(vd));
        }
        int rest = length - j;
        if (rest > 0) {
            a = a.add(squares(x, i + j, rest));
        }
        if (rest > 8) {
            c = c.add(squares(x, i + j + 8, rest - 8));
        }
        if (rest > 16) {
            b = b.add(squares(x, i + j + 16, rest - 16));
        }
        if (rest > 24) {
            d = d.add(squares(x, i + j + 24, rest - 24));
        }
        return a.add(b).add(c.add(d));
    }

    /** Squares of the next elements, as many as there are up to a vector; zeros in the other lanes. */
    private static DoubleVector squares(float[] x, int i, int available) {
        if (available >= DOUBLES) {
            DoubleVector v = load(x, i);
            return v.mul(v);
        }
        if (i + DOUBLES <= x.length) {
            // Reads past the row but inside the array, and clears what is not the row's.
            LongVector keep = LongVector.fromArray(L, KEEP, LANES - available);
            DoubleVector v = load(x, i).reinterpretAsLongs().and(keep).reinterpretAsDoubles();
            return v.mul(v);
        }
        return squaresAtEnd(x, i, available);
    }

    /** The last elements of the array, once a call at most: lane by lane. */
    private static DoubleVector squaresAtEnd(float[] x, int i, int available) {
        DoubleVector v = DoubleVector.zero(D);
        for (int lane = 0; lane < available; lane++) {
            v = v.withLane(lane, x[i + lane]);
        }
        return v.mul(v);
    }
}
