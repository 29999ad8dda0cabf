package org.ringloss;

import java.math.BigDecimal;
import java.math.MathContext;
import org.ringloss.internal.ExactSum;

/**
 * The norms of a batch in numbers. Mean, minimum, maximum and deviation are over the rows of finite norm; rows of
 * weight 0 are left out altogether.
 *
 * @param rows the rows that count: all but those of weight 0
 * @param mean the mean norm, from a correctly rounded sum; NaN where no row has a finite norm
 * @param min the smallest norm, or NaN
 * @param max the largest norm, or NaN
 * @param deviation the standard deviation (divided by the number of rows), from exact sums, or NaN
 * @param zeroRows rows whose norm is 0
 * @param nonFiniteRows rows that hold a NaN or an infinity
 */
public record NormSummary(
        long rows, double mean, double min, double max, double deviation, long zeroRows, long nonFiniteRows) {

    private static final MathContext DIGITS_40 = new MathContext(40);
    private static final double MIN_RELATIVE_SCALE = 0.5;

    /** Norms of all rows of a matrix, computed by the backend that is in use. */
    public static NormSummary of(FloatMatrix features) {
        return Norms.summary(features);
    }

    static NormSummary of(RingLossTotals totals) {
        long finite = totals.finiteRows();
        if (finite == 0) {
            return new NormSummary(
                    totals.countedRows(),
                    Double.NaN,
                    Double.NaN,
                    Double.NaN,
                    Double.NaN,
                    totals.zeroRows(),
                    totals.nonFiniteRows());
        }
        return new NormSummary(
                totals.countedRows(),
                totals.norms.value() / finite,
                totals.minNorm,
                totals.maxNorm,
                deviation(totals.norms, totals.normSquares, finite),
                totals.zeroRows(),
                totals.nonFiniteRows());
    }

    /** sqrt(sum n^2 / m - (sum n / m)^2) without cancellation: the sums are exact, the difference too. */
    private static double deviation(ExactSum norms, ExactSum squares, long finite) {
        BigDecimal m = BigDecimal.valueOf(finite);
        BigDecimal sum = norms.exactValue();
        BigDecimal difference = squares.exactValue().multiply(m).subtract(sum.multiply(sum));
        return difference.sqrt(DIGITS_40).divide(m, DIGITS_40).doubleValue();
    }

    /** The deviation over the mean: how uneven the norms are, whatever their unit. */
    public double coefficientOfVariation() {
        return deviation / mean;
    }

    /** The scale s of relative mode: the mean norm, but at least 0.5, and 0.5 where no row has a finite norm. */
    public double relativeScale() {
        return relativeScale(mean);
    }

    static double relativeScale(double mean) {
        return mean > MIN_RELATIVE_SCALE ? mean : MIN_RELATIVE_SCALE;
    }
}
