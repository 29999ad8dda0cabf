// SPDX-License-Identifier: Apache-2.0
package org.ringloss.properties;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.ringloss.FloatMatrix;
import org.ringloss.GradientMode;
import org.ringloss.Penalty;
import org.ringloss.Reduction;
import org.ringloss.RingLoss;
import org.ringloss.RingLossBatch;

/**
 * A gradient element is within 1.5 float ulp of what the formula makes of the computed norm: rows of any size, subnormal
 * ones too. How accurate the norm is, {@link NormAccuracyTest} tells.
 */
class GradientAccuracyTest {
    private static final MathContext DIGITS = new MathContext(60);

    /** Penalties whose derivative grows with the residual by 1 at most. */
    private static final List<PenaltyCase> PENALTIES = List.of(
            PenaltyCase.of("squared"),
            PenaltyCase.of("huber", 1),
            PenaltyCase.of("oneSidedHuber", 0.5),
            PenaltyCase.of("cauchy", 2.3849),
            PenaltyCase.of("gemanMcClure", 1),
            PenaltyCase.of("pseudoHuber", 1),
            PenaltyCase.of("welsch", 2.9846),
            PenaltyCase.of("tukey", 4.6851),
            PenaltyCase.of("logCosh"),
            PenaltyCase.barron(0.5, 1.5));

    @Property
    void ofOrdinaryRows(@ForAll @IntRange(min = 1, max = 60) int dim, @ForAll long seed) {
        SplitMix64 random = new SplitMix64(seed);
        float[] row = random.floats(dim, 3);
        assertAccurate(row, 6 * random.nextDouble(), 1, 2 * random.nextDouble(), random);
    }

    @Property
    void ofRowsOfAnyFloats(@ForAll @IntRange(min = 1, max = 20) int dim, @ForAll long seed) {
        SplitMix64 random = new SplitMix64(seed);
        float[] row = new float[dim];
        int exponents = 1 + random.nextInt(250);
        int first = random.nextInt(255 - exponents);
        for (int j = 0; j < dim; j++) {
            int exponent = first + random.nextInt(exponents);
            row[j] = Float.intBitsToFloat(((int) random.nextLong() & 0x807fffff) | exponent << 23);
        }
        double radius = random.nextInt(3) == 0 ? Math.scalb(1.0, random.nextInt(240) - 120) : random.nextDouble();
        assertAccurate(row, radius, 1, Math.scalb(random.nextDouble(), random.nextInt(60) - 30), random);
    }

    @Property
    void ofRowsWithAWeight(@ForAll @IntRange(min = 1, max = 20) int dim, @ForAll long seed) {
        SplitMix64 random = new SplitMix64(seed);
        float[] row = random.floats(dim, Math.scalb(1f, random.nextInt(200) - 130));
        double weight = Math.scalb(1 + random.nextDouble(), random.nextInt(200) - 100);
        assertAccurate(row, 3 * random.nextDouble(), weight, random.nextDouble(), random);
    }

    @Property
    void ofSubnormalRows(@ForAll @IntRange(min = 1, max = 20) int dim, @ForAll long seed) {
        SplitMix64 random = new SplitMix64(seed);
        float[] row = new float[dim];
        for (int j = 0; j < dim; j++) {
            row[j] = Float.intBitsToFloat((int) random.nextLong() & 0x8000000f);
        }
        assertAccurate(row, 2 * random.nextDouble(), 1, 1, random);
        Arrays.fill(row, Float.MIN_VALUE);
        assertAccurate(row, 1, 1, 1, random);
    }

    /** What is accurate for a row alone is so among others, at any place in memory, and adds as it is. */
    @Property
    void ofARowAmongOthersIsThatOfTheRowAlone(@ForAll @IntRange(min = 1, max = 20) int dim, @ForAll long seed) {
        SplitMix64 random = new SplitMix64(seed);
        int rows = 9;
        int stride = dim + 2;
        float[] x = new float[3 + rows * stride];
        float[] before = random.floats(5 + rows * stride, 1);
        float[] written = before.clone();
        float[] added = before.clone();
        RingLoss ring = RingLoss.builder()
                .penalty(Penalty.squared())
                .reduction(Reduction.SUM)
                .build();
        for (int i = 0; i < rows; i++) {
            float[] row = SpecialRows.of(random, dim);
            System.arraycopy(row, 0, x, 3 + i * stride, dim);
            float[] alone = new float[dim];
            ring.forwardBackward(FloatMatrix.of(row, 1, dim), 1.5, FloatMatrix.of(alone, 1, dim));
            for (int j = 0; j < dim; j++) {
                written[5 + i * stride + j] = alone[j];
                added[5 + i * stride + j] += alone[j];
            }
        }
        RingLossBatch batch = RingLossBatch.of(FloatMatrix.of(x, 3, rows, dim, stride), 1.5);
        for (GradientMode mode : GradientMode.values()) {
            float[] gradient = before.clone();
            ring.forwardBackward(batch, 1, FloatMatrix.of(gradient, 5, rows, dim, stride), mode);
            Bits.assertSame(mode.name(), gradient, mode == GradientMode.ADD ? added : written);
        }
    }

    private static void assertAccurate(float[] row, double radius, double weight, double lambda, SplitMix64 random) {
        PenaltyCase penalty = PENALTIES.get(random.nextInt(PENALTIES.size()));
        int dim = row.length;
        float[] gradient = new float[dim];
        RingLoss ring = RingLoss.builder()
                .penalty(penalty.library())
                .weight(lambda)
                .reduction(Reduction.SUM)
                .build();
        RingLossBatch batch =
                RingLossBatch.of(FloatMatrix.of(row, 1, dim), radius).withRowWeights(new double[] {weight});
        ring.forwardBackward(batch, 1, FloatMatrix.of(gradient, 1, dim), GradientMode.WRITE);

        double computed = ring.forward(batch).norms()[0];
        if (computed == 0) {
            for (int j = 0; j < dim; j++) {
                assertThat(row[j]).isZero();
                assertThat(gradient[j]).isZero();
            }
            return;
        }
        BigDecimal norm = new BigDecimal(computed);
        BigDecimal factor = new BigDecimal(lambda).multiply(new BigDecimal(weight));
        BigDecimal derivative =
                PenaltyOracle.derivative(penalty, computed - radius).multiply(factor);
        for (int j = 0; j < dim; j++) {
            BigDecimal direction = new BigDecimal(row[j]).divide(norm, DIGITS);
            BigDecimal exact = derivative.multiply(direction, DIGITS);
            float nearest = exact.floatValue();
            if (Float.isInfinite(gradient[j]) && Math.abs(nearest) >= Float.MAX_VALUE) {
                continue;
            }
            BigDecimal allowed = new BigDecimal(Math.ulp(nearest))
                    .multiply(new BigDecimal("1.5"))
                    .add(exact.abs().multiply(new BigDecimal("1e-12")));
            BigDecimal error = new BigDecimal(gradient[j]).subtract(exact).abs();
            if (error.compareTo(allowed) > 0) {
                throw new AssertionError(penalty + ", norm " + computed + ", radius " + radius + ", weight " + weight
                        + ", lambda " + lambda + ", x[" + j + "] " + row[j] + ": gradient " + gradient[j]
                        + ", exactly " + exact.round(new MathContext(12)));
            }
        }
    }
}
