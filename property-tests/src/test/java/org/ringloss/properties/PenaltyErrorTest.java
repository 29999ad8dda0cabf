// SPDX-License-Identifier: Apache-2.0
package org.ringloss.properties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

/** The measure itself: what is taken for right, and what not. */
class PenaltyErrorTest {
    private static final BigDecimal STEP = new BigDecimal(Double.MIN_VALUE);
    private static final BigDecimal HUGE = BigDecimal.valueOf(2).pow(1024);

    @Test
    void ofWhatIsExactIsNone() {
        for (double x : new double[] {0, -0.0, 1, -3e-320, Double.MAX_VALUE}) {
            PenaltyError error = PenaltyError.of(x, new BigDecimal(x));
            assertThat(error.relative()).isZero();
            assertThat(error.steps()).isZero();
            assertThat(error.isAllowed()).isTrue();
        }
    }

    @Test
    void isRelativeForNormalResults() {
        PenaltyError error = PenaltyError.of(-1 - 0x1p-39, BigDecimal.valueOf(-1));
        assertThat(error.relative()).isCloseTo(0x1p-39, within(0x1p-60));
        assertThat(error.isSmall()).isFalse();
        assertThat(error.isAllowed()).isFalse();
        assertThat(PenaltyError.of(1 + 0x1p-50, BigDecimal.ONE).isAllowed()).isTrue();
        assertThat(PenaltyError.of(-1, BigDecimal.ONE).isAllowed()).isFalse();
        assertThat(PenaltyError.of(Double.NaN, BigDecimal.ONE).isAllowed()).isFalse();
    }

    @Test
    void countsStepsBelowTheNormalDoubles() {
        PenaltyError error = PenaltyError.of(3 * Double.MIN_VALUE, STEP);
        assertThat(error.isSmall()).isTrue();
        assertThat(error.steps()).isEqualTo(2);
        assertThat(error.isAllowed()).isTrue();
        assertThat(PenaltyError.of(10 * Double.MIN_VALUE, STEP).isAllowed()).isFalse();
        assertThat(PenaltyError.of(0, new BigDecimal("1e-5000")).isAllowed()).isTrue();
        assertThat(PenaltyError.of(Double.MIN_VALUE, BigDecimal.ZERO).isAllowed())
                .isTrue();
        assertThat(PenaltyError.of(1, BigDecimal.ZERO).isAllowed()).isFalse();
        assertThat(PenaltyError.of(Double.NaN, BigDecimal.ZERO).isAllowed()).isFalse();
    }

    @Test
    void isNoneWhereOverflowIsRight() {
        double infinity = Double.POSITIVE_INFINITY;
        assertThat(PenaltyError.of(infinity, HUGE.multiply(HUGE)).relative()).isZero();
        assertThat(PenaltyError.of(infinity, HUGE).isAllowed()).isTrue();
        assertThat(PenaltyError.of(-infinity, HUGE).isAllowed()).isFalse();
        assertThat(PenaltyError.of(infinity, BigDecimal.ONE).isAllowed()).isFalse();
        assertThat(PenaltyError.of(Double.MAX_VALUE, HUGE.multiply(HUGE)).isAllowed())
                .isFalse();
    }
}
