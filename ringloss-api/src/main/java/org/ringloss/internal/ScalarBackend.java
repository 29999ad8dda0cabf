package org.ringloss.internal;

import java.util.Arrays;

/**
 * The reference: plain Java that defines the bits which every backend reproduces.
 *
 * <p><b>Sum of squares of a row.</b> Element j goes to float lane j mod 64, with one fused multiply-add. After every block of
 * 1024 elements, and at the end of the row, the 64 lanes are folded by halves to 8 in float, widened, and added to 8 double
 * lanes. Those are folded by halves at the end. The order does not depend on the width of vectors. A row whose sum is not in
 * [2^-80, 2^120] is summed again in double, where no square of a float over- or underflows. docs/numerics.md has the error.
 */
public final class ScalarBackend implements Backend {
    /** Elements of a block: four for each of the 32 lanes. */
    public static final int BLOCK = 128;

    /** Rows up to this length need no error terms to stay within the bound. */
    public static final int SHORT_ROW = 64;

    private static final int FLOAT_LANES = 64;
    private static final int DOUBLE_LANES = 8;
    private static final int FLOAT_BLOCK = 1024;
    private static final double SMALLEST_SUM = 0x1p-80;
    private static final double LARGEST_SUM = 0x1p120;

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
        double sum = sumOfSquares(x, start, dim, scratch.floats, scratch.doubles);
        // NaN is not in the range either.
        boolean usual = sum >= SMALLEST_SUM && sum <= LARGEST_SUM;
        return Math.sqrt(usual ? sum : sumInDouble(x, start, dim));
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

    private static double sumOfSquares(float[] x, int start, int dim, float[] lanes, double[] sums) {
        Arrays.fill(sums, 0, DOUBLE_LANES, 0);
        // Counted down, since counting up could lead beyond the largest int.
        for (int left = dim; left > 0; left -= FLOAT_BLOCK) {
            sumBlock(x, start + (dim - left), Math.min(FLOAT_BLOCK, left), lanes);
            for (int lane = 0; lane < DOUBLE_LANES; lane++) {
                sums[lane] += lanes[lane];
            }
        }
        return ((sums[0] + sums[4]) + (sums[2] + sums[6])) + ((sums[1] + sums[5]) + (sums[3] + sums[7]));
    }

    /** The squares of a block in 64 lanes, folded to 8. */
    private static void sumBlock(float[] x, int start, int length, float[] lanes) {
        Arrays.fill(lanes, 0, FLOAT_LANES, 0);
        for (int j = 0; j < length; j += FLOAT_LANES) {
            int count = Math.min(FLOAT_LANES, length - j);
            for (int lane = 0; lane < count; lane++) {
                float element = x[start + j + lane];
                lanes[lane] = Math.fma(element, element, lanes[lane]);
            }
        }
        for (int half = FLOAT_LANES / 2; half >= DOUBLE_LANES; half /= 2) {
            for (int lane = 0; lane < half; lane++) {
                lanes[lane] += lanes[lane + half];
            }
        }
    }

    /** The sum of a row that is zero, subnormal, huge or not finite. */
    private static double sumInDouble(float[] x, int start, int dim) {
        double sum = 0;
        for (int j = 0; j < dim; j++) {
            double element = x[start + j];
            sum += element * element;
        }
        return sum;
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
    public void sumNorms(double[] norms, int count, double min, double max, ExactSum sum) {
        sum(norms, count, sum);
    }

    @Override
    public void sumSquares(double[] norms, int count, double min, double max, ExactSum sum) {
        for (int i = 0; i < count; i++) {
            sum.addSquare(norms[i]);
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
