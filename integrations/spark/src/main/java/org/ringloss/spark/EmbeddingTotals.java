// SPDX-License-Identifier: Apache-2.0
package org.ringloss.spark;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.ringloss.RingLossTotals;

/**
 * What an audit adds up: the exact totals of the rows that have a norm, and how many rows had none, and why. Totals of
 * parts merge in any order and any tree to the same bytes. They can be stored, a day at a time, and merged later without
 * the embeddings: that is the column {@code totals} of {@code ring_audit}, which {@code ring_merge} takes.
 */
public final class EmbeddingTotals implements Serializable {
    private static final long serialVersionUID = 1;
    private static final int MAGIC = 0x454d4244;
    private static final byte VERSION = 1;
    private static final int HEADER = Integer.BYTES + 1 + Integer.BYTES + 3 * Long.BYTES;

    // Neither final nor transient: some serializers copy the fields.
    private int dim;
    private long nullRows;
    private long wrongLengthRows;
    private long nullElementRows;
    private RingLossTotals good = new RingLossTotals();

    /**
     * Totals of no rows.
     *
     * @param dim the length of the embeddings, 1 or more
     */
    public EmbeddingTotals(int dim) {
        this.dim = LossSettings.requireDim(dim);
    }

    /** For serializers that fill the fields. */
    @SuppressWarnings("unused")
    private EmbeddingTotals() {}

    void count(RowProblem problem) {
        switch (problem) {
            case NULL -> nullRows++;
            case WRONG_LENGTH -> wrongLengthRows++;
            case NULL_ELEMENT -> nullElementRows++;
        }
    }

    /**
     * Adds what other totals hold; leaves those alone.
     *
     * @param other totals of the same loss, radius and length
     * @throws IllegalArgumentException if they are of embeddings of another length, or of another loss or radius
     */
    public void merge(EmbeddingTotals other) {
        Objects.requireNonNull(other, "other is null");
        if (other.dim != dim) {
            throw new IllegalArgumentException(
                    "other is of dim " + other.dim + ", must be of dim " + dim + " like the totals it is merged into");
        }
        good.merge(other.good);
        nullRows += other.nullRows;
        wrongLengthRows += other.wrongLengthRows;
        nullElementRows += other.nullElementRows;
    }

    /** {@return the length of the embeddings} */
    public int dim() {
        return dim;
    }

    /** {@return the number of all rows that were seen} */
    public long rows() {
        return good.rows() + nullRows + wrongLengthRows + nullElementRows;
    }

    /** {@return the number of rows without an array} They count in {@link #rows} only. */
    public long nullRows() {
        return nullRows;
    }

    /** {@return the number of rows of another length than {@link #dim}} They count in {@link #rows} only. */
    public long wrongLengthRows() {
        return wrongLengthRows;
    }

    /** {@return the number of rows of the right length with a null element} They count in {@link #rows} only. */
    public long nullElementRows() {
        return nullElementRows;
    }

    /** {@return the totals of all other rows, which have a norm} Do not change them. */
    public RingLossTotals ringLossTotals() {
        return good;
    }

    /** {@return the totals as some 200 bytes, the same on every machine} Equal totals have equal bytes. */
    public byte[] toBytes() {
        byte[] ring = good.toBytes();
        return ByteBuffer.allocate(HEADER + ring.length)
                .putInt(MAGIC)
                .put(VERSION)
                .putInt(dim)
                .putLong(nullRows)
                .putLong(wrongLengthRows)
                .putLong(nullElementRows)
                .put(ring)
                .array();
    }

    /**
     * Reads what {@link #toBytes} wrote.
     *
     * @param bytes the totals
     * @return the totals
     * @throws IllegalArgumentException if the bytes are anything else
     */
    public static EmbeddingTotals fromBytes(byte[] bytes) {
        Objects.requireNonNull(bytes, "bytes is null");
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (bytes.length < HEADER || in.getInt() != MAGIC || in.get() != VERSION) {
            throw new IllegalArgumentException("bytes (" + bytes.length
                    + " of them) are no totals of embeddings, must be what toBytes() gave or ring_audit as totals");
        }
        int dim = in.getInt();
        long[] counts = {in.getLong(), in.getLong(), in.getLong()};
        if (dim < 1 || Arrays.stream(counts).anyMatch(count -> count < 0)) {
            throw new IllegalArgumentException("bytes must be what toBytes() gave: its dim is " + dim
                    + " and its counts are " + Arrays.toString(counts));
        }
        EmbeddingTotals totals = new EmbeddingTotals(dim);
        totals.nullRows = counts[0];
        totals.wrongLengthRows = counts[1];
        totals.nullElementRows = counts[2];
        totals.good = RingLossTotals.fromBytes(Arrays.copyOfRange(bytes, HEADER, bytes.length));
        return totals;
    }

    /** Whether these are totals of the same rows, as far as totals tell. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof EmbeddingTotals totals && Arrays.equals(toBytes(), totals.toBytes());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(toBytes());
    }

    @Override
    public String toString() {
        return rows() + " rows of dim " + dim + " (" + nullRows + " null, " + wrongLengthRows + " of another length, "
                + nullElementRows + " with a null element), " + good;
    }
}
