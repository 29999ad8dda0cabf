// SPDX-License-Identifier: Apache-2.0
package org.ringloss;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which loss totals are of: its penalty and its radii. Totals of different losses must not merge. Radii per class count by
 * their values; targets per row, which differ from shard to shard, do not.
 */
final class Origin {
    private static final byte NO_ROWS = 0;
    private static final byte SHARED = 1;
    private static final byte PER_CLASS = 2;
    private static final byte PER_ROW = 3;
    private static final int MAX_NAME = 1 << 10;

    // Not transient: some serializers copy the fields.
    private String penalty = "";
    private byte kind = NO_ROWS;
    /** The bits of the shared radius, or a hash of the radii of the classes. */
    private long radii;

    void clear() {
        penalty = "";
        kind = NO_ROWS;
        radii = 0;
    }

    /** The origin of a pass; none where it has no rows. */
    void set(PassInputs in) {
        clear();
        if (in.features.rows() == 0) {
            return;
        }
        penalty = nameOf(in.penalty);
        if (in.radii == null) {
            kind = SHARED;
            radii = Double.doubleToLongBits(in.radius + 0.0);
        } else if (in.radii instanceof Radii.PerClass classes) {
            kind = PER_CLASS;
            radii = classes.hash();
        } else {
            kind = PER_ROW;
        }
    }

    void set(Origin other) {
        penalty = other.penalty;
        kind = other.kind;
        radii = other.radii;
    }

    /** A penalty of the user's own that has no name is known by its class. */
    private static String nameOf(Penalty penalty) {
        return penalty instanceof BuiltInPenalty || penalty instanceof OwnPenalty
                ? penalty.toString()
                : penalty.getClass().getName();
    }

    /** Refuses totals of another penalty, or of other radii, than these. */
    void requireSame(Origin other) {
        if (!penalty.equals(other.penalty) || kind != other.kind || radii != other.radii) {
            throw new IllegalArgumentException(
                    "other is of " + other + ", must be of " + this + " like the totals that it is merged into");
        }
    }

    void requirePenalty(Penalty expected) {
        if (kind != NO_ROWS && !penalty.equals(nameOf(expected))) {
            throw new IllegalArgumentException(
                    "totals is of " + this + ", must be of this loss's penalty, " + nameOf(expected));
        }
    }

    boolean isEmpty() {
        return kind == NO_ROWS;
    }

    int maxBytes() {
        return Short.BYTES + penalty.getBytes(StandardCharsets.UTF_8).length + 1 + Long.BYTES;
    }

    void write(ByteBuffer out) {
        byte[] name = penalty.getBytes(StandardCharsets.UTF_8);
        out.putShort((short) name.length).put(name).put(kind).putLong(radii);
    }

    /** Reads what {@link #write} wrote; null if it cannot have. */
    static @Nullable Origin read(ByteBuffer in) {
        int length = in.getShort();
        if (length < 0 || length > MAX_NAME || length > in.remaining()) {
            return null;
        }
        byte[] name = new byte[length];
        in.get(name);
        Origin origin = new Origin();
        origin.penalty = new String(name, StandardCharsets.UTF_8);
        origin.kind = in.get();
        origin.radii = in.getLong();
        boolean named = length > 0 && Arrays.equals(name, origin.penalty.getBytes(StandardCharsets.UTF_8));
        boolean sound = switch (origin.kind) {
            case NO_ROWS -> length == 0 && origin.radii == 0;
            case SHARED -> named && Math.abs(Double.longBitsToDouble(origin.radii)) <= Float.MAX_VALUE;
            case PER_CLASS -> named;
            case PER_ROW -> named && origin.radii == 0;
            default -> false;
        };
        return sound ? origin : null;
    }

    @Override
    public String toString() {
        return switch (kind) {
            case SHARED -> penalty + " with radius " + Double.longBitsToDouble(radii);
            case PER_CLASS -> penalty + " with radii per class (hash " + Long.toHexString(radii) + ")";
            case PER_ROW -> penalty + " with a target per row";
            default -> "no rows";
        };
    }
}
