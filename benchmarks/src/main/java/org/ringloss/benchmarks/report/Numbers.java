package org.ringloss.benchmarks.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.OptionalDouble;

/** Numbers for people: three digits. */
final class Numbers {
    static final String NONE = "–";

    private Numbers() {}

    static double round(double value) {
        return Double.isFinite(value)
                ? new BigDecimal(value).round(new MathContext(3)).doubleValue()
                : value;
    }

    static String text(double value) {
        double rounded = round(value);
        double size = Math.abs(rounded);
        if (size < 0.001) {
            return "0";
        }
        return String.format(
                Locale.ROOT, size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f", rounded);
    }

    /** A number that somebody chose, in as many digits as that took. */
    static String plain(double value) {
        return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
    }

    static String text(OptionalDouble value) {
        return value.isPresent() ? text(value.getAsDouble()) : NONE;
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    /** Nanoseconds in the unit that suits them. */
    static String time(double nanos) {
        if (nanos < 1e3) {
            return text(nanos) + " ns";
        }
        if (nanos < 1e6) {
            return text(nanos / 1e3) + " µs";
        }
        return nanos < 1e9 ? text(nanos / 1e6) + " ms" : text(nanos / 1e9) + " s";
    }

    static String bytes(long bytes) {
        if (bytes == 0) {
            return NONE;
        }
        if (bytes < 1L << 20) {
            return text(bytes / 1024.0) + " KiB";
        }
        return text(bytes / (1024.0 * 1024)) + " MiB";
    }
}
