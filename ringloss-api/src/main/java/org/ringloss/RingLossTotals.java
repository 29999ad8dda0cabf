package org.ringloss;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.ringloss.internal.Backend;
import org.ringloss.internal.ExactSum;

/**
 * The exact sums behind a result: of w rho(e), w rho'(e) (also per class), w, n and n^2, with the counts and extremes
 * of the norms. Totals of shards merge without rounding, in any order and any tree: the loss and the radius gradient
 * that {@link RingLoss#result(RingLossTotals)} takes from them have the bits of an undivided batch.
 *
 * <p>They travel as bytes ({@link #toBytes}) or by Java serialization. Several threads may read them at once, not change
 * them.
 */
public final class RingLossTotals implements Serializable {
    private static final long serialVersionUID = 1;
    private static final int MAGIC = 0x52494e47;
    private static final byte VERSION = 1;
    private static final ExactSum EMPTY = new ExactSum();

    final transient ExactSum losses = new ExactSum();
    final transient ExactSum derivatives = new ExactSum();
    final transient ExactSum weights = new ExactSum();
    final transient ExactSum norms = new ExactSum();
    final transient ExactSum normSquares = new ExactSum();
    private final transient ExactSum[] sums = {losses, derivatives, weights, norms, normSquares};
    /** Derivatives per class; null for a class without rows. Of length 0 where the radius is not per class. */
    private transient @Nullable ExactSum[] classDerivatives = new @Nullable ExactSum[0];

    transient double minNorm = Double.NaN;
    transient double maxNorm = Double.NaN;
    /** The scale s of relative mode, NaN before the first row, 1 without relative mode. */
    transient double scale = Double.NaN;

    private transient long rows;
    private transient long ignoredRows;
    private transient long zeroRows;
    private transient long nonFiniteRows;

    /** Totals of no rows. */
    public RingLossTotals() {}

    void reset(int classes) {
        for (ExactSum sum : sums) {
            sum.reset();
        }
        if (classDerivatives.length != classes) {
            classDerivatives = new @Nullable ExactSum[classes];
        }
        for (ExactSum sum : classDerivatives) {
            if (sum != null) {
                sum.reset();
            }
        }
        minNorm = Double.NaN;
        maxNorm = Double.NaN;
        scale = Double.NaN;
        rows = 0;
        ignoredRows = 0;
        zeroRows = 0;
        nonFiniteRows = 0;
    }

    /** Adds norms of rows; {@code rowWeights} are those of the rows from {@code row} on, or null. */
    void addNorms(Backend backend, double[] ledger, int count, double @Nullable [] rowWeights, int row) {
        double min = backend.min(ledger, count);
        double max = backend.max(ledger, count);
        if (rowWeights != null || !(min > 0 && max < Double.POSITIVE_INFINITY)) {
            addNormsOneByOne(ledger, count, rowWeights, row);
            return;
        }
        backend.sumNorms(ledger, count, min, max, norms);
        backend.sumSquares(ledger, count, min, max, normSquares);
        minNorm = min > minNorm ? minNorm : min;
        maxNorm = max < maxNorm ? maxNorm : max;
        rows += count;
    }

    private void addNormsOneByOne(double[] ledger, int count, double @Nullable [] rowWeights, int row) {
        for (int i = 0; i < count; i++) {
            double norm = ledger[i];
            if (rowWeights != null) {
                double weight = rowWeights[row + i];
                weights.add(weight);
                if (weight == 0) {
                    ignoredRows++;
                    continue;
                }
            }
            if (!(norm < Double.POSITIVE_INFINITY)) {
                nonFiniteRows++;
                continue;
            }
            if (norm == 0) {
                zeroRows++;
            }
            norms.add(norm);
            normSquares.addSquare(norm);
            minNorm = norm > minNorm ? minNorm : norm;
            maxNorm = norm < maxNorm ? maxNorm : norm;
        }
        rows += count;
    }

    /** Adds values and derivatives of rows. */
    void addPenalties(
            Backend backend, double[] values, double[] newDerivatives, int count, @Nullable Radii radii, int row) {
        backend.sum(values, count, losses);
        backend.sum(newDerivatives, count, derivatives);
        if (radii != null && radii.classes() > 0) {
            addClassDerivatives(newDerivatives, count, radii, row);
        }
    }

    /** Adds derivatives to the classes of the rows from {@code row} on. */
    private void addClassDerivatives(double[] newDerivatives, int count, Radii classes, int row) {
        for (int i = 0; i < count; i++) {
            int label = classes.label(row + i);
            ExactSum sum = classDerivatives[label];
            if (sum == null) {
                sum = new ExactSum();
                classDerivatives[label] = sum;
            }
            sum.add(newDerivatives[i]);
        }
    }

    /** Brings all sums into a form that reading does not change: threads may share them then. */
    void settle() {
        for (ExactSum sum : sums) {
            sum.settle();
        }
        for (ExactSum sum : classDerivatives) {
            if (sum != null) {
                sum.settle();
            }
        }
    }

    /**
     * Adds what other totals hold; leaves those alone.
     *
     * @throws IllegalArgumentException if the totals do not fit together: another number of classes, another scale of
     *     relative mode, or more than 2^63 rows
     */
    public void merge(RingLossTotals other) {
        Objects.requireNonNull(other, "other is null");
        if (other.rows == 0) {
            return;
        }
        if (rows > 0 && other.classDerivatives.length != classDerivatives.length) {
            throw new IllegalArgumentException("other has " + other.classDerivatives.length + " classes, must have "
                    + classDerivatives.length + " like the totals that it is merged into");
        }
        if (rows > 0 && Double.compare(other.scale, scale) != 0) {
            throw new IllegalArgumentException("other was made with relative scale " + other.scale + ", must have "
                    + scale + " like the totals that it is merged into: give all shards the same with withNormScale");
        }
        if (other.rows > Long.MAX_VALUE - rows) {
            throw new IllegalArgumentException("other has " + other.rows + " rows, must have at most "
                    + (Long.MAX_VALUE - rows) + ", as more could not be counted");
        }
        if (rows == 0) {
            scale = other.scale;
            if (classDerivatives.length != other.classDerivatives.length) {
                classDerivatives = new @Nullable ExactSum[other.classDerivatives.length];
            }
        }
        absorb(other);
    }

    /** Adds totals of the same call: of one phase of a walk perhaps, which need not hold any rows or know the scale. */
    void absorb(RingLossTotals other) {
        losses.add(other.losses);
        derivatives.add(other.derivatives);
        weights.add(other.weights);
        norms.add(other.norms);
        normSquares.add(other.normSquares);
        for (int k = 0; k < classDerivatives.length; k++) {
            ExactSum theirs = other.classDerivatives[k];
            if (theirs != null) {
                ExactSum ours = classDerivatives[k];
                if (ours == null) {
                    ours = new ExactSum();
                    classDerivatives[k] = ours;
                }
                ours.add(theirs);
            }
        }
        minNorm = other.minNorm > minNorm || Double.isNaN(other.minNorm) ? minNorm : other.minNorm;
        maxNorm = other.maxNorm < maxNorm || Double.isNaN(other.maxNorm) ? maxNorm : other.maxNorm;
        rows += other.rows;
        ignoredRows += other.ignoredRows;
        zeroRows += other.zeroRows;
        nonFiniteRows += other.nonFiniteRows;
    }

    /** The same totals in an object of their own. */
    public RingLossTotals copy() {
        RingLossTotals copy = new RingLossTotals();
        copy.merge(this);
        return copy;
    }

    /** All rows, those of weight 0 too: the N of {@link Reduction#MEAN}. */
    public long rows() {
        return rows;
    }

    /** Rows of weight 0. */
    public long ignoredRows() {
        return ignoredRows;
    }

    /** Rows whose norm is 0. */
    public long zeroRows() {
        return zeroRows;
    }

    /** Rows that hold a NaN or an infinity. */
    public long nonFiniteRows() {
        return nonFiniteRows;
    }

    /** The sum of the row weights, correctly rounded; the number of rows where there are no weights. */
    public double weightSum() {
        double sum = weights.value();
        return sum == 0 && ignoredRows == 0 ? rows : sum;
    }

    /** The sum of w rho(e) over the rows, correctly rounded: the loss without its factor lambda/N. */
    public double penaltySum() {
        return losses.value();
    }

    /** The sum of w rho'(e) over the rows, correctly rounded. */
    public double derivativeSum() {
        return derivatives.value();
    }

    /** The number of classes, 0 where the radius is not per class. */
    public int classes() {
        return classDerivatives.length;
    }

    /** {@link #derivativeSum} over the rows of one class. */
    public double derivativeSum(int label) {
        ExactSum sum = classDerivatives[Objects.checkIndex(label, classDerivatives.length)];
        return sum == null ? 0 : sum.value();
    }

    /** Mean, extremes and deviation of the norms. */
    public NormSummary normSummary() {
        return NormSummary.of(this);
    }

    long countedRows() {
        return rows - ignoredRows;
    }

    long finiteRows() {
        return rows - ignoredRows - nonFiniteRows;
    }

    double meanNorm() {
        return norms.value() / finiteRows();
    }

    /** A compact form of the totals, big-endian, the same on every machine. */
    public byte[] toBytes() {
        int size = 64 + 4 * Long.BYTES + 3 * Double.BYTES;
        for (ExactSum sum : sums) {
            size += sum.maxBytes();
        }
        for (ExactSum sum : classDerivatives) {
            size += (sum == null ? EMPTY : sum).maxBytes();
        }
        ByteBuffer out = ByteBuffer.allocate(size);
        out.putInt(MAGIC).put(VERSION);
        out.putLong(rows).putLong(ignoredRows).putLong(zeroRows).putLong(nonFiniteRows);
        out.putDouble(minNorm).putDouble(maxNorm).putDouble(scale);
        for (ExactSum sum : sums) {
            sum.write(out);
        }
        out.putInt(classDerivatives.length);
        for (ExactSum sum : classDerivatives) {
            (sum == null ? EMPTY : sum).write(out);
        }
        return Arrays.copyOf(out.array(), out.position());
    }

    /**
     * Reads what {@link #toBytes} wrote.
     *
     * @throws IllegalArgumentException if the bytes are anything else
     */
    public static RingLossTotals fromBytes(byte[] bytes) {
        Objects.requireNonNull(bytes, "bytes is null");
        RingLossTotals totals = new RingLossTotals();
        try {
            totals.read(ByteBuffer.wrap(bytes));
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException(
                    "bytes has length " + bytes.length + " and ends early, must be what toBytes() gave", e);
        }
        return totals;
    }

    private void read(ByteBuffer in) {
        int magic = in.getInt();
        int version = in.get();
        if (magic != MAGIC || version != VERSION) {
            throw malformed("it starts with " + Integer.toHexString(magic) + " and version " + version);
        }
        rows = in.getLong();
        ignoredRows = in.getLong();
        zeroRows = in.getLong();
        nonFiniteRows = in.getLong();
        if (rows < 0
                || ignoredRows < 0
                || zeroRows < 0
                || nonFiniteRows < 0
                || ignoredRows > rows
                || zeroRows > finiteRows()) {
            throw malformed("its row counts are " + rows + ", " + ignoredRows + ", " + zeroRows + ", " + nonFiniteRows);
        }
        minNorm = in.getDouble();
        maxNorm = in.getDouble();
        scale = in.getDouble();
        if (finiteRows() > 0
                ? !(0 <= minNorm && minNorm <= maxNorm)
                : !Double.isNaN(minNorm) || !Double.isNaN(maxNorm)) {
            throw malformed("its extremes are " + minNorm + " and " + maxNorm);
        }
        if (rows > 0 ? !(scale > 0 && scale < Double.POSITIVE_INFINITY) : !Double.isNaN(scale)) {
            throw malformed("its scale is " + scale);
        }
        for (ExactSum sum : sums) {
            sum.add(readSum(in));
        }
        if (finiteRows() == 0 && !(norms.isEmpty() && normSquares.isEmpty())) {
            throw malformed("it has norms of no rows");
        }
        try {
            NormSummary.of(this);
        } catch (ArithmeticException e) {
            throw malformed("its sums of norms are " + norms.value() + " and " + normSquares.value());
        }
        int classes = in.getInt();
        if (classes < 0 || classes > in.remaining() / ExactSum.MIN_BYTES) {
            throw malformed("it has " + classes + " classes in " + in.remaining() + " bytes");
        }
        classDerivatives = new @Nullable ExactSum[classes];
        for (int k = 0; k < classes; k++) {
            ExactSum sum = readSum(in);
            classDerivatives[k] = sum.isEmpty() ? null : sum;
        }
        if (in.hasRemaining()) {
            throw malformed("it has " + in.remaining() + " bytes too many");
        }
    }

    private static ExactSum readSum(ByteBuffer in) {
        try {
            return ExactSum.read(in);
        } catch (IllegalArgumentException e) {
            throw malformed(e.getMessage());
        }
    }

    private static IllegalArgumentException malformed(String why) {
        return new IllegalArgumentException("bytes must be what toBytes() gave: " + why);
    }

    private Object writeReplace() {
        return new Bytes(toBytes());
    }

    /** Totals come from their bytes only: a stream that names this class would make some without sums. */
    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw new InvalidObjectException("totals are read from their bytes");
    }

    /** What Java serialization writes in place of totals. */
    private static final class Bytes implements Serializable {
        private static final long serialVersionUID = 1;

        private final byte[] bytes;

        private Bytes(byte[] bytes) {
            this.bytes = bytes;
        }

        private Object readResolve() throws InvalidObjectException {
            try {
                return fromBytes(bytes);
            } catch (IllegalArgumentException | NullPointerException e) {
                InvalidObjectException invalid = new InvalidObjectException(e.getMessage());
                invalid.initCause(e);
                throw invalid;
            }
        }
    }

    @Override
    public String toString() {
        return rows + " rows, penalty sum " + penaltySum() + ", derivative sum " + derivativeSum();
    }
}
