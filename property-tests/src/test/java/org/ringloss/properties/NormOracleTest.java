// SPDX-License-Identifier: Apache-2.0
package org.ringloss.properties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.MathContext;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** The oracle says what BigDecimal says, for rows of every kind and norms that are right or wrong. */
class NormOracleTest {
    private static final MathContext DIGITS = new MathContext(60);

    @Property
    void measuresWhatBigDecimalMeasures(
            @ForAll NormRows.Kind kind,
            @ForAll @IntRange(min = 1, max = 40) int dim,
            @ForAll @IntRange(min = -20, max = 20) int off,
            @ForAll long seed) {
        float[] row = new float[dim + 2];
        new NormRows(seed).fill(kind, row, 1, dim);
        BigDecimal squares = BigDecimal.ZERO;
        for (int j = 1; j <= dim; j++) {
            squares = squares.add(new BigDecimal(row[j]).pow(2));
        }
        BigDecimal exact = squares.sqrt(DIGITS);
        if (exact.signum() == 0) {
            assertThat(NormOracle.relativeError(0, row, 1, dim)).isZero();
            assertThat(NormOracle.relativeError(1e-300, row, 1, dim)).isInfinite();
            return;
        }
        double norm = exact.doubleValue() * (1 + off * 0x1p-24);
        BigDecimal error = new BigDecimal(norm).subtract(exact).divide(exact, DIGITS);
        assertThat(NormOracle.relativeError(norm, row, 1, dim))
                .isCloseTo(error.doubleValue(), within(NormOracle.OWN_ERROR));
    }

    @Test
    void takesNaNForWrong() {
        assertThat(NormOracle.relativeError(Double.NaN, new float[] {3, 4}, 0, 2))
                .isNaN();
        assertThat(NormOracle.relativeError(Double.POSITIVE_INFINITY, new float[] {3, 4}, 0, 2))
                .isInfinite();
    }
}
