// SPDX-License-Identifier: Apache-2.0
package org.ringloss;

import java.io.InvalidObjectException;
import java.io.Serializable;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.ringloss.internal.ExactSum;

/**
 * The bytes of totals, big-endian: a word that names the kind, a version, the numbers of the norms; of ring loss then the
 * penalty and radii, the scale, three sums, the number of classes and a sum for each. Whatever bytes are read, what comes of them is sound or
 * refused.
 */
final class TotalsBytes {
    private static final int NORM = 0x4e4f524d;
    private static final int RING = 0x52494e47;
    private static final byte VERSION = 3;
    private static final int HEADER = Integer.BYTES + 1;
    private static final int NORM_FIELDS = 4 * Long.BYTES + 2 * Double.BYTES;
    private static final ExactSum EMPTY = new ExactSum();
    /** No row of floats has a larger norm. */
    private static final double MAX_NORM = 0x1p150;

    private TotalsBytes() {}

    static byte[] of(NormTotals totals) {
        ByteBuffer out = ByteBuffer.allocate(HEADER + size(totals));
        out.putInt(NORM).put(VERSION);
        write(totals, out);
        return Arrays.copyOf(out.array(), out.position());
    }

    static byte[] of(RingLossTotals totals) {
        int size = HEADER + size(totals.norms) + totals.origin.maxBytes() + Double.BYTES + Integer.BYTES;
        size += totals.losses.maxBytes() + totals.derivatives.maxBytes() + totals.weights.maxBytes();
        for (ExactSum sum : totals.classDerivatives) {
            size += (sum == null ? EMPTY : sum).maxBytes();
        }
        ByteBuffer out = ByteBuffer.allocate(size);
        out.putInt(RING).put(VERSION);
        write(totals.norms, out);
        totals.origin.write(out);
        out.putDouble(totals.scale);
        totals.losses.write(out);
        totals.derivatives.write(out);
        totals.weights.write(out);
        out.putInt(totals.classDerivatives.length);
        for (ExactSum sum : totals.classDerivatives) {
            (sum == null ? EMPTY : sum).write(out);
        }
        return Arrays.copyOf(out.array(), out.position());
    }

    private static int size(NormTotals totals) {
        return NORM_FIELDS + totals.norms.maxBytes() + totals.squares.maxBytes();
    }

    private static void write(NormTotals totals, ByteBuffer out) {
        out.putLong(totals.rows).putLong(totals.ignoredRows);
        out.putLong(totals.zeroRows).putLong(totals.nonFiniteRows);
        out.putDouble(totals.min).putDouble(totals.max);
        totals.norms.write(out);
        totals.squares.write(out);
    }

    static NormTotals readNormTotals(byte[] bytes) {
        return read(bytes, NORM, in -> {
            NormTotals totals = new NormTotals();
            read(in, totals);
            return totals;
        });
    }

    static RingLossTotals readRingLossTotals(byte[] bytes) {
        return read(bytes, RING, in -> {
            RingLossTotals totals = new RingLossTotals();
            read(in, totals);
            return totals;
        });
    }

    private static <T> T read(byte[] bytes, int kind, Function<ByteBuffer, T> body) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            int magic = in.getInt();
            int version = in.get();
            if (magic != kind || version != VERSION) {
                throw malformed("it starts with " + Integer.toHexString(magic) + " and version " + version);
            }
            T totals = body.apply(in);
            if (in.hasRemaining()) {
                throw malformed("it has " + in.remaining() + " bytes too many");
            }
            return totals;
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException(
                    "bytes has length " + bytes.length + " and ends early, must be what toBytes() gave", e);
        }
    }

    private static void read(ByteBuffer in, NormTotals totals) {
        totals.rows = in.getLong();
        totals.ignoredRows = in.getLong();
        totals.zeroRows = in.getLong();
        totals.nonFiniteRows = in.getLong();
        if (totals.rows < 0
                || totals.ignoredRows < 0
                || totals.zeroRows < 0
                || totals.nonFiniteRows < 0
                || totals.ignoredRows > totals.rows
                || totals.zeroRows > totals.finiteRows()) {
            throw malformed("its row counts are " + totals.rows + ", " + totals.ignoredRows + ", " + totals.zeroRows
                    + ", " + totals.nonFiniteRows);
        }
        totals.min = in.getDouble();
        totals.max = in.getDouble();
        if (totals.finiteRows() > 0
                ? !(0 <= totals.min && totals.min <= totals.max && totals.max <= MAX_NORM)
                : !Double.isNaN(totals.min) || !Double.isNaN(totals.max)) {
            throw malformed("its extremes are " + totals.min + " and " + totals.max);
        }
        readSum(in, totals.norms);
        readSum(in, totals.squares);
        double min = totals.min;
        double max = totals.max;
        if (!isSum(totals.norms.value(), min, max, totals.finiteRows())
                || !isSum(totals.squares.value(), min * min, max * max, totals.finiteRows())) {
            throw malformed("its sums over " + totals.finiteRows() + " norms from " + min + " to " + max + " are "
                    + totals.norms.value() + " and " + totals.squares.value());
        }
    }

    /** Whether {@code count} numbers from {@code min} to {@code max} can have that sum, rounded. */
    private static boolean isSum(double sum, double min, double max, long count) {
        return count == 0 ? sum == 0 : count * min <= sum && sum <= count * max;
    }

    private static void read(ByteBuffer in, RingLossTotals totals) {
        read(in, totals.norms);
        Origin origin = Origin.read(in);
        if (origin == null || origin.isEmpty() != (totals.rows() == 0)) {
            throw malformed("its penalty and radii are unsound");
        }
        totals.origin.set(origin);
        totals.scale = in.getDouble();
        if (totals.rows() > 0
                ? !(totals.scale > 0 && totals.scale < Double.POSITIVE_INFINITY)
                : !Double.isNaN(totals.scale)) {
            throw malformed("its scale is " + totals.scale);
        }
        readSum(in, totals.losses);
        readSum(in, totals.derivatives);
        readSum(in, totals.weights);
        int classes = in.getInt();
        if (classes < 0 || classes > in.remaining() / ExactSum.MIN_BYTES) {
            throw malformed("it has " + classes + " classes in " + in.remaining() + " bytes");
        }
        totals.classDerivatives = new @Nullable ExactSum[classes];
        for (int k = 0; k < classes; k++) {
            ExactSum sum = new ExactSum();
            readSum(in, sum);
            totals.classDerivatives[k] = sum.value() == 0 ? null : sum;
        }
    }

    private static void readSum(ByteBuffer in, ExactSum into) {
        try {
            into.add(ExactSum.read(in));
        } catch (IllegalArgumentException e) {
            throw malformed(e.getMessage());
        }
    }

    private static IllegalArgumentException malformed(String why) {
        return new IllegalArgumentException("bytes must be what toBytes() gave: " + why);
    }

    /** What Java serialization writes in place of totals. */
    static final class Serialized implements Serializable {
        private static final long serialVersionUID = 1;

        private final byte[] bytes;

        Serialized(byte[] bytes) {
            this.bytes = bytes;
        }

        private Object readResolve() throws InvalidObjectException {
            try {
                return bytes[0] == (byte) (NORM >> 24) ? readNormTotals(bytes) : readRingLossTotals(bytes);
            } catch (IllegalArgumentException | NullPointerException | ArrayIndexOutOfBoundsException e) {
                InvalidObjectException invalid = new InvalidObjectException(e.getMessage());
                invalid.initCause(e);
                throw invalid;
            }
        }
    }
}
