package org.ringloss.benchmarks.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.OptionalDouble;

/** Numbers as the page prints them. */
final class Numbers {
    private Numbers() {}

    /** With three digits, or all of those before the point. */
    static String text(double value) {
        if (Math.abs(value) >= 1000) {
            return Long.toString(Math.round(value));
        }
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(3));
        return Math.abs(value) < 1e-3
                ? "0"
                : rounded.setScale(Math.max(0, rounded.scale())).toPlainString();
    }

    static String text(OptionalDouble value) {
        return value.isPresent() ? text(value.getAsDouble()) : "–";
    }

    static String bytes(int bytes) {
        return bytes < 1 << 20 ? bytes / 1024 + " KiB" : text(bytes / 0x1p20) + " MiB";
    }
}
