// SPDX-License-Identifier: Apache-2.0
package org.ringloss.properties;

import static org.assertj.core.api.Assertions.assertThat;

import org.ringloss.NormSummary;
import org.ringloss.RingLossResult;

/** Equality to the bit; every NaN is one, +0 and -0 are two. */
final class Bits {
    private Bits() {}

    static void assertSame(String what, float[] actual, float[] expected) {
        assertThat(actual).as(what).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            if (Float.floatToIntBits(actual[i]) != Float.floatToIntBits(expected[i])) {
                throw new AssertionError(what + "[" + i + "] is " + actual[i] + ", expected " + expected[i]);
            }
        }
    }

    static void assertSame(String what, double[] actual, double[] expected) {
        assertThat(actual).as(what).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            assertSame(what + "[" + i + "]", actual[i], expected[i]);
        }
    }

    static void assertSame(String what, double actual, double expected) {
        if (Double.doubleToLongBits(actual) != Double.doubleToLongBits(expected)) {
            throw new AssertionError(what + " is " + actual + ", expected " + expected);
        }
    }

    /** All that a result tells. */
    static void assertSame(RingLossResult actual, RingLossResult expected, boolean reduced) {
        if (reduced) {
            assertSame("loss", actual.loss(), expected.loss());
        } else {
            assertSame("rowLosses", actual.rowLosses(), expected.rowLosses());
        }
        assertSame("radiusGradient", actual.radiusGradient(), expected.radiusGradient());
        assertSame("classRadiusGradients", actual.classRadiusGradients(), expected.classRadiusGradients());
        assertSame(actual.normSummary(), expected.normSummary());
        assertThat(actual.rows()).isEqualTo(expected.rows());
        assertThat(actual.ignoredRows()).isEqualTo(expected.ignoredRows());
        assertThat(actual.zeroRows()).isEqualTo(expected.zeroRows());
        assertThat(actual.nonFiniteRows()).isEqualTo(expected.nonFiniteRows());
    }

    static void assertSame(NormSummary actual, NormSummary expected) {
        // Records compare doubles by Double.compare: bit for bit, with one NaN.
        assertThat(actual).isEqualTo(expected);
    }
}
