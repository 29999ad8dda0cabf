// SPDX-License-Identifier: Apache-2.0
package org.ringloss.properties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ringloss.properties.Refusals.assertIllegal;
import static org.ringloss.properties.Refusals.assertIllegalState;
import static org.ringloss.properties.Refusals.assertNull;

import java.util.Map;
import java.util.concurrent.ForkJoinPool;
import java.util.function.DoubleFunction;
import org.junit.jupiter.api.Test;
import org.ringloss.FloatMatrix;
import org.ringloss.LearnableRadius;
import org.ringloss.Norms;
import org.ringloss.Penalty;
import org.ringloss.Radii;
import org.ringloss.Reduction;
import org.ringloss.RingLoss;
import org.ringloss.RingLossBatch;
import org.ringloss.RingLossBuilder;
import org.ringloss.RingLossTotals;
import org.ringloss.internal.PenaltyKind;

/** Configurations that make no sense cannot be made. */
class BadParametersTest {
    private static final double[] NOT_FINITE = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
    private final FloatMatrix features = FloatMatrix.of(new float[12], 3, 4);

    @Test
    void penaltiesNeedParametersInRange() {
        Map<String, DoubleFunction<Penalty>> factories = Map.of(
                "huber", Penalty::huber,
                "oneSidedHuber", Penalty::oneSidedHuber,
                "cauchy", Penalty::cauchy,
                "gemanMcClure", Penalty::gemanMcClure,
                "pseudoHuber", Penalty::pseudoHuber,
                "welsch", Penalty::welsch,
                "tukey", Penalty::tukey,
                "barron", c -> Penalty.barron(1, c));
        for (PenaltyKind kind : PenaltyKind.values()) {
            if (kind.parameters.isEmpty()) {
                continue;
            }
            DoubleFunction<Penalty> factory = factories.get(kind.title);
            String parameter = kind.parameters.get(kind.parameters.size() - 1);
            for (double bad : new double[] {
                0, -0.0, -1, 0x1.fp-101, 0x1.1p100, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY
            }) {
                assertIllegal(() -> factory.apply(bad), parameter + " is " + bad, "from 2^-100 to 2^100");
            }
            for (double end : new double[] {0x1p-100, 0x1p100}) {
                assertThat(factory.apply(end))
                        .asString()
                        .startsWith(kind.title + "(")
                        .endsWith(end + ")");
            }
        }
    }

    @Test
    void barronNeedsAnAlphaWithinAThousandOrMinusInfinity() {
        for (double bad :
                new double[] {Double.NaN, Double.POSITIVE_INFINITY, Math.nextUp(1000.0), -1001, -Double.MAX_VALUE}) {
            assertIllegal(() -> Penalty.barron(bad, 1), "alpha is " + bad, "from -1000 to 1000 or -Infinity");
        }
        for (double fine : new double[] {-1000, 1000, 0, -0.0, Double.NEGATIVE_INFINITY}) {
            assertThat(Penalty.barron(fine, 1)).hasToString("barron(" + fine + ", 1.0)");
        }
    }

    @Test
    void theWeightIsZeroOrPositiveAndFinite() {
        for (double bad : new double[] {-1, -1e-300, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            assertIllegal(() -> RingLoss.builder().weight(bad), "weight is " + bad);
            assertIllegal(() -> RingLoss.builder().build().withWeight(bad), "weight is " + bad);
        }
        assertThat(RingLoss.builder().weight(0).build().weight()).isZero();
    }

    @Test
    void theBuilderTakesNoNulls() {
        RingLossBuilder builder = RingLoss.builder();
        assertNull("penalty", () -> builder.penalty(null));
        assertNull("reduction", () -> builder.reduction(null));
        assertNull("executor", () -> builder.parallel(null, 2));
        assertNull("backend", () -> builder.backend(null));
        assertThat(builder.build()).hasToString(RingLoss.builder().build().toString());
    }

    @Test
    void threadsAreAtLeastOne() {
        for (int bad : new int[] {0, -1, Integer.MIN_VALUE}) {
            assertIllegal(() -> RingLoss.builder().parallel(ForkJoinPool.commonPool(), bad), "threads is " + bad, "1");
            assertIllegal(
                    () -> RingLoss.builder().parallel(ForkJoinPool.commonPool(), 2, bad), "minFloats is " + bad, "1");
        }
    }

    @Test
    void radiiAndBatchesTakeNoNulls() {
        assertNull("radii", () -> Radii.perClass(null, new int[3]));
        assertNull("labels", () -> Radii.perClass(new double[3], null));
        assertNull("targets", () -> Radii.perRow(null));
        assertNull("features", () -> RingLossBatch.of(null, 1));
        assertNull("features", () -> RingLossBatch.of(null, Radii.shared(1)));
        assertNull("radii", () -> RingLossBatch.of(features, null));
        assertNull("rowWeights", () -> RingLossBatch.of(features, 1).withRowWeights(null));
    }

    @Test
    void aRadiusIsFinite() {
        for (double bad : NOT_FINITE) {
            assertIllegal(() -> Radii.shared(bad), "radius is " + bad, "finite");
            assertIllegal(() -> RingLossBatch.of(features, bad), "radius is " + bad);
        }
    }

    @Test
    void aDivisorAndAScaleArePositiveAndFinite() {
        RingLossBatch batch = RingLossBatch.of(features, 1);
        for (double bad : new double[] {0, -3, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            assertIllegal(() -> batch.withDivisor(bad), "divisor is " + bad, "positive");
            assertIllegal(() -> batch.withNormScale(bad), "normScale is " + bad, "positive");
        }
    }

    @Test
    void thereIsAWeightForEachRow() {
        for (int length : new int[] {0, 2, 4}) {
            assertIllegal(
                    () -> RingLossBatch.of(features, 1).withRowWeights(new double[length]),
                    "rowWeights",
                    String.valueOf(length),
                    "3");
        }
    }

    @Test
    void normsFillWhatFits() {
        assertNull("features", () -> Norms.compute(null, new double[3]));
        assertNull("features", () -> Norms.compute(null, new float[3]));
        assertNull("norms", () -> Norms.compute(features, (double[]) null));
        assertNull("norms", () -> Norms.compute(features, (float[]) null));
        assertNull("features", () -> Norms.summary(null));
        assertIllegal(() -> Norms.compute(features, new double[2]), "norms", "2", "3");
        assertIllegal(() -> Norms.compute(features, new float[4]), "norms", "4", "3");
    }

    @Test
    void aLearnableRadiusStaysInRange() {
        for (double bad : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertIllegal(() -> LearnableRadius.startingAt(bad, 0.1), "radius is " + bad);
            assertIllegal(() -> LearnableRadius.startingAt(1, bad), "learningRate is " + bad);
            assertIllegal(() -> LearnableRadius.startingAtMeanNorm(bad), "learningRate is " + bad);
        }
    }

    @Test
    void totalsOfDifferentKindsDoNotMerge() {
        RingLoss ring = RingLoss.builder().build();
        RingLossTotals plain = ring.forward(features, 1).result().totals();
        RingLossTotals classes = ring.forward(
                        RingLossBatch.of(features, Radii.perClass(new double[] {1, 2}, new int[3])))
                .result()
                .totals();
        byte[] before = plain.toBytes();
        assertNull("other", () -> plain.merge(null));
        assertIllegal(() -> plain.merge(classes), "other", "radii per class", "radius 1.0");
        RingLossTotals relative = RingLoss.builder()
                .relative(true)
                .build()
                .forward(features, 1)
                .result()
                .totals();
        assertIllegal(() -> plain.merge(relative), "other", "0.5", "1.0");
        assertThat(plain.toBytes()).isEqualTo(before);
        assertNull("totals", () -> ring.result(null));
        assertIllegalState(
                () -> RingLoss.builder().reduction(Reduction.NONE).build().result(plain), "NONE");
    }

    @Test
    void everyPenaltyNeedsAText() {
        assertNull("text", () -> Penalty.parse(null));
        assertNull("text", () -> RingLoss.parse(null));
        assertNull("bytes", () -> RingLossTotals.fromBytes(null));
        for (PenaltyKind kind : PenaltyKind.values()) {
            assertIllegal(() -> Penalty.parse("nonsense"), kind.signature());
        }
    }
}
