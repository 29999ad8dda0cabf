package org.ringloss.internal;

/**
 * The reference: plain Java that defines the bits which every backend reproduces.
 *
 * <p><b>Sum of squares of a row.</b> The square of a float is exact in double, so only additions round. Elements go to
 * 32 logical lanes, element j to lane j mod 32, in blocks of 128 elements, four to a lane. A block's lanes are folded
 * by halves to 8 (lane l with l + 16, then with l + 8). A row of at most 64 elements is one block and its 8 lanes are
 * folded on by halves: at most 6 roundings on any path. A longer row adds its blocks up in 8 pairs (sum, error) with
 * Knuth's exact two-sum and folds the pairs the same way, so that however long the row, its sum carries at most the 5
 * roundings within a block, the last one, and terms of second order: 6 u in all, u = 2^-53. The square root halves that
 * and adds one more: the norm is within 4 u = 2^-51 of the exact one, relatively.
 */
public final class ScalarBackend implements Backend {
    /** Elements of a block: four for each of the 32 lanes. */
    public static final int BLOCK = 128;

    /** Rows up to this length need no error terms to stay within the bound. */
    public static final int SHORT_ROW = 64;

    /** Sums of a long row. */
    private static final int LANES = 8;

    @Override
    public String name() {
        return "scalar";
    }

    @Override
    public int vectorBits() {
        return 0;
    }

    @Override
    public void norms(
            float[] x,
            int offset,
            int stride,
            int rows,
            int dim,
            double[] norms,
            int at,
            Scratch scratch,
            RowScale waiting) {
        scale(waiting);
        for (int i = 0; i < rows; i++) {
            norms[at + i] = norm(x, offset + i * stride, dim, scratch);
        }
    }

    @Override
    public double norm(float[] x, int start, int dim, Scratch scratch) {
        return Math.sqrt(dim <= SHORT_ROW ? shortSum(x, start, dim) : longSum(x, start, dim, scratch.doubles));
    }

    /**
     * The folds of a long row whose 8 sums begin at {@code lanes[at]}, and their errors at {@code lanes[errors]}, each addition
     * with Knuth's two-sum. No objects for the pairs, which JDK 17 did not always keep in registers; and too long a method to be
     * inlined: within its callers the compiler of JDK 17 came to the end of what it inlines, and vectors went to the heap.
     */
    public static double foldPairs(double[] lanes, int at, int errors) {
        double s0 = lanes[at];
        double s1 = lanes[at + 1];
        double s2 = lanes[at + 2];
        double s3 = lanes[at + 3];
        double s4 = lanes[at + 4];
        double s5 = lanes[at + 5];
        double s6 = lanes[at + 6];
        double s7 = lanes[at + 7];
        double sum0 = s0 + s4;
        double back0 = sum0 - s0;
        double error0 = (lanes[errors] + lanes[errors + 4]) + ((s0 - (sum0 - back0)) + (s4 - back0));
        double sum1 = s1 + s5;
        double back1 = sum1 - s1;
        double error1 = (lanes[errors + 1] + lanes[errors + 5]) + ((s1 - (sum1 - back1)) + (s5 - back1));
        double sum2 = s2 + s6;
        double back2 = sum2 - s2;
        double error2 = (lanes[errors + 2] + lanes[errors + 6]) + ((s2 - (sum2 - back2)) + (s6 - back2));
        double sum3 = s3 + s7;
        double back3 = sum3 - s3;
        double error3 = (lanes[errors + 3] + lanes[errors + 7]) + ((s3 - (sum3 - back3)) + (s7 - back3));
        double even = sum0 + sum2;
        double evenBack = even - sum0;
        double evenError = (error0 + error2) + ((sum0 - (even - evenBack)) + (sum2 - evenBack));
        double odd = sum1 + sum3;
        double oddBack = odd - sum1;
        double oddError = (error1 + error3) + ((sum1 - (odd - oddBack)) + (sum3 - oddBack));
        double sum = even + odd;
        double back = sum - even;
        double error = (evenError + oddError) + ((even - (sum - back)) + (odd - back));
        double total = sum + error;
        // An infinite sum has a NaN error: it stays infinite.
        return Double.isNaN(total) ? sum : total;
    }

    private static double shortSum(float[] x, int start, int dim) {
        double s0 = blockLane(x, start, 0, dim);
        double s1 = blockLane(x, start, 1, dim);
        double s2 = blockLane(x, start, 2, dim);
        double s3 = blockLane(x, start, 3, dim);
        double s4 = blockLane(x, start, 4, dim);
        double s5 = blockLane(x, start, 5, dim);
        double s6 = blockLane(x, start, 6, dim);
        double s7 = blockLane(x, start, 7, dim);
        return ((s0 + s4) + (s2 + s6)) + ((s1 + s5) + (s3 + s7));
    }

    /** Lane {@code lane} of 8 of a block that has {@code length} elements, up to 128. */
    private static double blockLane(float[] x, int start, int lane, int length) {
        double a = lane32(x, start, lane, length);
        double b = lane32(x, start, lane + 16, length);
        double c = lane32(x, start, lane + 8, length);
        double d = lane32(x, start, lane + 24, length);
        return (a + b) + (c + d);
    }

    private static double lane32(float[] x, int start, int lane, int length) {
        double sum = 0;
        for (int j = lane; j < length; j += 32) {
            double v = x[start + j];
            sum += v * v;
        }
        return sum;
    }

    private static double longSum(float[] x, int start, int dim, double[] lanes) {
        // Not in a loop: with the lane a constant the compiler makes better code.
        longLane(x, start, dim, 0, lanes);
        longLane(x, start, dim, 1, lanes);
        longLane(x, start, dim, 2, lanes);
        longLane(x, start, dim, 3, lanes);
        longLane(x, start, dim, 4, lanes);
        longLane(x, start, dim, 5, lanes);
        longLane(x, start, dim, 6, lanes);
        longLane(x, start, dim, 7, lanes);
        return foldPairs(lanes, 0, LANES);
    }

    private static void longLane(float[] x, int start, int dim, int lane, double[] lanes) {
        double sum = 0;
        double error = 0;
        // Counted down, since counting up could lead beyond the largest int.
        for (int left = dim; left > 0; left -= BLOCK) {
            double term = blockLane(x, start + (dim - left), lane, Math.min(BLOCK, left));
            double next = sum + term;
            double back = next - sum;
            error += (sum - (next - back)) + (term - back);
            sum = next;
        }
        lanes[lane] = sum;
        lanes[LANES + lane] = error;
    }

    @Override
    public void residuals(double[] norms, double radius, int from, int to, double[] residuals) {
        for (int i = from; i < to; i++) {
            residuals[i] = norms[i] - radius;
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
        ScalarPenalties.evaluate(penalty, residuals, from, to, values, derivatives);
    }

    @Override
    public boolean coefficients(
            double factor,
            double[] derivatives,
            double[] norms,
            int at,
            int count,
            Scratch scratch,
            float[] coefficients) {
        return quotients(factor, derivatives, norms, at, count, coefficients);
    }

    /** {@link #coefficients} for a backend that does not do them in vectors. */
    public static boolean quotients(
            double factor, double[] derivatives, double[] norms, int at, int count, float[] coefficients) {
        boolean fit = true;
        for (int i = 0; i < count; i++) {
            double coefficient = norms[at + i] == 0 ? 0 : factor * derivatives[at + i] / norms[at + i];
            fit &= Backend.fitsFloat(coefficient);
            coefficients[i] = (float) coefficient;
        }
        return fit;
    }

    @Override
    public void scale(RowScale waiting) {
        while (waiting.left() > 0) {
            scaleRow(waiting, waiting.take(1));
        }
    }

    @Override
    public void scaleRow(RowScale rows, int i) {
        float[] x = rows.x;
        float[] gradient = rows.gradient;
        int dim = rows.dim;
        float coefficient = rows.coefficients[i];
        int xi = rows.offset + i * rows.stride;
        int gi = rows.gradientOffset + i * rows.gradientStride;
        if (rows.add) {
            for (int j = 0; j < dim; j++) {
                gradient[gi + j] += coefficient * x[xi + j];
            }
        } else {
            for (int j = 0; j < dim; j++) {
                gradient[gi + j] = coefficient * x[xi + j];
            }
        }
    }

    @Override
    public void sum(double[] values, int count, ExactSum sum) {
        for (int i = 0; i < count; i++) {
            sum.add(values[i]);
        }
    }

    @Override
    public void sumNorms(double[] norms, int count, double min, double max, ExactSum sum, ExactSum squares) {
        for (int i = 0; i < count; i++) {
            sum.add(norms[i]);
            squares.add(norms[i] * norms[i]);
        }
    }

    @Override
    public double min(double[] norms, int count) {
        double min = norms[0];
        for (int i = 1; i < count; i++) {
            min = Math.min(min, norms[i]);
        }
        return min;
    }

    @Override
    public double max(double[] norms, int count) {
        double max = norms[0];
        for (int i = 1; i < count; i++) {
            max = Math.max(max, norms[i]);
        }
        return max;
    }
}
