// SPDX-License-Identifier: Apache-2.0
package org.ringloss.internal;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A sum of doubles without any rounding until it is asked for: the order of the terms, and how they were split over
 * accumulators that are merged, cannot change a bit of {@link #value()}.
 *
 * <p>The sum is a fixed-point number in digits of 32 bits, digit 0 worth 2^-1074. Each digit has a long of its own, so
 * that carries can wait: a term changes two digits by less than 2^53, and carries are propagated every 512 terms (R. Neal,
 * "Fast exact summation using small and large superaccumulators", 2015). Only a window of digits is stored; it grows to
 * hold what comes. NaN and the infinities are kept aside and follow IEEE 754.
 *
 * <p>Reading changes nothing: several threads may read a sum at once.
 */
public final class ExactSum {
    private static final int TERMS_BETWEEN_CARRIES = 512;
    private static final long DIGIT = 0xffff_ffffL;
    private static final long MANTISSA = (1L << 52) - 1;
    /** Digits of a sum of 2^63 doubles, two to spare. */
    private static final int MAX_DIGITS = (2098 + 63) / 32 + 3;
    /** Bytes that {@link #write} needs at least. */
    public static final int MIN_BYTES = 3;

    private static final int NAN = 1;
    private static final int POSITIVE_INFINITY = 2;
    private static final int NEGATIVE_INFINITY = 4;

    /** The window of digits; the top one takes carries only, and the sign of the sum. */
    private long[] digits = new long[0];
    /** Place of {@code digits[0]} in the fixed-point number. */
    private int base;
    /** Terms since carries were last propagated. */
    private int terms;
    /** Which of {@link #NAN} and the infinities were added. */
    private int specials;

    /** Makes the sum 0 again; keeps its memory. */
    public void reset() {
        Arrays.fill(digits, 0);
        terms = 0;
        specials = 0;
    }

    /** Adds one double. */
    public void add(double x) {
        long bits = Double.doubleToRawLongBits(x);
        int exponent = (int) (bits >>> 52) & 0x7ff;
        if (exponent == 0x7ff) {
            specials |= x > 0 ? POSITIVE_INFINITY : x < 0 ? NEGATIVE_INFINITY : NAN;
            return;
        }
        if (x == 0) {
            return;
        }
        // Subnormal doubles have no leading one, and the exponent of the smallest normal ones.
        long magnitude = (bits & MANTISSA) | (exponent == 0 ? 0 : 1L << 52);
        int position = Math.max(exponent - 1, 0);
        long sign = bits >> 63;
        long mantissa = (magnitude ^ sign) - sign;
        int shift = position & 31;
        int i = window(position >>> 5, 3);
        digits[i] += (mantissa << shift) & DIGIT;
        digits[i + 1] += mantissa >> (32 - shift);
        if (++terms == TERMS_BETWEEN_CARRIES) {
            propagateCarries();
        }
    }

    /** Adds all that another sum holds; leaves that one alone. */
    public void add(ExactSum other) {
        specials |= other.specials;
        if (other.digits.length == 0) {
            return;
        }
        // Digits are below 2^62, and two of them fit into a long.
        int i = window(other.base, other.digits.length);
        for (int k = 0; k < other.digits.length; k++) {
            digits[i + k] += other.digits[k];
        }
        propagateCarries();
    }

    /** Index of digit {@code place}, with {@code count} digits from it on in the window. */
    private int window(int place, int count) {
        if (place < base || place + count > base + digits.length) {
            widen(place, place + count);
        }
        return place - base;
    }

    private void widen(int from, int to) {
        if (digits.length == 0) {
            base = from;
        }
        int first = Math.min(base, from);
        long[] wider = new long[Math.max(base + digits.length, to) - first];
        // The former top digit may be negative; it keeps its value where it stands.
        System.arraycopy(digits, 0, wider, base - first, digits.length);
        digits = wider;
        base = first;
    }

    /** Brings every digit but the top one into 0..2^32-1, and the top one into the range of an int. */
    private void propagateCarries() {
        terms = 0;
        int top = digits.length - 1;
        for (int i = 0; i < top; i++) {
            digits[i + 1] += digits[i] >> 32;
            digits[i] &= DIGIT;
        }
        if (digits[top] != (int) digits[top]) {
            digits = Arrays.copyOf(digits, digits.length + 1);
            digits[top + 1] = digits[top] >> 32;
            digits[top] &= DIGIT;
        }
    }

    /** The sum, correctly rounded (to nearest, ties to even); a sum of zero is +0. */
    public double value() {
        return switch (specials) {
            case 0 -> rounded(1);
            case POSITIVE_INFINITY -> Double.POSITIVE_INFINITY;
            case NEGATIVE_INFINITY -> Double.NEGATIVE_INFINITY;
            default -> Double.NaN;
        };
    }

    /** What {@link #value} rounded away, itself rounded: both together are the sum to 106 bits. */
    public double remainder() {
        ExactSum remainder = copy();
        remainder.add(-value());
        return remainder.value();
    }

    /** The sum of the digits times {@code sign}, rounded. Carries go through a local variable: nothing changes. */
    private double rounded(int sign) {
        long carry = 0;
        // The two digits below the current one, and those below them joined by or.
        long next = 0;
        long third = 0;
        long rest = 0;
        // The leading digit and the next one, the third one, what is below, and the bits up to the leading digit.
        long leading = 0;
        long following = 0;
        long below = 0;
        int bits = 0;
        for (int i = 0; i < digits.length; i++) {
            carry += sign * digits[i];
            long digit = carry & DIGIT;
            carry >>= 32;
            if (digit != 0) {
                bits = 32 * (base + i + 1);
                leading = digit << 32 | next;
                following = third;
                below = rest;
            }
            rest |= third;
            third = next;
            next = digit;
        }
        // The top digit is an int and took a carry below 2^31: that is a digit, or negative.
        if (carry < 0) {
            return -rounded(-sign);
        }
        if (bits == 0) {
            return 0;
        }
        int zeros = Long.numberOfLeadingZeros(leading);
        bits -= zeros;
        // The first 64 of all bits, down to 2^-1074.
        long window = (leading << zeros) | (following >>> (32 - zeros));
        if (bits <= 53) {
            // The number as an integer is the bit pattern of the double.
            return Double.longBitsToDouble(window >>> (64 - bits));
        }
        if (bits > 1074 + 1024) {
            return Double.POSITIVE_INFINITY;
        }
        // A last bit that stands for all below it does not change how the conversion rounds.
        boolean sticky = below != 0 || ((following << zeros) & DIGIT) != 0;
        double value = (window >>> 1) | (window & 1) | (sticky ? 1 : 0);
        return Double.longBitsToDouble(Double.doubleToRawLongBits(value) + ((long) (bits - 63 - 1074) << 52));
    }

    /** The same sum in an object of its own, its carries propagated. */
    private ExactSum copy() {
        ExactSum copy = new ExactSum();
        copy.add(this);
        return copy;
    }

    /** Bytes that {@link #write} needs at most. */
    public int maxBytes() {
        return MIN_BYTES + Integer.BYTES * (digits.length + 1);
    }

    /**
     * Writes flags (1 byte), base and digit count (1 byte each) and the digits (4 bytes each, the top one signed). Equal
     * sums have equal bytes.
     */
    public void write(ByteBuffer out) {
        ExactSum sum = copy();
        int from = 0;
        int to = sum.digits.length;
        while (to > from && sum.digits[from] == 0) {
            from++;
        }
        // A top digit that only repeats the sign of the one below says nothing.
        while (to > from + 1 && (int) sum.digits[to - 1] == (int) sum.digits[to - 2] >> 31) {
            to--;
        }
        out.put((byte) specials);
        out.put((byte) (to > from ? sum.base + from : 0));
        out.put((byte) (to - from));
        for (int i = from; i < to; i++) {
            out.putInt((int) sum.digits[i]);
        }
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IllegalArgumentException if the bytes are not of that form
     * @throws java.nio.BufferUnderflowException if they end early
     */
    public static ExactSum read(ByteBuffer in) {
        int flags = in.get();
        int base = in.get();
        int count = in.get();
        if ((flags & ~(NAN | POSITIVE_INFINITY | NEGATIVE_INFINITY)) != 0
                || base < 0
                || count < 0
                || base + count > MAX_DIGITS) {
            throw new IllegalArgumentException(
                    "sum with flags " + flags + ", base " + base + " and " + count + " digits is out of range");
        }
        ExactSum sum = new ExactSum();
        sum.specials = flags;
        sum.base = base;
        sum.digits = new long[count];
        for (int i = 0; i < count; i++) {
            int digit = in.getInt();
            sum.digits[i] = i < count - 1 ? digit & DIGIT : digit;
        }
        return sum;
    }
}
