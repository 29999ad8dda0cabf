// SPDX-License-Identifier: Apache-2.0
package org.ringloss.internal;

/**
 * The kernels that a pass is made of. Two backends give the same bits for the same arguments; the order of every sum is
 * fixed in {@link ScalarBackend}, the reference.
 *
 * <p>Rows of floats lie in a {@code float[]} or, where {@link #readsSegments}, in a {@code MemorySegment} of native byte
 * order; offsets and strides count floats. Arrays with one value per row are padded: their length is a multiple of {@link
 * #PADDING}, and a backend may read and write up to the next such multiple past the last row.
 */
public interface Backend {
    /** No call has more rows. */
    int MAX_ROWS = 256;

    /** The number of doubles in the widest vector that any backend uses. */
    int PADDING = 8;

    /** Coefficients may be read up to this many past the last one: as many as there are floats in the widest vector. */
    int COEFFICIENT_PADDING = 16;

    /** A sum of squares outside of these two is summed again in double: it may have lost bits to underflow, or overflowed. */
    double MIN_SUM = 0x1p-80;

    double MAX_SUM = 0x1p120;

    /** {@code scalar} or {@code simd}. */
    String name();

    /** Width of the vectors in bits, 0 for scalar code. */
    int vectorBits();

    /** Whether rows may lie in memory segments, both features and gradient of a call. */
    boolean readsSegments();

    /**
     * {@code norms[at + i] = sqrt(sum of x[offset + i * stride + j]^2 for j < dim)} for {@code i < rows}.
     *
     * @param x a {@code float[]} or a {@code MemorySegment}
     * @param scratch memory of the calling thread
     */
    void norms(Object x, int offset, int stride, int rows, int dim, double[] norms, int at, Scratch scratch);

    /** {@code residuals[i] = norms[i] - radius} for i from {@code from} to {@code to}. */
    void residuals(double[] norms, double radius, int from, int to, double[] residuals);

    /**
     * {@code values[i] = rho(residuals[i])}, {@code derivatives[i] = rho'(residuals[i])} for i from {@code from} to {@code
     * to}.
     *
     * @param scratch memory of the calling thread
     */
    void penalty(
            PenaltyForm penalty,
            double[] residuals,
            int from,
            int to,
            double[] values,
            double[] derivatives,
            Scratch scratch);

    /**
     * {@code coefficients[i] = (float) (factor * derivatives[i] / norms[i])}, and 0 where the norm is 0, for i from {@code
     * from} to {@code to}.
     *
     * @return whether every coefficient is 0, NaN or a normal float; where it is not, the caller goes by the rows
     */
    boolean coefficients(
            double factor,
            double[] derivatives,
            double[] norms,
            int from,
            int to,
            float[] coefficients,
            Scratch scratch);

    /**
     * {@code gradient[gradientOffset + i * gradientStride + j] = coefficients[at + i] * x[offset + i * stride + j]}, or
     * {@code +=}, both operations rounded to float. The gradient may be exactly the rows of x.
     *
     * @param x a {@code float[]} or a {@code MemorySegment}
     * @param gradient of the same kind as {@code x}
     */
    void scale(
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
            boolean add);

    /** Adds {@code count} doubles to an exact sum. */
    void sum(double[] values, int count, ExactSum sum);

    /**
     * Adds {@code count} norms to an exact sum, and their squares, each rounded to double, to another.
     *
     * @param min the smallest of them, positive
     * @param max the largest of them, finite
     */
    void sumNorms(double[] norms, int count, double min, double max, ExactSum sum, ExactSum squares);

    /** The smallest of {@code count} norms, 1 or more; some other number if one is NaN. */
    double min(double[] norms, int count);

    /** The largest of {@code count} norms, 1 or more; not finite if one is infinite or NaN. */
    double max(double[] norms, int count);

    /** Whether a coefficient can be rounded to a normal float before it meets the row. The exact path takes the others. */
    static boolean fitsFloat(double coefficient) {
        double magnitude = Math.abs(coefficient);
        return !(magnitude > Float.MAX_VALUE) && !(magnitude < Float.MIN_NORMAL && magnitude != 0);
    }
}
