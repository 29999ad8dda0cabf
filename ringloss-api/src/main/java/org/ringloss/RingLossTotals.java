// SPDX-License-Identifier: Apache-2.0
package org.ringloss;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.ringloss.internal.Backend;
import org.ringloss.internal.ExactSum;

/**
 * The exact sums behind a result: of w rho(e), w rho'(e) (also per class) and w, with the totals of the norms. Totals of
 * shards merge without rounding, in any order and any tree: the loss and the radius gradient that
 * {@link RingLoss#result(RingLossTotals)} takes from them have the bits of an undivided batch.
 *
 * <p>They travel as bytes ({@link #toBytes}), by Java serialization and by serializers that copy fields. Several threads
 * may read them at once, not change them.
 */
@SuppressWarnings("serial") // Java serialization writes bytes in place of the fields
public final class RingLossTotals implements Serializable {
    private static final long serialVersionUID = 2;

    // Not transient: some serializers copy the fields.
    final NormTotals norms = new NormTotals();
    final ExactSum losses = new ExactSum();
    final ExactSum derivatives = new ExactSum();
    final ExactSum weights = new ExactSum();
    /** Derivatives per class; null for a class without rows. Of length 0 where the radius is not per class. */
    @Nullable ExactSum[] classDerivatives = new @Nullable ExactSum[0];
    /** The scale s of relative mode, NaN before the first row, 1 without relative mode. */
    double scale = Double.NaN;

    final Origin origin = new Origin();

    /** Totals of no rows. */
    public RingLossTotals() {}

    void reset(int classes) {
        norms.reset();
        losses.reset();
        derivatives.reset();
        weights.reset();
        if (classDerivatives.length != classes) {
            classDerivatives = new @Nullable ExactSum[classes];
        }
        for (ExactSum sum : classDerivatives) {
            if (sum != null) {
                sum.reset();
            }
        }
        scale = Double.NaN;
    }

    /** Adds norms of rows; {@code rowWeights} are those of the rows from {@code row} on, or null. */
    void addNorms(Backend backend, double[] newNorms, int count, double @Nullable [] rowWeights, int row) {
        norms.add(backend, newNorms, count, rowWeights, row);
        if (rowWeights != null) {
            for (int i = 0; i < count; i++) {
                weights.add(rowWeights[row + i]);
            }
        }
    }

    /** Adds values and derivatives of rows. */
    void addPenalties(
            Backend backend, double[] values, double[] newDerivatives, int count, @Nullable Radii radii, int row) {
        backend.sum(values, count, losses);
        backend.sum(newDerivatives, count, derivatives);
        if (radii instanceof Radii.PerClass classes) {
            addClassDerivatives(newDerivatives, count, classes, row);
        }
    }

    /** Adds derivatives to the classes of the rows from {@code row} on. */
    private void addClassDerivatives(double[] newDerivatives, int count, Radii.PerClass classes, int row) {
        for (int i = 0; i < count; i++) {
            classSum(classes.label(row + i)).add(newDerivatives[i]);
        }
    }

    private ExactSum classSum(int label) {
        ExactSum sum = classDerivatives[label];
        if (sum == null) {
            sum = new ExactSum();
            classDerivatives[label] = sum;
        }
        return sum;
    }

    /**
     * Adds what other totals hold; leaves those alone.
     *
     * @param other totals of the same penalty and radii; targets per row may differ
     * @throws IllegalArgumentException if the totals do not fit together: another penalty, other radii, another scale of
     *     relative mode, or more than 2^63 - 1 rows
     */
    public void merge(RingLossTotals other) {
        Objects.requireNonNull(other, "other is null");
        if (other.rows() == 0) {
            return;
        }
        if (rows() == 0) {
            scale = other.scale;
            origin.set(other.origin);
            if (classDerivatives.length != other.classDerivatives.length) {
                classDerivatives = new @Nullable ExactSum[other.classDerivatives.length];
            }
        }
        origin.requireSame(other.origin);
        if (other.classDerivatives.length != classDerivatives.length) {
            throw new IllegalArgumentException("other has " + other.classDerivatives.length + " classes, must have "
                    + classDerivatives.length + " like the totals that it is merged into");
        }
        if (Double.compare(other.scale, scale) != 0) {
            throw new IllegalArgumentException("other was made with relative scale " + other.scale + ", must have "
                    + scale + " like the totals that it is merged into: give all shards the same with withNormScale");
        }
        norms.requireRoomFor(other.norms);
        absorb(other);
    }

    /** Adds totals of the same call: of a part of its steps perhaps, which need not hold any rows or know the scale. */
    void absorb(RingLossTotals other) {
        norms.merge(other.norms);
        losses.add(other.losses);
        derivatives.add(other.derivatives);
        weights.add(other.weights);
        for (int k = 0; k < classDerivatives.length; k++) {
            ExactSum sum = other.classDerivatives[k];
            if (sum != null) {
                classSum(k).add(sum);
            }
        }
    }

    /** {@return the same totals in an object of their own} */
    public RingLossTotals copy() {
        RingLossTotals copy = new RingLossTotals();
        copy.merge(this);
        return copy;
    }

    /** {@return a copy of the totals of the norms, to merge with those of other shards} */
    public NormTotals normTotals() {
        return norms.copy();
    }

    /** {@return mean, extremes and deviation of the norms} */
    public NormSummary normSummary() {
        return norms.summary();
    }

    /** {@return the number of rows, those of weight 0 too: the N of {@link Reduction#MEAN}} */
    public long rows() {
        return norms.rows();
    }

    /** {@return the number of rows of weight 0} */
    public long ignoredRows() {
        return norms.ignoredRows();
    }

    /** {@return the number of rows whose norm is 0} */
    public long zeroRows() {
        return norms.zeroRows();
    }

    /** {@return the number of rows that hold a NaN or an infinity} */
    public long nonFiniteRows() {
        return norms.nonFiniteRows();
    }

    /** {@return the sum of the row weights, correctly rounded; the number of rows where there are no weights} */
    public double weightSum() {
        double sum = weights.value();
        return sum == 0 && ignoredRows() == 0 ? rows() : sum;
    }

    /** {@return the sum of w rho(e) over the rows, correctly rounded: the loss without its factor lambda/N} */
    public double penaltySum() {
        return losses.value();
    }

    /** {@return the sum of w rho'(e) over the rows, correctly rounded} */
    public double derivativeSum() {
        return derivatives.value();
    }

    /** {@return the number of classes, 0 where the radius is not per class} */
    public int classes() {
        return classDerivatives.length;
    }

    /**
     * {@link #derivativeSum} over the rows of one class.
     *
     * @param label a class, from 0 to {@link #classes} - 1
     * @return the sum, 0 for a class without rows
     */
    public double derivativeSum(int label) {
        ExactSum sum = classDerivatives[Objects.checkIndex(label, classDerivatives.length)];
        return sum == null ? 0 : sum.value();
    }

    /** {@return a compact form of the totals, big-endian, the same on every machine} Equal totals have equal bytes. */
    public byte[] toBytes() {
        return TotalsBytes.of(this);
    }

    /**
     * Reads what {@link #toBytes} wrote.
     *
     * @param bytes a whole array of {@link #toBytes}, no more and no less
     * @return the same totals
     * @throws IllegalArgumentException if the bytes are anything else
     */
    public static RingLossTotals fromBytes(byte[] bytes) {
        Objects.requireNonNull(bytes, "bytes is null");
        return TotalsBytes.readRingLossTotals(bytes);
    }

    private Object writeReplace() {
        return new TotalsBytes.Serialized(toBytes());
    }

    /** Totals come from their bytes only, which are checked. */
    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw new InvalidObjectException("totals are read from their bytes");
    }

    /** Whether these are totals of the same rows, as far as totals tell. */
    @Override
    @SuppressWarnings("exports") // callers need no jspecify
    public boolean equals(@Nullable Object other) {
        return other instanceof RingLossTotals totals && Arrays.equals(toBytes(), totals.toBytes());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(toBytes());
    }

    @Override
    public String toString() {
        return rows() + " rows, penalty sum " + penaltySum() + ", derivative sum " + derivativeSum();
    }
}
