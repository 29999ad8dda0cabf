// SPDX-License-Identifier: Apache-2.0
package org.ringloss;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a pass found. A result may be given to the next call, which fills it anew: then a training loop allocates
 * nothing. Several threads may read it at once, while no call fills it.
 */
public final class RingLossResult {
    final RingLossTotals totals = new RingLossTotals();
    private boolean reduced;
    private double lossFactor;
    private double radiusFactor;
    private double loss;
    private double radiusGradient;
    private double[] rowLosses = new double[0];
    private int rowLossCount;
    private double[] normScratch = new double[0];

    /** A result without a pass yet: of no rows, with loss 0. */
    public RingLossResult() {
        reduced = true;
    }

    void finish(boolean isReduced, double newLossFactor, double newRadiusFactor, int newRowLossCount) {
        reduced = isReduced;
        lossFactor = newLossFactor;
        radiusFactor = newRadiusFactor;
        rowLossCount = newRowLossCount;
        loss = timesSum(lossFactor, totals.penaltySum());
        radiusGradient = timesSum(radiusFactor, totals.derivativeSum());
    }

    /** Where relative mode keeps the norms between its two passes. */
    double[] roomForNorms(int rows) {
        if (normScratch.length < rows) {
            normScratch = new double[rows];
        }
        return normScratch;
    }

    double[] roomForRowLosses(int rows) {
        if (rowLosses.length < rows) {
            rowLosses = new double[rows];
        }
        return rowLosses;
    }

    /** Zero times anything finite is +0. */
    private static double timesSum(double factor, double sum) {
        return factor * sum + 0.0;
    }

    /**
     * The loss: lambda/N times the correctly rounded sum of w rho(e), N as the reduction says.
     *
     * @return the loss
     * @throws IllegalStateException for {@link Reduction#NONE}, which has {@link #rowLosses()}
     */
    public double loss() {
        if (!reduced) {
            throw new IllegalStateException("the reduction is NONE: there is no single loss, see rowLosses()");
        }
        return loss;
    }

    /**
     * The losses lambda w rho(e), one per row, as a copy.
     *
     * @return an array of the caller's, one loss for each row
     * @throws IllegalStateException unless the reduction is {@link Reduction#NONE}
     */
    public double[] rowLosses() {
        requireRowLosses();
        return Arrays.copyOf(rowLosses, rowLossCount);
    }

    /**
     * Copies the losses lambda w rho(e) into an array of the caller's.
     *
     * @param into receives one loss per row; its length is the number of rows
     * @throws IllegalArgumentException if the length differs
     * @throws IllegalStateException unless the reduction is {@link Reduction#NONE}
     */
    public void rowLosses(double[] into) {
        Objects.requireNonNull(into, "into is null");
        requireRowLosses();
        Checks.length("into", into.length, "the number of rows", rowLossCount);
        System.arraycopy(rowLosses, 0, into, 0, rowLossCount);
    }

    private void requireRowLosses() {
        if (reduced) {
            throw new IllegalStateException("row losses are kept for reduction NONE only: there is a single loss()");
        }
    }

    /**
     * The gradient with respect to the shared radius, times the upstream gradient of a fused pass: -lambda/N times the
     * correctly rounded sum of w rho'(e), over s in relative mode. Where radii are per class or per row, the gradient
     * with respect to a shift of all of them.
     *
     * @return the gradient
     */
    public double radiusGradient() {
        return radiusGradient;
    }

    /**
     * The gradient with respect to the radius of each class, as {@link #radiusGradient()} but over that class's rows; a
     * class without rows has 0. Of length 0 where the radius is not per class.
     *
     * @return an array of the caller's, one gradient for each class
     */
    public double[] classRadiusGradients() {
        double[] gradients = new double[totals.classes()];
        classRadiusGradients(gradients);
        return gradients;
    }

    /**
     * Copies the gradients with respect to the radius of each class into an array of the caller's.
     *
     * @param into receives them; its length is the number of classes
     * @throws IllegalArgumentException if the length differs
     */
    public void classRadiusGradients(double[] into) {
        Objects.requireNonNull(into, "into is null");
        Checks.length("into", into.length, "the number of classes", totals.classes());
        for (int label = 0; label < into.length; label++) {
            into[label] = timesSum(radiusFactor, totals.derivativeSum(label));
        }
    }

    /** {@return the number of rows of the batch, those of weight 0 too} */
    public long rows() {
        return totals.rows();
    }

    /** {@return the number of rows of weight 0} */
    public long ignoredRows() {
        return totals.ignoredRows();
    }

    /** {@return the number of rows whose norm is 0: they cost rho(-R) and have gradient 0} */
    public long zeroRows() {
        return totals.zeroRows();
    }

    /** {@return the number of rows that hold a NaN or an infinity: their loss and their own gradient carry it on} */
    public long nonFiniteRows() {
        return totals.nonFiniteRows();
    }

    /** {@return mean, extremes and deviation of the norms} */
    public NormSummary normSummary() {
        return totals.normSummary();
    }

    /** {@return a copy of the exact sums, to merge with those of other shards} */
    public RingLossTotals totals() {
        return totals.copy();
    }

    /**
     * Adds the exact sums to totals of the caller's.
     *
     * @param sum the totals that grow
     */
    public void addTo(RingLossTotals sum) {
        Objects.requireNonNull(sum, "sum is null");
        sum.merge(totals);
    }

    /** Whether the other result has the same bits: loss or row losses, gradients and totals. */
    @Override
    @SuppressWarnings("exports") // callers need no jspecify
    public boolean equals(@Nullable Object other) {
        return other instanceof RingLossResult result
                && reduced == result.reduced
                && Double.compare(lossFactor, result.lossFactor) == 0
                && Double.compare(radiusFactor, result.radiusFactor) == 0
                && (reduced || Arrays.equals(rowLosses, 0, rowLossCount, result.rowLosses, 0, result.rowLossCount))
                && totals.equals(result.totals);
    }

    @Override
    public int hashCode() {
        return Objects.hash(reduced, lossFactor, radiusFactor, totals);
    }

    @Override
    public String toString() {
        return (reduced ? "loss " + loss : rowLossCount + " row losses") + ", radius gradient " + radiusGradient + ", "
                + rows() + " rows (" + zeroRows() + " zero, " + nonFiniteRows() + " not finite, " + ignoredRows()
                + " ignored)";
    }
}
