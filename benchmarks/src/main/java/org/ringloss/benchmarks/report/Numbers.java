// SPDX-License-Identifier: Apache-2.0
package org.ringloss.benchmarks.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.OptionalDouble;

/** Numbers as the page prints them. */
final class Numbers {
    private Numbers() {}

    /** With three digits and no zeros behind them, or all digits before the point. */
    static String text(double value) {
        if (Math.abs(value) < 1e-3) {
            return "0";
        }
        return Math.abs(value) >= 1000
                ? Long.toString(Math.round(value))
                : BigDecimal.valueOf(value)
                        .round(new MathContext(3))
                        .stripTrailingZeros()
                        .toPlainString();
    }

    static String text(OptionalDouble value) {
        return value.isPresent() ? text(value.getAsDouble()) : "–";
    }

    static String bytes(int bytes) {
        return bytes < 1 << 20 ? bytes / 1024 + " KiB" : text(bytes / 0x1p20) + " MiB";
    }
}
