// SPDX-License-Identifier: Apache-2.0
package org.ringloss.internal;

import java.util.Arrays;

/**
 * The reference: plain Java that defines the bits which every backend reproduces.
 *
 * <p><b>Sum of squares of a row.</b> Element j goes to float lane j mod 64: its square, rounded to float, is added there.
 * After every block of 1024 elements, and at the end, the lanes are folded by halves in float (lane l with l + 32, then
 * l + 16, then l + 8) to 8, which are widened and added to 8 double lanes; the float lanes start again at 0. At the end the
 * double lanes are folded by halves to one. A sum outside of [2^-80, 2^120] is computed again, in double, element by
 * element. docs/numerics.md has the bound.
 *
 * <p>A product and an addition instead of one fma: measured in turns, they took 0 to 1 % longer at 512 bits and up to 5 % at
 * 256 (64 to 1024 elements, L1 to memory; AMD EPYC 9004, JDK 25 and 17, 2026-11), and need no care for CPUs without fma.
 */
public final class ScalarBackend implements Backend {
    /** Float lanes of a sum of squares. */
    public static final int LANES = 64;

    /** Lanes that are left when a block has been folded. */
    public static final int FOLDED = 8;

    /** Elements of a block. */
    public static final int BLOCK = 1024;

    @Override
    public String name() {
        return "scalar";
    }

    @Override
    public int vectorBits() {
        return 0;
    }

    @Override
    public boolean readsSegments() {
        return false;
    }

    @Override
    public void norms(Object x, int offset, int stride, int rows, int dim, double[] norms, int at, Scratch scratch) {
        float[] array = (float[]) x;
        for (int i = 0; i < rows; i++) {
            int start = offset + i * stride;
            double sum = sumOfSquares(array, start, dim, scratch);
            norms[at + i] = Math.sqrt(isInRange(sum) ? sum : sumInDouble(0, array, start, dim));
        }
    }

    private static double sumOfSquares(float[] x, int start, int dim, Scratch scratch) {
        float[] lanes = scratch.lanes;
        double[] sums = scratch.doubles;
        Arrays.fill(sums, 0, FOLDED, 0);
        // Counted down, since counting up could lead beyond the largest int.
        for (int left = dim; left > 0; left -= BLOCK) {
            blockLanes(x, start + (dim - left), Math.min(BLOCK, left), lanes);
            addLanes(lanes, 1, sums);
        }
        return fold(sums);
    }

    private static void blockLanes(float[] x, int start, int length, float[] lanes) {
        Arrays.fill(lanes, 0, LANES, 0);
        int whole = length & -LANES;
        for (int j = 0; j < whole; j += LANES) {
            for (int lane = 0; lane < LANES; lane++) {
                float v = x[start + j + lane];
                lanes[lane] += v * v;
            }
        }
        for (int lane = 0; lane < length - whole; lane++) {
            float v = x[start + whole + lane];
            lanes[lane] += v * v;
        }
        for (int half = LANES / 2; half >= FOLDED; half /= 2) {
            for (int lane = 0; lane < half; lane++) {
                lanes[lane] += lanes[lane + half];
            }
        }
    }

    /** Adds the folded lanes of {@code blocks} blocks, 8 floats each, to 8 double lanes. */
    public static void addLanes(float[] lanes, int blocks, double[] sums) {
        for (int block = 0; block < blocks; block++) {
            for (int lane = 0; lane < FOLDED; lane++) {
                sums[lane] += lanes[FOLDED * block + lane];
            }
        }
    }

    /** Folds 8 double lanes by halves. */
    public static double fold(double[] sums) {
        return ((sums[0] + sums[4]) + (sums[2] + sums[6])) + ((sums[1] + sums[5]) + (sums[3] + sums[7]));
    }

    /** Widens 8 float lanes from {@code lanes[at]} on and folds them: the sum of a row of one block. */
    public static double fold(float[] lanes, int at) {
        double even = ((double) lanes[at] + lanes[at + 4]) + ((double) lanes[at + 2] + lanes[at + 6]);
        double odd = ((double) lanes[at + 1] + lanes[at + 5]) + ((double) lanes[at + 3] + lanes[at + 7]);
        return even + odd;
    }

    /** Whether float lanes gave a sum that is within the bound. */
    public static boolean isInRange(double sum) {
        return sum >= MIN_SUM && sum <= MAX_SUM;
    }

    /** Adds the squares of {@code count} elements, in order, to a sum: exact products, nothing over- or underflows. */
    public static double sumInDouble(double sum, float[] x, int start, int count) {
        double total = sum;
        for (int j = 0; j < count; j++) {
            double v = x[start + j];
            total += v * v;
        }
        return total;
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
            int from,
            int to,
            float[] coefficients,
            Scratch scratch) {
        boolean fit = true;
        for (int i = from; i < to; i++) {
            double coefficient = norms[i] == 0 ? 0 : factor * derivatives[i] / norms[i];
            fit &= Backend.fitsFloat(coefficient);
            coefficients[i] = (float) coefficient;
        }
        return fit;
    }

    @Override
    public void scale(
            Object x,
            int offset,
            int stride,
            float[] coefficients,
            int at,
            int rows,
            int dim,
            Object gradient,
            int gradientOffset,
            int gradientStride,
            boolean add) {
        float[] from = (float[]) x;
        float[] into = (float[]) gradient;
        for (int i = 0; i < rows; i++) {
            float coefficient = coefficients[at + i];
            int xi = offset + i * stride;
            int gi = gradientOffset + i * gradientStride;
            if (add) {
                for (int j = 0; j < dim; j++) {
                    into[gi + j] += coefficient * from[xi + j];
                }
            } else {
                for (int j = 0; j < dim; j++) {
                    into[gi + j] = coefficient * from[xi + j];
                }
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
