// SPDX-License-Identifier: Apache-2.0
package org.ringloss.properties;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringloss.BackendChoice;
import org.ringloss.FloatMatrix;
import org.ringloss.GradientMode;
import org.ringloss.Reduction;
import org.ringloss.RingLoss;
import org.ringloss.RingLossPass;
import org.ringloss.RingLossTotals;

/**
 * Batches of long rows, and those beyond the caches, give the bits of their shards in two passes. What those give is compared
 * with references elsewhere.
 */
class LargeBatchesTest {
    /** From so many floats on a batch is large. */
    private static final int LARGE = 1 << 21;

    private static final int SHARDS = 3;
    private static final List<Reduction> REDUCTIONS = List.of(Reduction.values());
    private static final List<LossCase.RadiusKind> KINDS = List.of(LossCase.RadiusKind.values());
    private static final List<BackendChoice> BACKENDS = List.of(BackendChoice.SCALAR, BackendChoice.SIMD);

    @ParameterizedTest
    @ValueSource(ints = {256, 257, 300, 384, 511, 1000, 1025, 4096, 70_001})
    void giveTheBitsOfTheirShards(int dim) {
        int rows = LARGE / dim + 1;
        for (int kind = 0; kind < 3; kind++) {
            LossCase lossCase = LossCases.of(
                    PenaltyCase.ALL.get((dim + 5 * kind) % PenaltyCase.ALL.size()),
                    REDUCTIONS.get(kind),
                    false,
                    rows,
                    dim,
                    KINDS.get((dim + kind) % 3),
                    kind == 0 ? 0 : 1,
                    dim + kind);
            for (BackendChoice backend : BACKENDS) {
                assertSameAsShards(lossCase, lossCase.ring(backend), kind == 1 ? GradientMode.ADD : GradientMode.WRITE);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {256, 1001})
    void ofRowsOfAllKinds(int dim) {
        int rows = LARGE / dim + 1;
        SplitMix64 random = new SplitMix64(dim);
        float[] x = new float[rows * dim];
        for (int i = 0; i < rows; i++) {
            System.arraycopy(SpecialRows.of(random, dim), 0, x, i * dim, dim);
        }
        for (double radius : new double[] {1.5, 1e30}) {
            LossCase lossCase = LossCase.of(rows, dim, x, radius).withReduction(Reduction.SUM);
            for (BackendChoice backend : BACKENDS) {
                assertSameAsShards(lossCase, lossCase.ring(backend), GradientMode.WRITE);
            }
        }
    }

    private static void assertSameAsShards(LossCase lossCase, RingLoss ring, GradientMode mode) {
        int dim = lossCase.dim();
        float[] before = new SplitMix64(dim).floats(lossCase.x().length, 1);
        Outcome whole = Outcome.of(lossCase, ring, before.clone(), mode);

        RingLossTotals merged = new RingLossTotals();
        for (int shard = 0; shard < SHARDS; shard++) {
            int from = (int) ((long) lossCase.rows() * shard / SHARDS);
            int to = (int) ((long) lossCase.rows() * (shard + 1) / SHARDS);
            LossCase part = lossCase.pick(IntStream.range(from, to).toArray());
            if (lossCase.reduction() == Reduction.MEAN) {
                part = part.withDivisor(lossCase.rows());
            }
            float[] gradient = Arrays.copyOfRange(before, from * dim, to * dim);
            RingLossPass pass = ring.forward(part.batch());
            pass.backward(part.upstream(), FloatMatrix.of(gradient, to - from, dim), mode);
            Bits.assertSame(
                    "gradient of shard " + shard, Arrays.copyOfRange(whole.gradient(), from * dim, to * dim), gradient);
            if (!whole.reduced()) {
                Bits.assertSame(
                        "rowLosses of shard " + shard,
                        Arrays.copyOfRange(whole.result().rowLosses(), from, to),
                        pass.result().rowLosses());
            }
            pass.result().addTo(merged);
        }
        RingLossTotals totals = whole.result().totals();
        Bits.assertSame("penaltySum", totals.penaltySum(), merged.penaltySum());
        Bits.assertSame("derivativeSum", totals.derivativeSum(), merged.derivativeSum());
        for (int label = 0; label < totals.classes(); label++) {
            Bits.assertSame("derivativeSum of " + label, totals.derivativeSum(label), merged.derivativeSum(label));
        }
        Bits.assertSame(totals.normSummary(), merged.normSummary());
    }

    @ParameterizedTest
    @ValueSource(ints = {256, 999})
    void atOddPlacesAndInPlace(int dim) {
        int rows = LARGE / dim + 1;
        int stride = dim + 3;
        float[] x = new SplitMix64(dim).floats(5 + rows * stride, 1);
        for (BackendChoice backend : BACKENDS) {
            RingLoss ring =
                    RingLoss.builder().reduction(Reduction.SUM).backend(backend).build();
            float[] apart = new float[2 + rows * (dim + 1)];
            ring.forwardBackward(
                    FloatMatrix.of(x, 5, rows, dim, stride), 3, FloatMatrix.of(apart, 2, rows, dim, dim + 1));
            float[] inPlace = x.clone();
            FloatMatrix same = FloatMatrix.of(inPlace, 5, rows, dim, stride);
            ring.forwardBackward(same, 3, same);
            // Between the rows nothing is written.
            float[] expected = x.clone();
            float[] expectedApart = new float[apart.length];
            float[] gradient = new float[rows * dim];
            ring.forward(FloatMatrix.of(x, 5, rows, dim, stride), 3)
                    .backward(1, FloatMatrix.of(gradient, rows, dim), GradientMode.WRITE);
            for (int row = 0; row < rows; row++) {
                System.arraycopy(gradient, row * dim, expected, 5 + row * stride, dim);
                System.arraycopy(gradient, row * dim, expectedApart, 2 + row * (dim + 1), dim);
            }
            Bits.assertSame("gradient in place", inPlace, expected);
            Bits.assertSame("gradient", apart, expectedApart);
        }
    }
}
