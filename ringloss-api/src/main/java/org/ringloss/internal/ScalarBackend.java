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
        return Math.sqrt(sumOfSquares(x, start, dim));
    }

    /** The sum of squares of one row. */
    private static double sumOfSquares(float[] x, int start, int dim) {
        return dim <= SHORT_ROW ? shortSum(x, start, dim) : longSum(x, start, dim);
    }

    /** The folds of a long row whose 8 sums begin at {@code lanes[at]}, and their errors at {@code lanes[errors]}. */
    public static double foldPairs(double[] lanes, int at, int errors) {
        Pair p0 = pair(lanes, at, errors, 0).add(pair(lanes, at, errors, 4));
        Pair p2 = pair(lanes, at, errors, 2).add(pair(lanes, at, errors, 6));
        Pair p1 = pair(lanes, at, errors, 1).add(pair(lanes, at, errors, 5));
        Pair p3 = pair(lanes, at, errors, 3).add(pair(lanes, at, errors, 7));
        return p0.add(p2).add(p1.add(p3)).value();
    }

    private static Pair pair(double[] lanes, int at, int errors, int lane) {
        return new Pair(lanes[at + lane], lanes[errors + lane]);
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

    private static double longSum(float[] x, int start, int dim) {
        // Lanes are paired off as the fold meets them, so that no array of lanes is needed.
        Pair p0 = lanePair(x, start, dim, 0).add(lanePair(x, start, dim, 4));
        Pair p2 = lanePair(x, start, dim, 2).add(lanePair(x, start, dim, 6));
        Pair p1 = lanePair(x, start, dim, 1).add(lanePair(x, start, dim, 5));
        Pair p3 = lanePair(x, start, dim, 3).add(lanePair(x, start, dim, 7));
        return p0.add(p2).add(p1.add(p3)).value();
    }

    private static Pair lanePair(float[] x, int start, int dim, int lane) {
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
        return new Pair(sum, error);
    }

    /** An unevaluated sum of two doubles; the compiler keeps these in registers. */
    private record Pair(double sum, double error) {
        Pair add(Pair other) {
            double next = sum + other.sum;
            double back = next - sum;
            return new Pair(next, (error + other.error) + ((sum - (next - back)) + (other.sum - back)));
        }

        double value() {
            double total = sum + error;
            // An infinite sum has a NaN error: it stays infinite.
            return Double.isNaN(total) ? sum : total;
        }
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
            double[] slopes,
            Scratch scratch) {
        ScalarPenalties.evaluate(penalty, residuals, from, to, values, slopes);
    }

    @Override
    public boolean coefficients(
            double factor, double[] slopes, double[] norms, int at, int count, Scratch scratch, float[] coefficients) {
        return quotients(factor, slopes, norms, at, count, coefficients);
    }

    /** {@link #coefficients} for a backend that does not do them in vectors. */
    public static boolean quotients(
            double factor, double[] slopes, double[] norms, int at, int count, float[] coefficients) {
        boolean fit = true;
        for (int i = 0; i < count; i++) {
            double coefficient = norms[at + i] == 0 ? 0 : factor * slopes[at + i] / norms[at + i];
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
    public void sumNorms(double[] norms, int count, double max, ExactSum sum) {
        sum(norms, count, sum);
    }

    @Override
    public void sumSquares(double[] norms, int count, double max, ExactSum sum) {
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
