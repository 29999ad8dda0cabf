// SPDX-License-Identifier: Apache-2.0
package org.ringloss.simd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ringloss.internal.PenaltyForm;
import org.ringloss.internal.PenaltyKind;
import org.ringloss.internal.ScalarPenalties;

/** Every kernel in lanes has the bits of its scalar counterpart, for any double, interpreted and compiled. */
class PenaltiesAgreeTest {
    private static final int ROWS = 256;
    private static final int ROUNDS = 400;
    private static final double[] SPECIAL = {
        0,
        -0.0,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.MAX_VALUE,
        -Double.MAX_VALUE,
        Double.MIN_VALUE,
        0x1p150,
        Math.nextDown(0x1p150),
        -0x1p150,
        0x1p-150,
        40,
        Math.nextUp(40.0)
    };

    static Stream<PenaltyForm> forms() {
        return Stream.of(PenaltyKind.values())
                .flatMap(kind -> DoubleStream.of(0x1p-100, 0.3, 1, 2.3849, 0x1p100)
                        .boxed()
                        .flatMap(c -> switch (kind.parameters.size()) {
                            case 0 -> Stream.of(PenaltyForm.of(kind));
                            case 1 -> Stream.of(PenaltyForm.of(kind, c));
                            default ->
                                DoubleStream.of(
                                                -1000,
                                                -2,
                                                -1e-7,
                                                0,
                                                1e-15,
                                                0.5,
                                                1,
                                                1.9999,
                                                2 - 0x1p-52,
                                                3,
                                                1000,
                                                Double.NEGATIVE_INFINITY)
                                        .mapToObj(alpha -> PenaltyForm.of(kind, alpha, c));
                        }));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void withTheirScalarCounterparts(PenaltyForm form) {
        SplittableRandom random = new SplittableRandom(1);
        double[] residuals = new double[ROWS];
        double[] values = new double[ROWS];
        double[] derivatives = new double[ROWS];
        double[] expectedValues = new double[ROWS];
        double[] expectedDerivatives = new double[ROWS];
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < ROWS; i++) {
                residuals[i] = switch (random.nextInt(5)) {
                    case 0 -> Double.longBitsToDouble(random.nextLong());
                    case 1 -> random.nextDouble(-100, 100);
                    case 2 -> SPECIAL[random.nextInt(SPECIAL.length)];
                    default -> Math.scalb(random.nextDouble(-2, 2), random.nextInt(300) - 150);
                };
            }
            int from = 8 * random.nextInt(3);
            int to = ROWS - random.nextInt(ROWS - from);
            SimdPenalties.evaluate(form, residuals, from, to, values, derivatives);
            ScalarPenalties.evaluate(form, residuals, from, to, expectedValues, expectedDerivatives);
            for (int i = from; i < to; i++) {
                assertSame(form.kind + " value at " + residuals[i], values[i], expectedValues[i]);
                assertSame(form.kind + " derivative at " + residuals[i], derivatives[i], expectedDerivatives[i]);
                assertThat(Double.isNaN(values[i]) || Double.isNaN(derivatives[i]))
                        .isEqualTo(Double.isNaN(residuals[i]));
            }
        }
    }

    /** The bits, but for those of a NaN. */
    private static void assertSame(String what, double actual, double expected) {
        if (Double.doubleToLongBits(actual) != Double.doubleToLongBits(expected)) {
            throw new AssertionError(what + " is " + actual + ", in scalar code " + expected);
        }
    }
}
