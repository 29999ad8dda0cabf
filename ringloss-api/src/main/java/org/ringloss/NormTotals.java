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
 * The norms of many rows in exact sums, of n and of n^2, with counts and extremes. Totals of shards merge without rounding, in
 * any order and any tree: mean, deviation and the scale of relative mode have the bits of an undivided batch.
 *
 * <p>They travel as bytes ({@link #toBytes}), by Java serialization and by serializers that copy fields. Several threads
 * may read them at once, not change them.
 */
@SuppressWarnings("serial") // Java serialization writes bytes in place of the fields
public final class NormTotals implements Serializable {
    private static final long serialVersionUID = 1;

    // Not transient, nor assigned anywhere but here and in TotalsBytes: some serializers copy the fields.
    final ExactSum norms = new ExactSum();
    final ExactSum squares = new ExactSum();
    double min = Double.NaN;
    double max = Double.NaN;
    long rows;
    long ignoredRows;
    long zeroRows;
    long nonFiniteRows;

    /** Totals of no rows. */
    public NormTotals() {}

    void reset() {
        norms.reset();
        squares.reset();
        min = Double.NaN;
        max = Double.NaN;
        rows = 0;
        ignoredRows = 0;
        zeroRows = 0;
        nonFiniteRows = 0;
    }

    /** Adds norms of rows; {@code rowWeights} are those of the rows from {@code row} on, or null. */
    void add(Backend backend, double[] newNorms, int count, double @Nullable [] rowWeights, int row) {
        double smallest = backend.min(newNorms, count);
        double largest = backend.max(newNorms, count);
        if (rowWeights == null && smallest > 0 && largest < Double.POSITIVE_INFINITY) {
            backend.sumNorms(newNorms, count, smallest, largest, norms, squares);
            include(smallest, largest);
        } else {
            for (int i = 0; i < count; i++) {
                if (rowWeights != null && rowWeights[row + i] == 0) {
                    ignoredRows++;
                } else {
                    add(newNorms[i]);
                }
            }
        }
        rows += count;
    }

    private void add(double norm) {
        if (!(norm < Double.POSITIVE_INFINITY)) {
            nonFiniteRows++;
            return;
        }
        if (norm == 0) {
            zeroRows++;
        }
        norms.add(norm);
        squares.add(norm * norm);
        include(norm, norm);
    }

    /** NaN stands for no norm yet, or none to include. */
    private void include(double smallest, double largest) {
        min = smallest >= min || Double.isNaN(smallest) ? min : smallest;
        max = largest <= max || Double.isNaN(largest) ? max : largest;
    }

    /**
     * Adds what other totals hold; leaves those alone.
     *
     * @param other the totals of another shard
     * @throws IllegalArgumentException if there were more than 2^63 - 1 rows in all
     */
    public void merge(NormTotals other) {
        Objects.requireNonNull(other, "other is null");
        requireRoomFor(other);
        norms.add(other.norms);
        squares.add(other.squares);
        include(other.min, other.max);
        rows += other.rows;
        ignoredRows += other.ignoredRows;
        zeroRows += other.zeroRows;
        nonFiniteRows += other.nonFiniteRows;
    }

    void requireRoomFor(NormTotals other) {
        if (other.rows > Long.MAX_VALUE - rows) {
            throw new IllegalArgumentException("other has " + other.rows + " rows, must have at most "
                    + (Long.MAX_VALUE - rows) + ", as more could not be counted");
        }
    }

    /** {@return the same totals in an object of their own} */
    public NormTotals copy() {
        NormTotals copy = new NormTotals();
        copy.merge(this);
        return copy;
    }

    /** {@return the number of rows, those of weight 0 too} */
    public long rows() {
        return rows;
    }

    /** {@return the number of rows of weight 0; they count nowhere else but in {@link #rows}} */
    public long ignoredRows() {
        return ignoredRows;
    }

    /** {@return the number of rows whose norm is 0} */
    public long zeroRows() {
        return zeroRows;
    }

    /** {@return the number of rows that hold a NaN or an infinity; mean, deviation and extremes are over the others} */
    public long nonFiniteRows() {
        return nonFiniteRows;
    }

    long finiteRows() {
        return rows - ignoredRows - nonFiniteRows;
    }

    /** {@return the mean norm: the correctly rounded sum, divided; NaN where no row has a finite norm} */
    public double mean() {
        return norms.value() / finiteRows();
    }

    /** {@return the smallest norm; NaN where no row has a finite one} */
    public double min() {
        return min;
    }

    /** {@return the largest norm; NaN where no row has a finite one} */
    public double max() {
        return max;
    }

    /**
     * The standard deviation of the norms (divided by the number of rows): {@code sqrt(sum n^2 / m - (sum n / m)^2)}, NaN where
     * no row has a finite norm. Nothing cancels but what rounding each n^2 to double leaves: the square of the deviation is
     * within 2^-53 of the mean of n^2. So a deviation of v times the mean norm is within 2^-54 (1 + 1 / v^2), relatively.
     * Norms that are all equal have deviation 0.
     *
     * @return the deviation, 0 or more, or NaN
     */
    public double deviation() {
        double m = finiteRows();
        double sum = norms.value();
        double square = squares.value();
        // m sum n^2 and (sum n)^2 in two doubles each: what the first one lacks goes to the second one.
        double first = m * square;
        double firstLow = Math.fma(m, square, -first) + m * squares.remainder();
        double second = sum * sum;
        double secondLow = Math.fma(sum, sum, -second) + 2 * sum * norms.remainder();
        double difference = (first - second) + (firstLow - secondLow);
        double deviation = Math.sqrt(difference < 0 ? 0 : difference) / m;
        // No deviation is larger (Popoviciu); where norms are alike, rounded squares may say otherwise.
        return Math.min(deviation, (max - min) / 2);
    }

    /** {@return the scale s of relative mode: the mean norm, but at least 0.5, and 0.5 where no row has a finite norm} */
    public double relativeScale() {
        return NormSummary.relativeScale(mean());
    }

    /** {@return counts, mean, extremes and deviation in one object} */
    public NormSummary summary() {
        return new NormSummary(this);
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
    public static NormTotals fromBytes(byte[] bytes) {
        Objects.requireNonNull(bytes, "bytes is null");
        return TotalsBytes.readNormTotals(bytes);
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
        return other instanceof NormTotals totals && Arrays.equals(toBytes(), totals.toBytes());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(toBytes());
    }

    @Override
    public String toString() {
        return rows + " rows, norms from " + min + " to " + max + ", mean " + mean();
    }
}
