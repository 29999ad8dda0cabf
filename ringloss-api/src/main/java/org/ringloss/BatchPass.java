// SPDX-License-Identifier: Apache-2.0
package org.ringloss;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.ringloss.internal.Backend;

/**
 * A pass over rows of a batch, in seven steps: load, norms, residuals, penalty, weigh, gradient, sums. Each pass below is a
 * list of steps; each step is a method further down.
 *
 * <p>Steps hand rows on in the arrays of a {@link Tile}: row {@code first + i} of the batch has index {@code i} there. Steps
 * 1 to 6 take {@link RowsAtOnce} rows from index {@code at} to {@code end}; the sums take all rows of the tile at once.
 */
final class BatchPass {
    private BatchPass() {}

    /** Some pass over the rows {@code from} to {@code to}, which adds what it sums, if anything, to {@code totals}. */
    interface Steps {
        void run(PassInputs in, int from, int to, Tile tile, @Nullable RingLossTotals totals);
    }

    /** Forward and, where there is a gradient to write, backward. */
    static void loss(PassInputs in, int from, int to, Tile tile, @Nullable RingLossTotals totals) {
        int step = RowsAtOnce.of(in);
        for (int first = from; first < to; ) {
            int count = Math.min(Tile.ROWS, to - first);
            for (int at = 0; at < count; at += step) {
                int end = Math.min(at + step, count);
                FloatMatrix x = load(in, first, at, end, tile);
                norms(in, x, first, at, end, tile);
                residuals(in, first, at, end, tile);
                penalty(in, at, end, tile);
                weigh(in, first, at, end, tile);
                gradient(in, x, first, at, end, tile);
            }
            Objects.requireNonNull(totals).addNorms(in.kernels, tile.norms, count, in.rowWeights, first);
            Objects.requireNonNull(totals)
                    .addPenalties(in.kernels, tile.values, tile.derivatives, count, in.radii, first);
            first += count;
        }
    }

    /** The norms alone, kept. */
    static void norms(PassInputs in, int from, int to, Tile tile, @Nullable RingLossTotals none) {
        for (int first = from; first < to; ) {
            first += tileNorms(in, first, to, tile);
        }
    }

    /** The norms and their totals: what relative mode needs before it has residuals. */
    static void normTotals(PassInputs in, int from, int to, Tile tile, @Nullable RingLossTotals totals) {
        for (int first = from; first < to; ) {
            int count = tileNorms(in, first, to, tile);
            Objects.requireNonNull(totals).addNorms(in.kernels, tile.norms, count, in.rowWeights, first);
            first += count;
        }
    }

    private static int tileNorms(PassInputs in, int first, int to, Tile tile) {
        int step = RowsAtOnce.of(in);
        int count = Math.min(Tile.ROWS, to - first);
        for (int at = 0; at < count; at += step) {
            int end = Math.min(at + step, count);
            norms(in, load(in, first, at, end, tile), first, at, end, tile);
        }
        return count;
    }

    /** The loss of norms that are known: the second half of relative mode. */
    static void lossOfNorms(PassInputs in, int from, int to, Tile tile, @Nullable RingLossTotals totals) {
        double[] norms = Objects.requireNonNull(in.rowNorms);
        int step = RowsAtOnce.of(in);
        for (int first = from; first < to; ) {
            int count = Math.min(Tile.ROWS, to - first);
            for (int at = 0; at < count; at += step) {
                int end = Math.min(at + step, count);
                System.arraycopy(norms, first + at, tile.norms, at, end - at);
                residuals(in, first, at, end, tile);
                penalty(in, at, end, tile);
                weigh(in, first, at, end, tile);
                if (in.gradient != null) {
                    gradient(in, load(in, first, at, end, tile), first, at, end, tile);
                }
            }
            Objects.requireNonNull(totals)
                    .addPenalties(in.kernels, tile.values, tile.derivatives, count, in.radii, first);
            first += count;
        }
    }

    /** The gradient from norms and derivatives that a forward pass kept. */
    static void backward(PassInputs in, int from, int to, Tile tile, @Nullable RingLossTotals none) {
        double[] norms = Objects.requireNonNull(in.rowNorms);
        double[] derivatives = Objects.requireNonNull(in.rowDerivatives);
        int step = RowsAtOnce.of(in);
        for (int first = from; first < to; ) {
            int count = Math.min(Tile.ROWS, to - first);
            for (int at = 0; at < count; at += step) {
                int end = Math.min(at + step, count);
                System.arraycopy(norms, first + at, tile.norms, at, end - at);
                System.arraycopy(derivatives, first + at, tile.derivatives, at, end - at);
                gradient(in, load(in, first, at, end, tile), first, at, end, tile);
            }
            first += count;
        }
    }

    // 1

    /** The rows where kernels can read them: the features themselves, or a copy that begins with row {@code at}. */
    private static FloatMatrix load(PassInputs in, int first, int at, int end, Tile tile) {
        FloatMatrix features = in.features;
        if (features.array != null || in.inSegments()) {
            return features;
        }
        FloatMatrix copy = tile.featureCopy(end - at, features.dim());
        features.copyRows(first + at, end - at, copy);
        return copy;
    }

    /** Where row {@code first + at} lies in what {@link #load} gave. */
    private static int index(PassInputs in, FloatMatrix x, int row) {
        return x == in.features ? x.index(row) : 0;
    }

    // 2

    private static void norms(PassInputs in, FloatMatrix x, int first, int at, int end, Tile tile) {
        int start = index(in, x, first + at);
        in.kernels.norms(x.memory(), start, x.stride(), end - at, x.dim(), tile.norms, at, tile.scratch);
        if (in.rowNorms != null) {
            System.arraycopy(tile.norms, at, in.rowNorms, first + at, end - at);
        }
    }

    // 3

    private static void residuals(PassInputs in, int first, int at, int end, Tile tile) {
        double[] residuals = tile.residuals;
        if (in.radii == null) {
            in.kernels.residuals(tile.norms, in.radius, at, end, residuals);
        } else {
            for (int i = at; i < end; i++) {
                residuals[i] = tile.norms[i] - in.radii.radius(first + i);
            }
        }
        if (in.scale != 1) {
            for (int i = at; i < end; i++) {
                residuals[i] /= in.scale;
            }
        }
        pad(residuals, end, 0);
    }

    /** Fills up what kernels may read behind the last row. */
    private static void pad(double[] values, int end, double value) {
        int padded = (end + Backend.PADDING - 1) & -Backend.PADDING;
        for (int i = end; i < padded; i++) {
            values[i] = value;
        }
    }

    // 4

    private static void penalty(PassInputs in, int at, int end, Tile tile) {
        if (in.penalty instanceof BuiltInPenalty builtIn) {
            in.kernels.penalty(builtIn.form(), tile.residuals, at, end, tile.values, tile.derivatives, tile.scratch);
            return;
        }
        for (int i = at; i < end; i++) {
            tile.values[i] = in.penalty.value(tile.residuals[i]);
            tile.derivatives[i] = in.penalty.derivative(tile.residuals[i]);
        }
    }

    // 5

    private static void weigh(PassInputs in, int first, int at, int end, Tile tile) {
        double[] weights = in.rowWeights;
        if (weights != null) {
            for (int i = at; i < end; i++) {
                double weight = weights[first + i];
                // An ignored row may hold a NaN: 0 times that would not be 0.
                tile.values[i] = weight == 0 ? 0 : weight * tile.values[i];
                tile.derivatives[i] = weight == 0 ? 0 : weight * tile.derivatives[i];
            }
        }
        if (in.rowDerivatives != null) {
            System.arraycopy(tile.derivatives, at, in.rowDerivatives, first + at, end - at);
        }
        if (in.rowLosses != null) {
            for (int i = at; i < end; i++) {
                in.rowLosses[first + i] = in.rowLossFactor * tile.values[i];
            }
        }
    }

    // 6

    private static void gradient(PassInputs in, FloatMatrix x, int first, int at, int end, Tile tile) {
        FloatMatrix gradient = in.gradient;
        if (gradient == null) {
            return;
        }
        if (in.rowUpstream != null) {
            for (int i = at; i < end; i++) {
                tile.derivatives[i] *= in.rowUpstream[first + i];
            }
        }
        pad(tile.derivatives, end, 0);
        pad(tile.norms, end, 1);
        boolean fit = in.kernels.coefficients(
                in.gradientFactor, tile.derivatives, tile.norms, at, end, tile.coefficients, tile.scratch);
        if (gradient.array != null || in.inSegments()) {
            rows(in, x, first, at, end, gradient, first + at, fit, tile);
            return;
        }
        FloatMatrix copy = tile.gradientCopy(end - at, gradient.dim());
        if (in.add) {
            gradient.copyRows(first + at, end - at, copy);
        }
        rows(in, x, first, at, end, copy, 0, fit, tile);
        gradient.setRows(first + at, end - at, copy);
    }

    /** Writes gradient rows, the first of them as row {@code into} of {@code g}. */
    private static void rows(
            PassInputs in, FloatMatrix x, int first, int at, int end, FloatMatrix g, int into, boolean fit, Tile tile) {
        int start = index(in, x, first + at);
        if (fit && in.rowWeights == null) {
            scale(in, x, start, g, g.index(into), at, end, tile);
            return;
        }
        for (int i = at; i < end; i++) {
            int from = start + (i - at) * x.stride();
            int to = g.index(into + i - at);
            if (in.rowWeights != null && in.rowWeights[first + i] == 0) {
                SlowRows.ignored(g, to, in.add);
            } else if (fit || Backend.fitsFloat(SlowRows.coefficient(in.gradientFactor, i, tile))) {
                scale(in, x, from, g, to, i, i + 1, tile);
            } else {
                SlowRows.exact(x, from, in.gradientFactor * tile.derivatives[i], tile.norms[i], g, to, in.add);
            }
        }
    }

    private static void scale(
            PassInputs in, FloatMatrix x, int from, FloatMatrix g, int to, int at, int end, Tile tile) {
        in.kernels.scale(
                x.memory(),
                from,
                x.stride(),
                tile.coefficients,
                at,
                end - at,
                x.dim(),
                g.memory(),
                to,
                g.stride(),
                in.add);
    }
}
