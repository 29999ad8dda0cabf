// SPDX-License-Identifier: Apache-2.0
package org.ringloss.simd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ringloss.internal.Backend;
import org.ringloss.internal.PenaltyForm;
import org.ringloss.internal.PenaltyKind;
import org.ringloss.internal.ScalarBackend;
import org.ringloss.internal.Scratch;

/**
 * Arrays with one value per row hold several batches: a kernel writes its own rows, the padding behind them, and nothing
 * else.
 */
class BackendsKeepToTheirRowsTest {
    private static final int LENGTH = 64;
    /** What no kernel computes here. */
    private static final double UNTOUCHED = 12345.678;

    private static final PenaltyForm[] FORMS = forms();

    private static PenaltyForm[] forms() {
        Stream<PenaltyForm> defaults = Arrays.stream(PenaltyKind.values())
                .filter(kind -> kind != PenaltyKind.BARRON)
                .map(kind -> PenaltyForm.of(kind, kind.defaults()));
        Stream<PenaltyForm> general = Stream.of(0.0, Double.NEGATIVE_INFINITY, -2.0, 0.5, 1.0, 1.5, 4.0)
                .map(a -> PenaltyForm.of(PenaltyKind.BARRON, a, 1.5));
        return Stream.concat(defaults, general).toArray(PenaltyForm[]::new);
    }

    static Stream<Backend> backends() {
        return Stream.of(new ScalarBackend(), new SimdBackend());
    }

    @ParameterizedTest
    @MethodSource("backends")
    void residuals(Backend backend) {
        double[] norms = norms();
        for (int from = 0; from < LENGTH / 2; from += Backend.PADDING) {
            for (int to = from + 1; to <= LENGTH / 2; to++) {
                double[] residuals = untouched();
                backend.residuals(norms, 1.5, from, to, residuals);
                for (int i = from; i < to; i++) {
                    assertThat(residuals[i]).isEqualTo(norms[i] - 1.5);
                }
                assertUntouched(residuals, from, to);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    void penalties(Backend backend) {
        double[] residuals = norms();
        for (PenaltyForm form : FORMS) {
            for (int from = 0; from < LENGTH / 2; from += Backend.PADDING) {
                for (int to = from + 1; to <= LENGTH / 2; to++) {
                    double[] values = untouched();
                    double[] derivatives = untouched();
                    backend.penalty(form, residuals, from, to, values, derivatives, new Scratch());
                    assertUntouched(values, from, to);
                    assertUntouched(derivatives, from, to);
                    for (int i = from; i < to; i++) {
                        assertThat(values[i]).isNotEqualTo(UNTOUCHED);
                        assertThat(derivatives[i]).isNotEqualTo(UNTOUCHED);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    void coefficients(Backend backend) {
        double[] norms = norms();
        norms[9] = 0;
        double[] derivatives = norms();
        for (int at = 0; at < LENGTH / 2; at += Backend.PADDING) {
            for (int count = 1; count <= LENGTH / 4; count++) {
                float[] coefficients = new float[LENGTH];
                Arrays.fill(coefficients, 54321);
                assertThat(backend.coefficients(3, derivatives, norms, at, at + count, coefficients, new Scratch()))
                        .isTrue();
                for (int i = 0; i < count; i++) {
                    float expected = norms[at + i] == 0 ? 0 : (float) (3 * derivatives[at + i] / norms[at + i]);
                    assertThat(coefficients[at + i]).isEqualTo(expected);
                }
                for (int i = at + count + Backend.COEFFICIENT_PADDING; i < LENGTH; i++) {
                    assertThat(coefficients[i]).isEqualTo(54321);
                }
            }
        }
    }

    /** One that no normal float is near, at every place among others. */
    @ParameterizedTest
    @MethodSource("backends")
    void coefficientsThatDoNotFitAreTold(Backend backend) {
        for (int count = 1; count <= LENGTH / 4; count++) {
            for (int i = 0; i < count; i++) {
                for (double derivative : new double[] {0x1p130, -0x1p130, 0x1p-130, -0x1p-130}) {
                    double[] norms = new double[LENGTH];
                    Arrays.fill(norms, 1);
                    double[] derivatives = norms.clone();
                    derivatives[i] = derivative;
                    assertThat(backend.coefficients(1, derivatives, norms, 0, count, new float[LENGTH], new Scratch()))
                            .isFalse();
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    void smallestAndLargestNorm(Backend backend) {
        for (int count = 1; count <= LENGTH / 2; count++) {
            for (int i = 0; i < count; i++) {
                double[] norms = norms();
                Arrays.fill(norms, count, LENGTH, 0);
                norms[i] = 0x1p-20;
                assertThat(backend.min(norms, count)).isEqualTo(0x1p-20);
                Arrays.fill(norms, count, LENGTH, Double.POSITIVE_INFINITY);
                norms[i] = 0x1p20;
                assertThat(backend.max(norms, count)).isEqualTo(0x1p20);
            }
        }
    }

    /** Rows at the very end of their array, whatever the scratch memory held before. */
    @ParameterizedTest
    @MethodSource("backends")
    void norms(Backend backend) {
        SplittableRandom random = new SplittableRandom(8);
        for (int dim = 1; dim <= 400; dim++) {
            int rows = 1 + dim % 11;
            int at = dim % 3 * Backend.PADDING;
            float[] x = floats(random, 5 + rows * dim);
            double[] norms = untouched();
            backend.norms(x, 5, dim, rows, dim, norms, at, dirtyScratch());
            double[] scalar = untouched();
            new ScalarBackend().norms(x, 5, dim, rows, dim, scalar, at, new Scratch());
            for (int i = 0; i < rows; i++) {
                double squares = 0;
                for (int j = 0; j < dim; j++) {
                    squares += (double) x[5 + i * dim + j] * x[5 + i * dim + j];
                }
                assertThat(norms[at + i]).isCloseTo(Math.sqrt(squares), withinPercentage(1e-4));
                assertThat(norms[at + i]).as("%d elements", dim).isEqualTo(scalar[at + i]);
            }
            assertUntouched(norms, at, at + rows);
        }
    }

    /** Rows scaled with gaps between them and without, apart from their features and in their place. */
    @ParameterizedTest
    @MethodSource("backends")
    void gradients(Backend backend) {
        SplittableRandom random = new SplittableRandom(9);
        for (int dim = 1; dim <= 400; dim++) {
            int rows = 1 + dim % 11;
            for (int gap : new int[] {0, 1}) {
                for (int gradientGap : new int[] {0, 3}) {
                    for (boolean add : new boolean[] {false, true}) {
                        assertScaled(backend, random, rows, dim, dim + gap, dim + gradientGap, add);
                    }
                }
            }
        }
    }

    private static void assertScaled(
            Backend backend, SplittableRandom random, int rows, int dim, int stride, int gradientStride, boolean add) {
        int at = 3;
        int offset = 5;
        // Wherever the lines of the cache begin.
        int gradientOffset = random.nextInt(20);
        float[] coefficients = floats(random, at + rows + Backend.COEFFICIENT_PADDING);
        float[] x = floats(random, offset + (rows - 1) * stride + dim);
        float[] gradient = floats(random, gradientOffset + rows * gradientStride + LENGTH);
        float[] expected =
                scaled(x, offset, stride, coefficients, at, rows, dim, gradient, gradientOffset, gradientStride, add);
        float[] inPlace = scaled(x, offset, stride, coefficients, at, rows, dim, x, offset, stride, add);
        String what = "dim %s, strides %s and %s, add %s".formatted(dim, stride, gradientStride, add);
        backend.scale(x, offset, stride, coefficients, at, rows, dim, gradient, gradientOffset, gradientStride, add);
        assertThat(gradient).as(what).isEqualTo(expected);
        backend.scale(x, offset, stride, coefficients, at, rows, dim, x, offset, stride, add);
        assertThat(x).as(what).isEqualTo(inPlace);
    }

    private static float[] scaled(
            float[] x,
            int offset,
            int stride,
            float[] coefficients,
            int at,
            int rows,
            int dim,
            float[] before,
            int gradientOffset,
            int gradientStride,
            boolean add) {
        float[] gradient = before.clone();
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < dim; j++) {
                float ring = coefficients[at + i] * x[offset + i * stride + j];
                int k = gradientOffset + i * gradientStride + j;
                gradient[k] = add ? gradient[k] + ring : ring;
            }
        }
        return gradient;
    }

    private static float[] floats(SplittableRandom random, int length) {
        float[] floats = new float[length];
        for (int i = 0; i < length; i++) {
            floats[i] = (float) random.nextDouble(-4, 4);
        }
        return floats;
    }

    private static Scratch dirtyScratch() {
        Scratch scratch = new Scratch();
        Arrays.fill(scratch.doubles, Double.NaN);
        Arrays.fill(scratch.lanes, Float.NaN);
        Arrays.fill(scratch.parts, Float.NaN);
        return scratch;
    }

    private static double[] norms() {
        SplittableRandom random = new SplittableRandom(7);
        return random.doubles(LENGTH, 0.5, 4).toArray();
    }

    private static double[] untouched() {
        double[] values = new double[LENGTH];
        Arrays.fill(values, UNTOUCHED);
        return values;
    }

    private static void assertUntouched(double[] values, int from, int to) {
        int end = (to + Backend.PADDING - 1) / Backend.PADDING * Backend.PADDING;
        for (int i = 0; i < LENGTH; i++) {
            if (i < from || i >= end) {
                assertThat(values[i]).isEqualTo(UNTOUCHED);
            }
        }
    }
}
