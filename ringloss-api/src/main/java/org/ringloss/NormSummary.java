// SPDX-License-Identifier: Apache-2.0
package org.ringloss;

import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The norms of a batch in numbers. Mean, minimum, maximum and deviation are over the rows of finite norm; rows of
 * weight 0 are left out altogether. Immutable; equal summaries have the same bits.
 */
// No record: serializers that copy fields cannot make one.
public final class NormSummary implements Serializable {
    private static final long serialVersionUID = 1;
    private static final double MIN_RELATIVE_SCALE = 0.5;

    private final long rows;
    private final double mean;
    private final double min;
    private final double max;
    private final double deviation;
    private final long zeroRows;
    private final long nonFiniteRows;

    /** Of totals. */
    NormSummary(NormTotals totals) {
        rows = totals.rows() - totals.ignoredRows();
        mean = totals.mean();
        min = totals.min();
        max = totals.max();
        deviation = totals.deviation();
        zeroRows = totals.zeroRows();
        nonFiniteRows = totals.nonFiniteRows();
    }

    /**
     * The rows that count: all but those of weight 0.
     *
     * @return 0 or more
     */
    public long rows() {
        return rows;
    }

    /**
     * The mean norm, from a correctly rounded sum.
     *
     * @return the mean, NaN where no row has a finite norm
     */
    public double mean() {
        return mean;
    }

    /**
     * The smallest norm.
     *
     * @return the minimum, NaN where no row has a finite norm
     */
    public double min() {
        return min;
    }

    /**
     * The largest norm.
     *
     * @return the maximum, NaN where no row has a finite norm
     */
    public double max() {
        return max;
    }

    /**
     * The standard deviation of the norms, divided by the number of rows; see {@link NormTotals#deviation()}.
     *
     * @return zero or positive, NaN where no row has a finite norm
     */
    public double deviation() {
        return deviation;
    }

    /**
     * Rows whose norm is 0.
     *
     * @return 0 or more
     */
    public long zeroRows() {
        return zeroRows;
    }

    /**
     * Rows that hold a NaN or an infinity.
     *
     * @return 0 or more
     */
    public long nonFiniteRows() {
        return nonFiniteRows;
    }

    /**
     * The deviation over the mean: how uneven the norms are, whatever their unit.
     *
     * @return zero or positive, NaN where no row has a finite norm
     */
    public double coefficientOfVariation() {
        return deviation / mean;
    }

    /**
     * The scale s of relative mode.
     *
     * @return the mean norm, but at least 0.5, and 0.5 where no row has a finite norm
     */
    public double relativeScale() {
        return relativeScale(mean);
    }

    static double relativeScale(double mean) {
        return mean > MIN_RELATIVE_SCALE ? mean : MIN_RELATIVE_SCALE;
    }

    @Override
    @SuppressWarnings("exports") // callers need no jspecify
    public boolean equals(@Nullable Object other) {
        return other instanceof NormSummary summary
                && rows == summary.rows
                && Double.compare(mean, summary.mean) == 0
                && Double.compare(min, summary.min) == 0
                && Double.compare(max, summary.max) == 0
                && Double.compare(deviation, summary.deviation) == 0
                && zeroRows == summary.zeroRows
                && nonFiniteRows == summary.nonFiniteRows;
    }

    @Override
    public int hashCode() {
        return Objects.hash(rows, mean, min, max, deviation, zeroRows, nonFiniteRows);
    }

    /** The numbers in words. */
    @Override
    public String toString() {
        return rows + " rows (" + zeroRows + " zero, " + nonFiniteRows + " not finite), norms from " + min + " to "
                + max + ", mean " + mean + ", deviation " + deviation;
    }
}
