package org.ringloss.properties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.MathContext;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.ringloss.properties.NormOracle.Halfway;

/** The fast oracle says what BigDecimal says, for rows of every kind and norms that are right or wrong. */
class NormOracleTest {
    /** The little that rows have beside a tie is as small as 1e-67 of the norm. */
    private static final MathContext DIGITS = new MathContext(120);

    private final NormOracle oracle = new NormOracle();

    @Property
    void measuresWhatBigDecimalMeasures(
            @ForAll NormRows.Kind kind,
            @ForAll @IntRange(min = 1, max = 40) int dim,
            @ForAll @IntRange(min = -6, max = 6) int ulpsOff,
            @ForAll long seed) {
        float[] row = new float[dim + 2];
        new NormRows(seed).fill(kind, row, 1, dim);
        oracle.take(row, 1, dim);
        BigDecimal exact = oracle.exactSum().sqrt(DIGITS);
        if (exact.signum() == 0) {
            assertThat(oracle.relativeError(0)).isZero();
            assertThat(oracle.relativeError(1e-300)).isInfinite();
            assertThat(oracle.ulps(0)).isZero();
            return;
        }
        double near = exact.doubleValue();
        double norm = near + ulpsOff * Math.ulp(near);
        BigDecimal relative = new BigDecimal(norm).subtract(exact).divide(exact, DIGITS);
        assertThat(oracle.relativeError(norm)).isCloseTo(relative.doubleValue(), within(NormOracle.OWN_RELATIVE_ERROR));

        float rounded = exact.floatValue();
        assertThat(oracle.halfway(rounded)).isNotEqualTo(Halfway.FARTHER);
        for (float one : new float[] {rounded, Math.nextUp(rounded), Math.nextDown(rounded)}) {
            if (one > 0 && one < Float.POSITIVE_INFINITY) {
                assertRounded(one, exact);
            }
        }
    }

    private void assertRounded(float rounded, BigDecimal exact) {
        BigDecimal value = new BigDecimal(rounded);
        boolean below = exact.compareTo(value) < 0;
        BigDecimal step =
                below ? value.subtract(new BigDecimal(Math.nextDown(rounded))) : new BigDecimal(Math.ulp(rounded));
        BigDecimal ulps = value.subtract(exact).abs().divide(step, DIGITS);
        double expected = ulps.doubleValue();
        assertThat(oracle.ulps(rounded)).isCloseTo(expected, within(NormOracle.OWN_ULP_ERROR * Math.max(1, expected)));
        BigDecimal middle =
                value.add(below ? step.negate().divide(BigDecimal.valueOf(2)) : step.divide(BigDecimal.valueOf(2)));
        int order = oracle.exactSum().compareTo(middle.pow(2));
        assertThat(oracle.halfway(rounded))
                .isEqualTo(order == 0 ? Halfway.TIE : order > 0 == below ? Halfway.NEARER : Halfway.FARTHER);
    }

    @Test
    void knowsWhereNormsBecomeInfinite() {
        oracle.take(new float[] {Float.MAX_VALUE, 0x1p114f}, 0, 2);
        assertThat(oracle.halfway(Float.MAX_VALUE)).isEqualTo(Halfway.NEARER);
        assertThat(oracle.halfway(Float.POSITIVE_INFINITY)).isEqualTo(Halfway.FARTHER);
        oracle.take(new float[] {Float.MAX_VALUE, 0x1p116f}, 0, 2);
        assertThat(oracle.halfway(Float.MAX_VALUE)).isEqualTo(Halfway.FARTHER);
        assertThat(oracle.halfway(Float.POSITIVE_INFINITY)).isEqualTo(Halfway.NEARER);
        oracle.take(new float[] {Float.MAX_VALUE, Float.MAX_VALUE}, 0, 2);
        assertThat(oracle.ulps(Float.POSITIVE_INFINITY)).isZero();
    }

    @Test
    void takesNaNForWrong() {
        oracle.take(new float[] {3, 4}, 0, 2);
        assertThat(oracle.ulps(Float.NaN)).isNaN();
        assertThat(oracle.relativeError(Double.NaN)).isNaN();
        assertThat(oracle.halfway(Float.NaN)).isEqualTo(Halfway.FARTHER);
    }
}
