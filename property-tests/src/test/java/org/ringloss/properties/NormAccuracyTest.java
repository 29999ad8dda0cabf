package org.ringloss.properties;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringloss.FloatMatrix;
import org.ringloss.Norms;
import org.ringloss.RingLoss;

/** A norm in double is within 2^-51 of the exact one, relatively; in float it is correctly rounded but for 1e-6 ulp. */
class NormAccuracyTest {
    private static final MathContext DIGITS = new MathContext(50);
    private static final BigDecimal RELATIVE = new BigDecimal(Math.scalb(1.0, -51));
    private static final BigDecimal HALF_ULP = new BigDecimal("0.500001");

    private static void assertAccurate(float[] row) {
        BigDecimal squares = BigDecimal.ZERO;
        for (float x : row) {
            squares = squares.add(new BigDecimal(x).pow(2));
        }
        BigDecimal exact = squares.sqrt(DIGITS);
        FloatMatrix features = FloatMatrix.of(row, 1, row.length);
        double[] norm = new double[1];
        Norms.compute(features, norm);
        assertThat(new BigDecimal(norm[0]).subtract(exact).abs())
                .as("%s, exactly %s", norm[0], exact)
                .isLessThanOrEqualTo(exact.multiply(RELATIVE));
        for (String backend : new String[] {"scalar", "auto"}) {
            RingLoss ring = RingLoss.builder().backend(backend).build();
            Bits.assertSame("norm of a pass", ring.forward(features, 1).norms()[0], norm[0]);
        }

        float[] rounded = new float[1];
        Norms.compute(features, rounded);
        if (rounded[0] == Float.POSITIVE_INFINITY) {
            assertThat(exact).isGreaterThanOrEqualTo(new BigDecimal(Float.MAX_VALUE));
            return;
        }
        BigDecimal ulp = new BigDecimal(Math.ulp(exact.floatValue()));
        assertThat(new BigDecimal(rounded[0]).subtract(exact).abs())
                .as("%s, exactly %s", rounded[0], exact)
                .isLessThanOrEqualTo(ulp.multiply(HALF_ULP));
    }

    @Property
    void ofRandomRows(@ForAll @IntRange(min = 1, max = 700) int dim, @ForAll long seed) {
        assertAccurate(new SplitMix64(seed).floats(dim, 5));
    }

    @Property
    void ofRowsOfAnyFloats(@ForAll @IntRange(min = 1, max = 100) int dim, @ForAll long seed) {
        SplitMix64 random = new SplitMix64(seed);
        float[] row = new float[dim];
        for (int j = 0; j < dim; j++) {
            float x = Float.intBitsToFloat((int) random.nextLong());
            row[j] = Float.isFinite(x) ? x : 1;
        }
        assertAccurate(row);
    }

    static Stream<float[]> constants() {
        float[] values = {
            0.1f, 1f, 1 / 3f, Float.MIN_VALUE, 1e-40f, 1e-23f, 3e19f, Float.MAX_VALUE, Float.MIN_NORMAL, 0.7f
        };
        return Stream.of(1, 2, 3, 31, 32, 33, 100, 1000, 4096, 20_000)
                .flatMap(dim -> Stream.iterate(0, i -> i < values.length, i -> i + 1)
                        .map(i -> {
                            float[] row = new float[dim];
                            Arrays.fill(row, values[i]);
                            return row;
                        }));
    }

    @ParameterizedTest
    @MethodSource("constants")
    void ofConstantRows(float[] row) {
        assertAccurate(row);
    }

    /** Each tiny square is about half an ulp of the huge one's: a running double sum would drop or double them all. */
    @ParameterizedTest
    @ValueSource(ints = {2, 33, 64, 100, 257, 1000, 4096, 20_000})
    void ofOneHugeAndManyTinyElements(int dim) {
        SplitMix64 random = new SplitMix64(dim);
        for (int place : new int[] {0, 1, dim / 2, dim - 1}) {
            for (float tiny : new float[] {0x1p-26f, 0x1.6ap-27f, 0x1.6cp-27f, 0x1.8p-27f, 0x1.ffp-27f, 0x1p-27f}) {
                float[] row = new float[dim];
                Arrays.fill(row, tiny);
                row[place] = 1 + random.nextInt(8) * 0x1p-23f;
                assertAccurate(row);
            }
        }
    }

    /** Every addition rounds the same way. */
    @ParameterizedTest
    @ValueSource(ints = {1000, 4096, 20_000})
    void ofRowsWhoseEveryAdditionRoundsAlike(int dim) {
        for (int last = 1; last < 12; last++) {
            float[] row = new float[dim];
            Arrays.fill(row, 1 + last * 0x1p-23f);
            assertAccurate(row);
            for (int j = 0; j < 64; j++) {
                row[j] = 4096;
            }
            assertAccurate(row);
        }
    }

    /** A part of what {@code property-tests/accuracy norms} measures. */
    @Test
    void ofRowsOfEveryKind() {
        NormSweep sweep = new NormSweep(2);
        sweep.run(300_000, done -> {});
        assertThat(sweep.isWithinTheContract()).as(sweep.toString()).isTrue();
        assertThat(sweep.ties())
                .as("the rows are as hard as they are meant to be")
                .isGreaterThan(1000);
    }
}
