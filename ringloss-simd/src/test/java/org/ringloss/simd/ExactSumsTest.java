package org.ringloss.simd;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.ringloss.internal.ExactSum;

/** The lanes leave nothing out: their sum is the BigDecimal one, or they say that they cannot. */
class ExactSumsTest {
    @Property
    void sumsAreExact(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 256) int count,
            @ForAll @IntRange(max = 150) int spread) {
        double[] values = values(seed, count, spread);
        BigDecimal expected = BigDecimal.ZERO;
        for (double value : values) {
            expected = expected.add(new BigDecimal(value));
        }
        ExactSum sum = new ExactSum();
        if (ExactSums.sum(Arrays.copyOf(values, count + 7), count, sum)) {
            assertThat(sum.exactValue()).isEqualByComparingTo(expected);
        } else {
            assertThat(sum.isEmpty())
                    .as("a sum that is given up leaves no trace")
                    .isTrue();
            assertThat(spread)
                    .as("values this close together always fit the grids")
                    .isGreaterThan(30);
        }
    }

    @Property
    void sumsOfNormsAndSquaresAreExact(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 256) int count,
            @ForAll @IntRange(max = 60) int spread) {
        double[] norms = values(seed, count, spread);
        BigDecimal expected = BigDecimal.ZERO;
        BigDecimal expectedSquares = BigDecimal.ZERO;
        double max = 0;
        for (int i = 0; i < count; i++) {
            norms[i] = Math.abs(norms[i]);
            max = Math.max(max, norms[i]);
            BigDecimal norm = new BigDecimal(norms[i]);
            expected = expected.add(norm);
            expectedSquares = expectedSquares.add(norm.multiply(norm));
        }
        ExactSum sum = new ExactSum();
        ExactSum squares = new ExactSum();
        if (ExactSums.norms(Arrays.copyOf(norms, count + 7), count, max, sum, squares)) {
            assertThat(sum.exactValue()).isEqualByComparingTo(expected);
            assertThat(squares.exactValue()).isEqualByComparingTo(expectedSquares);
        } else {
            assertThat(sum.isEmpty() && squares.isEmpty())
                    .as("sums that are given up leave no trace")
                    .isTrue();
            assertThat(spread)
                    .as("norms this close together always fit the grids")
                    .isGreaterThan(14);
        }
    }

    /** Doubles of either sign with all 53 bits in use, their exponents up to {@code spread} apart. */
    private static double[] values(long seed, int count, int spread) {
        SplittableRandom random = new SplittableRandom(seed);
        int base = random.nextInt(-100, 101);
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            double mantissa = 1 + random.nextDouble() + Math.scalb((double) random.nextInt(2), -52);
            double sign = random.nextBoolean() ? 1 : -1;
            values[i] = sign * Math.scalb(mantissa, base - random.nextInt(spread + 1));
        }
        return values;
    }
}
