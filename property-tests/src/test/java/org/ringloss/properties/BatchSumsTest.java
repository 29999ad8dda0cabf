// SPDX-License-Identifier: Apache-2.0
package org.ringloss.properties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.ringloss.NormSummary;
import org.ringloss.Reduction;
import org.ringloss.RingLossTotals;

/** The loss and the radius gradients are correctly rounded sums of what the rows give, times one factor. */
class BatchSumsTest {
    private static double sum(double... terms) {
        return Arrays.stream(terms)
                .mapToObj(BigDecimal::new)
                .reduce(BigDecimal.ZERO, BigDecimal::add)
                .doubleValue();
    }

    /** The same rows with lambda 1 and no reduction; the weight of a row is in its loss. */
    private static double[] rowLosses(LossCase lossCase) {
        LossCase plain = lossCase.withReduction(Reduction.NONE);
        return plain.builder().weight(1).build().forward(plain.batch()).result().rowLosses();
    }

    /** A class for every row tells the derivative of each. */
    private static double[] rowDerivatives(LossCase lossCase) {
        double[] derivatives = new double[lossCase.rows()];
        for (int i = 0; i < derivatives.length; i++) {
            LossCase row = lossCase.withReduction(Reduction.SUM).pick(i);
            derivatives[i] = row.ring().forward(row.batch()).result().totals().derivativeSum();
        }
        return derivatives;
    }

    private static LossCase withTheScaleOfTheWholeBatch(LossCase lossCase) {
        return lossCase.relative()
                ? lossCase.withNormScale(lossCase.ring()
                        .forward(lossCase.batch())
                        .result()
                        .normSummary()
                        .relativeScale())
                : lossCase;
    }

    @Property
    void areCorrectlyRounded(@ForAll(supplier = LossCases.class) LossCase drawn) {
        LossCase lossCase = withTheScaleOfTheWholeBatch(
                (drawn.reduction() == Reduction.NONE ? drawn.withReduction(Reduction.SUM) : drawn).withUpstream(1));
        Outcome outcome = Outcome.of(lossCase, lossCase.ring());
        RingLossTotals totals = outcome.result().totals();
        double[] derivatives = rowDerivatives(lossCase);
        Bits.assertSame("penaltySum", totals.penaltySum(), sum(rowLosses(lossCase)));
        Bits.assertSame("derivativeSum", totals.derivativeSum(), sum(derivatives));
        double factor = lossCase.weight() / new Reference(lossCase).divisor();
        Bits.assertSame("loss", outcome.result().loss(), factor * totals.penaltySum());
        double s = lossCase.relative() ? lossCase.normScale() : 1;
        Bits.assertSame(
                "radiusGradient", outcome.result().radiusGradient(), -(factor / s) * totals.derivativeSum() + 0.0);
        for (int label = 0; label < totals.classes(); label++) {
            int of = label;
            double[] own = new double[derivatives.length];
            Arrays.setAll(own, i -> lossCase.labels()[i] == of ? derivatives[i] : 0);
            Bits.assertSame("derivatives of class " + label, totals.derivativeSum(label), sum(own));
        }
    }

    @Property
    void ofTheNormsAreCorrectlyRounded(@ForAll(supplier = LossCases.class) LossCase lossCase) {
        double[] norms = lossCase.ring().forward(lossCase.batch()).norms();
        double[] counted = new double[norms.length];
        int rows = 0;
        for (int i = 0; i < norms.length; i++) {
            if (lossCase.rowWeight(i) != 0) {
                counted[rows++] = norms[i];
            }
        }
        NormSummary summary = lossCase.ring().forward(lossCase.batch()).result().normSummary();
        Bits.assertSame("mean", summary.mean(), rows == 0 ? Double.NaN : sum(Arrays.copyOf(counted, rows)) / rows);
    }

    @Property
    void ofTheWeightsAreCorrectlyRounded(@ForAll(supplier = LossCases.class) LossCase lossCase) {
        RingLossTotals totals =
                lossCase.ring().forward(lossCase.batch()).result().totals();
        assertThat(totals.weightSum())
                .isEqualTo(lossCase.rowWeights() == null ? lossCase.rows() : sum(lossCase.rowWeights()));
        assertThat(totals.rows()).isEqualTo(lossCase.rows());
    }

    /** Terms that a plain loop would lose: residuals of very different size. */
    @Property
    void areCorrectlyRoundedForTermsOfAnySize(@ForAll long seed) {
        double[] radii = Residuals.ofEveryExponent(seed, 50);
        Arrays.setAll(radii, i -> Math.max(-Float.MAX_VALUE, Math.min(Float.MAX_VALUE, radii[i])));
        assertCorrectlyRounded(radii);
    }

    /** Tiles of rows, full and not, whose terms are close together or far apart. */
    @Property
    void areCorrectlyRoundedForAnyNumberOfRows(
            @ForAll @IntRange(max = 600) int rows, @ForAll @IntRange(max = 200) int spread, @ForAll long seed) {
        assertCorrectlyRounded(Residuals.spread(seed, spread, rows));
    }

    /** Rows of zeros: the residuals are the negative radii. */
    private static void assertCorrectlyRounded(double[] radii) {
        LossCase lossCase = new LossCase(
                PenaltyCase.of("squared"),
                1,
                Reduction.SUM,
                false,
                radii.length,
                1,
                new float[radii.length],
                LossCase.RadiusKind.PER_ROW,
                radii,
                new int[0],
                null,
                Double.NaN,
                Double.NaN,
                1);
        Outcome outcome = Outcome.of(lossCase, lossCase.ring());
        Bits.assertSame("loss", outcome.result().loss(), sum(rowLosses(lossCase)));
        Bits.assertSame("radiusGradient", outcome.result().radiusGradient(), sum(radii) + 0.0);
    }

    @Property
    void ofManyNormsAreExact(
            @ForAll @IntRange(min = 1, max = 600) int rows,
            @ForAll @IntRange(max = 120) int spread,
            @ForAll long seed) {
        double[] sizes = Residuals.spread(seed, spread, rows);
        float[] x = new float[2 * rows];
        for (int i = 0; i < rows; i++) {
            x[2 * i] = (float) sizes[i];
            x[2 * i + 1] = (float) (sizes[i] / 3);
        }
        LossCase lossCase = LossCase.of(rows, 2, x, 1);
        double[] norms = lossCase.ring().forward(lossCase.batch()).norms();
        NormSummary summary = lossCase.ring().forward(lossCase.batch()).result().normSummary();
        Bits.assertSame("mean", summary.mean(), sum(norms) / rows);
        Bits.assertSame("min", summary.min(), Arrays.stream(norms).min().orElseThrow());
        Bits.assertSame("max", summary.max(), Arrays.stream(norms).max().orElseThrow());
        assertThat(summary.deviation()).isCloseTo(deviation(norms), within(deviationError(norms)));
        Bits.assertSame("variation", summary.coefficientOfVariation(), summary.deviation() / summary.mean());
    }

    /** The standard deviation of these doubles. */
    private static double deviation(double[] norms) {
        BigDecimal m = BigDecimal.valueOf(norms.length);
        BigDecimal first = Arrays.stream(norms).mapToObj(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal second =
                Arrays.stream(norms).mapToObj(n -> new BigDecimal(n).pow(2)).reduce(BigDecimal.ZERO, BigDecimal::add);
        return second.multiply(m)
                .subtract(first.pow(2))
                .sqrt(new MathContext(40))
                .divide(m, new MathContext(40))
                .doubleValue();
    }

    /**
     * With each n^2 rounded, the variance is within 2^-53 of the mean square q: the deviation d is off by 2^-53 q / d at most,
     * and by no more than 2^-26.5 times the root of q. A few roundings of d come on top.
     */
    private static double deviationError(double[] norms) {
        double deviation = deviation(norms);
        double meanSquare = Arrays.stream(norms).map(n -> n * n).sum() / norms.length;
        double most = Math.sqrt(0x1p-53 * meanSquare);
        double fromSquares = deviation == 0 ? most : Math.min(0x1p-53 * meanSquare / deviation, most);
        return 1.001 * fromSquares + 0x1p-50 * deviation;
    }

    /** Norms that differ in their last bits, or not at all. */
    @Property
    void ofNormsThatAreAlikeKeepTheDeviation(
            @ForAll @IntRange(min = 1, max = 600) int rows, @ForAll @IntRange(max = 24) int bits, @ForAll long seed) {
        SplitMix64 random = new SplitMix64(seed);
        float[] x = new float[rows];
        for (int i = 0; i < rows; i++) {
            x[i] = 1 + random.nextInt(1 << bits) * 0x1p-23f;
        }
        LossCase lossCase = LossCase.of(rows, 1, x, 1);
        double[] norms = lossCase.ring().forward(lossCase.batch()).norms();
        NormSummary summary = lossCase.ring().forward(lossCase.batch()).result().normSummary();
        assertThat(summary.deviation()).isCloseTo(deviation(norms), within(deviationError(norms)));
    }
}
