package org.ringloss.internal;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A sum of doubles without any rounding until it is asked for: the order of the terms, and how they were split over
 * accumulators that are merged, cannot change a bit of {@link #value()}.
 *
 * <p>The sum is a fixed-point number in digits of 32 bits, digit 0 worth 2^-1074. Each digit has a long of its own, so
 * that carries wait: a term adds less than 2^53 to two digits, and carries are passed on every 1024 terms (R. Neal,
 * "Fast exact summation using small and large superaccumulators", 2015). Only a window of digits is stored; it grows to
 * hold what comes. NaN and the infinities are kept aside and follow IEEE 754.
 *
 * <p>The first few terms wait as they are: the sums of a small batch never become digits.
 */
public final class ExactSum {
    private static final int TERMS_BETWEEN_CARRIES = 1024;
    private static final long DIGIT = 0xffff_ffffL;
    private static final long MANTISSA = (1L << 52) - 1;
    /** Digits that a sum of fewer than 2^63 doubles can reach: (2098 + 63) / 32, rounded up. */
    private static final int MAX_DIGITS = 68;
    /** 2^27 + 1 splits a double into two halves (Veltkamp). */
    private static final double SPLIT = 0x1p27 + 1;
    /** Bytes that {@link #write} needs at least. */
    public static final int MIN_BYTES = 3;

    private static final int NAN = 1;
    private static final int POSITIVE_INFINITY = 2;
    private static final int NEGATIVE_INFINITY = 4;

    /** A backend leaves up to four terms of two rows, and up to three of more, up to 256. */
    private static final int MAX_WAITING = 4;
    /** Terms that wait and are rounded as they are. */
    private static final int MAX_ROUNDED = 3;

    private final double[] waiting = new double[MAX_WAITING];
    private int waitingTerms;
    private long[] digits = new long[4];
    /** Place of {@code digits[0]} in the fixed-point number. */
    private int base;

    private int terms;
    private boolean used;
    /** Which of {@link #NAN} and the infinities were added. */
    private int specials;

    /** Makes the sum 0 again; keeps its memory. */
    public void reset() {
        if (used) {
            Arrays.fill(digits, 0);
            terms = 0;
            used = false;
        }
        waitingTerms = 0;
        specials = 0;
    }

    /** Adds one double. */
    public void add(double x) {
        if (used) {
            // No term waits then.
            addDigits(x);
        } else if (waitingTerms == MAX_WAITING || !(Math.abs(x) <= Double.MAX_VALUE)) {
            addWaiting();
            addDigits(x);
        } else if (x != 0) {
            waiting[waitingTerms++] = x;
        }
    }

    private void addWaiting() {
        int count = waitingTerms;
        waitingTerms = 0;
        for (int i = 0; i < count; i++) {
            addDigits(waiting[i]);
        }
    }

    private void addDigits(double x) {
        long bits = Double.doubleToRawLongBits(x);
        int exponent = (int) (bits >>> 52) & 0x7ff;
        long mantissa = bits & MANTISSA;
        if (exponent == 0x7ff) {
            addSpecial(x);
            return;
        }
        if (exponent == 0) {
            if (mantissa == 0) {
                return;
            }
            exponent = 1;
        } else {
            mantissa |= 1L << 52;
        }
        int position = exponent - 1;
        int shift = position & 31;
        int i = window(position >>> 5, 2);
        long low = (mantissa << shift) & DIGIT;
        long high = mantissa >>> (32 - shift);
        if (bits < 0) {
            digits[i] -= low;
            digits[i + 1] -= high;
        } else {
            digits[i] += low;
            digits[i + 1] += high;
        }
        countTerm();
    }

    /** Adds x^2 without rounding it first, for |x| from 2^-485 (or its last bit would be lost) to 2^500, or zero. */
    public void addSquare(double x) {
        if (!used && waitingTerms <= MAX_WAITING - 2) {
            // Head and tail have 26 bits each, so that their products are exact (Dekker).
            double scaled = SPLIT * x;
            double head = scaled - (scaled - x);
            double tail = x - head;
            double square = x * x;
            add(square);
            add(head * head - square + 2 * head * tail + tail * tail);
            return;
        }
        long bits = Double.doubleToRawLongBits(x);
        long mantissa = (bits & MANTISSA) | 1L << 52;
        int exponent = (int) (bits >>> 52) & 0x7ff;
        if (x == 0) {
            return;
        }
        addWaiting();
        // x = mantissa * 2^(exponent - 1075), so its square is a product of 106 bits times 2^(2 * exponent - 2150)
        int position = 2 * exponent - 2150 + 1074;
        int shift = position & 31;
        long productLow = mantissa * mantissa;
        long productHigh = Math.multiplyHigh(mantissa, mantissa);
        int i = window(position >>> 5, 5);
        long middle = productLow >>> 32;
        digits[i] += (productLow << shift) & DIGIT;
        digits[i + 1] += ((productLow & DIGIT) >>> (32 - shift)) + ((middle << shift) & DIGIT);
        digits[i + 2] += (middle >>> (32 - shift)) + ((productHigh << shift) & DIGIT);
        digits[i + 3] += (productHigh >>> (32 - shift)) & DIGIT;
        digits[i + 4] += productHigh >>> 32 >>> (32 - shift);
        countTerm();
    }

    /** Adds all that another accumulator holds; leaves that one alone. */
    public void add(ExactSum other) {
        specials |= other.specials;
        if (other == this) {
            addWaiting();
        }
        for (int i = 0; i < other.waitingTerms; i++) {
            add(other.waiting[i]);
        }
        if (!other.used) {
            return;
        }
        addWaiting();
        // A term adds less than 2^52 + 2^32 to a digit, and each side has at most 1023 that it has not carried: two
        // such
        // digits fit into a long.
        int i = window(other.base, other.digits.length);
        for (int k = 0; k < other.digits.length; k++) {
            digits[i + k] += other.digits[k];
        }
        carry();
    }

    private void addSpecial(double x) {
        specials |= x > 0 ? POSITIVE_INFINITY : x < 0 ? NEGATIVE_INFINITY : NAN;
    }

    private void countTerm() {
        if (++terms >= TERMS_BETWEEN_CARRIES) {
            carry();
        }
    }

    /** Index into {@link #digits} of digit {@code place}, with {@code count} digits and one for carries in the window. */
    private int window(int place, int count) {
        int i = place - base;
        if (!used || i < 0 || i + count >= digits.length) {
            widen(place, count);
            i = place - base;
        }
        return i;
    }

    private void widen(int place, int count) {
        if (!used) {
            used = true;
            if (digits.length < count + 1) {
                digits = new long[count + 1];
                base = place;
            } else if (place < base || place + count >= base + digits.length) {
                base = place;
            }
            return;
        }
        int from = Math.min(base, place);
        int to = Math.max(base + digits.length, place + count + 1);
        long[] wider = new long[to - from];
        // The top digit of the old window carries the sign; as a long it keeps its value wherever it stands.
        System.arraycopy(digits, 0, wider, base - from, digits.length);
        digits = wider;
        base = from;
    }

    /** Brings every digit but the top one into 0..2^32-1, and the top one into the range of an int. */
    private void carry() {
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
        if (specials != 0) {
            return switch (specials) {
                case POSITIVE_INFINITY -> Double.POSITIVE_INFINITY;
                case NEGATIVE_INFINITY -> Double.NEGATIVE_INFINITY;
                default -> Double.NaN;
            };
        }
        if (waitingTerms > MAX_ROUNDED) {
            return inDigits().value();
        }
        if (waitingTerms == MAX_ROUNDED) {
            double sum = sumOf3(waiting[0], waiting[1], waiting[2]);
            // A sum in between may have gone beyond the largest double.
            return Math.abs(sum) <= Double.MAX_VALUE ? sum : inDigits().value();
        }
        if (waitingTerms > 0) {
            return waitingTerms == 1 ? waiting[0] : waiting[0] + waiting[1];
        }
        if (!used) {
            return 0;
        }
        settle();
        return rounded();
    }

    /**
     * The correctly rounded sum of three numbers: what two additions lost is itself added with rounding to odd, so that the last
     * addition rounds like the first one of all (S. Boldo and G. Melquiond, "Emulation of a FMA and correctly rounded sums:
     * proved algorithms using rounding to odd", 2008).
     */
    private static double sumOf3(double a, double b, double c) {
        double low = b + c;
        double high = a + low;
        double lost = lost(a, low, high);
        double lostBefore = lost(b, c, low);
        double rest = lost + lostBefore;
        double more = lost(lost, lostBefore, rest);
        if (more != 0 && (Double.doubleToRawLongBits(rest) & 1) == 0) {
            int away = more > 0 == rest > 0 ? 1 : -1;
            rest = Double.longBitsToDouble(Double.doubleToRawLongBits(rest) + away);
        }
        return high + rest;
    }

    /** What the sum of a and b lost when it was rounded (Knuth). */
    private static double lost(double a, double b, double sum) {
        double back = sum - a;
        return (a - (sum - back)) + (b - back);
    }

    /** This sum without terms that wait; a copy if there are any, so that threads may read a sum at once. */
    private ExactSum inDigits() {
        if (waitingTerms == 0) {
            return this;
        }
        ExactSum sum = new ExactSum();
        sum.add(this);
        sum.addWaiting();
        return sum;
    }

    /**
     * Passes on what waits, carries and all but a few terms. Until something is added, {@link #value} then changes nothing
     * in memory, and allocates nothing unless the sum is near the largest double.
     */
    public void settle() {
        if (waitingTerms > MAX_ROUNDED) {
            addWaiting();
        }
        if (terms > 0) {
            carry();
        }
    }

    private double rounded() {
        int top = digits.length - 1;
        boolean negative = digits[top] < 0;
        int lowest = 0;
        while (lowest < top && digits[lowest] == 0) {
            lowest++;
        }
        int t = top;
        while (t >= lowest && digit(t, negative, lowest) == 0) {
            t--;
        }
        if (t < lowest) {
            return 0;
        }
        long first = digit(t, negative, lowest);
        int leading = Long.numberOfLeadingZeros(first) - 32;
        int bitLength = 32 * (base + t + 1) - leading;
        // The 64 bits from the leading one on, and whether anything is set below them.
        long next = t > 0 ? digit(t - 1, negative, lowest) : 0;
        long third = t > 1 ? digit(t - 2, negative, lowest) : 0;
        long window = ((first << 32 | next) << leading) | third >>> (32 - leading);
        boolean sticky = ((third << leading) & DIGIT) != 0 || lowest < t - 2;
        return negative ? -round(window, sticky, bitLength) : round(window, sticky, bitLength);
    }

    /** Digit i of the magnitude: of a negative number the complement, plus 1 at its lowest digit that is not 0. */
    private long digit(int i, boolean negative, int lowest) {
        if (!negative || i < lowest) {
            return digits[i];
        }
        return (i == lowest ? -digits[i] : ~digits[i]) & DIGIT;
    }

    private static double round(long window, boolean sticky, int bitLength) {
        if (bitLength <= 53) {
            // At most 53 bits above 2^-1074: exact, and the integer is the bit pattern of the double.
            return Double.longBitsToDouble(window >>> (64 - bitLength));
        }
        int exponent = bitLength - 52;
        if (exponent > 2046) {
            return Double.POSITIVE_INFINITY;
        }
        long mantissa = window >>> 11;
        boolean half = (window & 1L << 10) != 0;
        boolean more = sticky || (window & (1L << 10) - 1) != 0;
        long bits = ((long) (exponent - 1) << 52) + mantissa;
        if (half && (more || (mantissa & 1) != 0)) {
            bits++;
        }
        return Double.longBitsToDouble(bits);
    }

    /** The sum without any rounding. */
    public BigDecimal exactValue() {
        if (specials != 0) {
            throw new ArithmeticException("the sum is " + value());
        }
        if (waitingTerms > 0) {
            return inDigits().exactValue();
        }
        BigInteger sum = BigInteger.ZERO;
        for (int i = digits.length - 1; used && i >= 0; i--) {
            sum = sum.shiftLeft(32).add(BigInteger.valueOf(digits[i]));
        }
        if (sum.signum() == 0) {
            return BigDecimal.ZERO;
        }
        int zeros = sum.getLowestSetBit();
        int exponent = 32 * base - 1074 + zeros;
        sum = sum.shiftRight(zeros);
        // 2^-k is 5^k in k decimal places: a division of BigDecimals would take a thousand times as long.
        return exponent >= 0
                ? new BigDecimal(sum.shiftLeft(exponent))
                : new BigDecimal(sum.multiply(BigInteger.valueOf(5).pow(-exponent)), -exponent);
    }

    /** Whether nothing was added but zeros. */
    public boolean isEmpty() {
        return !used && waitingTerms == 0 && specials == 0;
    }

    /** Bytes that {@link #write} needs at most. */
    public int maxBytes() {
        return MIN_BYTES + Integer.BYTES * (inDigits().digits.length + 1);
    }

    /** Writes flags (1 byte), base and digit count (1 byte each) and the digits (4 bytes each, the top one signed). */
    public void write(ByteBuffer out) {
        if (waitingTerms > 0) {
            inDigits().write(out);
            return;
        }
        settle();
        int from = 0;
        int to = used ? digits.length : 0;
        while (to > from && digits[from] == 0) {
            from++;
        }
        while (to > from + 1 && canDropTop(to)) {
            to--;
        }
        out.put((byte) specials);
        out.put((byte) (to > from ? base + from : 0));
        out.put((byte) (to - from));
        for (int i = from; i < to; i++) {
            out.putInt((int) digits[i]);
        }
    }

    /** A top digit that only repeats the sign of the one below says nothing: equal sums have equal bytes. */
    private boolean canDropTop(int to) {
        return (int) digits[to - 1] == (digits[to - 2] >>> 31 == 0 ? 0 : -1);
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IllegalArgumentException if the bytes are not of that form
     * @throws java.nio.BufferUnderflowException if they end early
     */
    public static ExactSum read(ByteBuffer in) {
        ExactSum sum = new ExactSum();
        int flags = in.get();
        int base = in.get();
        int count = in.get();
        if ((flags & ~(NAN | POSITIVE_INFINITY | NEGATIVE_INFINITY)) != 0
                || base < 0
                || count < 0
                || base + count > MAX_DIGITS + 2) {
            throw new IllegalArgumentException(
                    "sum with flags " + flags + ", base " + base + " and " + count + " digits is out of range");
        }
        sum.specials = flags;
        if (in.remaining() < Integer.BYTES * count) {
            throw new java.nio.BufferUnderflowException();
        }
        if (count > 0) {
            sum.used = true;
            sum.base = base;
            sum.digits = new long[count + 1];
            for (int i = 0; i < count - 1; i++) {
                sum.digits[i] = in.getInt() & DIGIT;
            }
            sum.digits[count - 1] = in.getInt();
            sum.carry();
        }
        return sum;
    }
}
