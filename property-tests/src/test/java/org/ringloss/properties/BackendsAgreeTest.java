// SPDX-License-Identifier: Apache-2.0
package org.ringloss.properties;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringloss.BackendChoice;
import org.ringloss.FloatMatrix;
import org.ringloss.GradientMode;
import org.ringloss.Reduction;
import org.ringloss.RingLoss;
import org.ringloss.RingLossResult;

/** The SIMD backend gives the scalar one's bits: for every penalty, every dimension and every place in memory. */
class BackendsAgreeTest {
    private static final List<Reduction> REDUCTIONS = List.of(Reduction.values());
    private static final List<LossCase.RadiusKind> KINDS = List.of(LossCase.RadiusKind.values());

    static IntStream dimensions() {
        return NormBitsTest.dimensions();
    }

    static Iterable<PenaltyCase> penalties() {
        return PenaltyCase.ALL;
    }

    private static void assertAgree(LossCase lossCase) {
        Outcome simd = Outcome.of(lossCase, lossCase.ring(BackendChoice.SIMD));
        Outcome scalar = Outcome.of(lossCase, lossCase.ring(BackendChoice.SCALAR));
        simd.assertSameBitsAs(scalar);
        double[] norms =
                lossCase.ring(BackendChoice.SIMD).forward(lossCase.batch()).norms();
        Bits.assertSame(
                "norms",
                norms,
                lossCase.ring(BackendChoice.SCALAR).forward(lossCase.batch()).norms());
    }

    @ParameterizedTest
    @MethodSource("dimensions")
    void forEveryDimension(int dim) {
        // More than a tile.
        int rows = Math.min(320, 1 + 40_000 / dim);
        for (int kind = 0; kind < 3; kind++) {
            LossCase lossCase = LossCases.of(
                    PenaltyCase.ALL.get((dim + kind * 7) % PenaltyCase.ALL.size()),
                    REDUCTIONS.get(dim % 3),
                    kind == 1,
                    rows,
                    dim,
                    KINDS.get(kind),
                    kind == 2 ? 1 : 0,
                    dim * 31L + kind);
            assertAgree(lossCase);
            assertAgreeAdding(lossCase);
            assertAgreeInPlace(lossCase);
        }
    }

    /** A gradient that lies on its features, against one that does not. */
    private static void assertAgreeInPlace(LossCase lossCase) {
        for (GradientMode mode : GradientMode.values()) {
            Outcome apart = Outcome.of(
                    lossCase, lossCase.ring(BackendChoice.SCALAR), lossCase.x().clone(), mode);
            float[] x = lossCase.x().clone();
            FloatMatrix both = FloatMatrix.of(x, lossCase.rows(), lossCase.dim());
            lossCase.ring(BackendChoice.SIMD).forwardBackward(lossCase.batch(both), lossCase.upstream(), both, mode);
            Bits.assertSame("gradient in place", x, apart.gradient());
        }
    }

    private static void assertAgreeAdding(LossCase lossCase) {
        float[] before = new SplitMix64(lossCase.dim()).floats(lossCase.x().length, 1);
        Outcome simd = Outcome.of(lossCase, lossCase.ring(BackendChoice.SIMD), before.clone(), GradientMode.ADD);
        simd.assertSameBitsAs(
                Outcome.of(lossCase, lossCase.ring(BackendChoice.SCALAR), before.clone(), GradientMode.ADD));
    }

    /** A single row may take other kernels than a batch. */
    @ParameterizedTest
    @MethodSource("dimensions")
    void forASingleRowAndForItInABatch(int dim) {
        PenaltyCase penalty = PenaltyCase.ALL.get(dim % PenaltyCase.ALL.size());
        LossCase batch = LossCase.of(5, dim, new SplitMix64(dim).floats(5 * dim, 2), 1.5)
                .withPenalty(penalty)
                .withReduction(Reduction.SUM);
        LossCase row = batch.pick(3);
        assertAgree(row);
        assertAgreeAdding(row);
        float[] gradient = Outcome.of(row, row.ring(BackendChoice.SIMD)).gradient();
        float[] whole = Outcome.of(batch, batch.ring(BackendChoice.SIMD)).gradient();
        Bits.assertSame("gradient", gradient, Arrays.copyOfRange(whole, 3 * dim, 4 * dim));
    }

    @ParameterizedTest
    @MethodSource("dimensions")
    void forEveryDimensionAddingAtOddPlaces(int dim) {
        int rows = 5;
        SplitMix64 random = new SplitMix64(dim);
        int offset = random.nextInt(9);
        int stride = dim + random.nextInt(5);
        int gradientStride = dim + random.nextInt(5);
        float[] x = random.floats(offset + rows * stride, 2);
        float[] before = random.floats(3 + rows * gradientStride, 1);
        float[][] gradients = {before.clone(), before.clone()};
        RingLossResult[] results = new RingLossResult[2];
        for (int b = 0; b < 2; b++) {
            LossCase lossCase = LossCase.of(rows, dim, x, 1.25);
            results[b] = lossCase.ring(b == 0 ? BackendChoice.SCALAR : BackendChoice.SIMD)
                    .forwardBackward(
                            lossCase.batch(FloatMatrix.of(x, offset, rows, dim, stride)),
                            1.5,
                            FloatMatrix.of(gradients[b], 3, rows, dim, gradientStride),
                            GradientMode.ADD);
        }
        Bits.assertSame("gradient", gradients[1], gradients[0]);
        Bits.assertSame(results[1], results[0], true);
    }

    @ParameterizedTest
    @MethodSource("penalties")
    void forEveryPenaltyAtResidualsOfEveryExponent(PenaltyCase penalty) {
        assertKernelsAgree(penalty, Residuals.ofEveryExponent(penalty.hashCode(), 4000));
    }

    @ParameterizedTest
    @MethodSource("penalties")
    void forEveryPenaltyAtTheEdges(PenaltyCase penalty) {
        assertKernelsAgree(penalty, Residuals.edges(penalty));
    }

    @ParameterizedTest
    @MethodSource("penalties")
    void forEveryPenaltyAtOrdinaryResiduals(PenaltyCase penalty) {
        assertKernelsAgree(penalty, Residuals.uniform(penalty.hashCode(), 20, 4000));
    }

    @ParameterizedTest
    @MethodSource("penalties")
    void forEveryPenaltyAndNumberOfRows(PenaltyCase penalty) {
        for (int rows = 0; rows < 40; rows++) {
            assertKernelsAgree(penalty, Residuals.uniform(rows, 5, rows));
        }
    }

    @Property
    void forAnyParameters(@ForAll(supplier = WidePenalties.class) PenaltyCase penalty, @ForAll long seed) {
        assertKernelsAgree(penalty, Residuals.ofEveryExponent(seed, 64));
        assertKernelsAgree(penalty, Residuals.around(seed, penalty, 64));
    }

    private static void assertKernelsAgree(PenaltyCase penalty, double[] drawn) {
        // A radius stands for the residual.
        double[] residuals =
                Arrays.stream(drawn).filter(e -> Math.abs(e) <= Float.MAX_VALUE).toArray();
        Kernel simd = Kernel.of(penalty.library(), residuals, BackendChoice.SIMD);
        Kernel scalar = Kernel.of(penalty.library(), residuals, BackendChoice.SCALAR);
        for (int i = 0; i < residuals.length; i++) {
            Bits.assertSame(penalty + " value at " + residuals[i], simd.values()[i], scalar.values()[i]);
            Bits.assertSame(penalty + " derivative at " + residuals[i], simd.derivatives()[i], scalar.derivatives()[i]);
        }
    }

    @Property
    void forTheSumsOfAnyNumberOfRows(
            @ForAll @IntRange(max = 700) int rows, @ForAll @IntRange(max = 60) int spread, @ForAll long seed) {
        double[] sizes = Residuals.spread(seed, spread, rows);
        float[] x = new float[rows];
        for (int i = 0; i < rows; i++) {
            x[i] = (float) sizes[i];
        }
        PenaltyCase penalty = PenaltyCase.ALL.get(rows % PenaltyCase.ALL.size());
        assertAgree(LossCase.of(rows, 1, x, 0.5).withPenalty(penalty));
    }

    @Property
    void forAnyLossCase(@ForAll(supplier = LossCases.class) LossCase lossCase) {
        assertAgree(lossCase);
    }

    /** Rare rows among others, in rows of one block and of several. */
    @Property
    void forRowsOfAnyFloatBits(@ForAll long seed) {
        SplitMix64 random = new SplitMix64(seed);
        int dim = 1 + random.nextInt(random.nextInt(8) == 0 ? 2200 : 100);
        int rows = 20;
        float[] x = new float[rows * dim];
        for (int i = 0; i < rows; i++) {
            float[] row = SpecialRows.of(random, dim);
            System.arraycopy(row, 0, x, i * dim, dim);
        }
        PenaltyCase penalty = PenaltyCase.ALL.get(random.nextInt(PenaltyCase.ALL.size()));
        assertAgree(LossCase.of(rows, dim, x, 1.5).withPenalty(penalty));
        assertAgree(LossCase.of(rows, dim, x, 1e30).withPenalty(penalty).withReduction(Reduction.SUM));
    }

    /** From memory of any kind into memory of any kind, against scalar code on arrays. */
    @ParameterizedTest
    @ValueSource(ints = {1, 7, 16, 33, 64, 100, 128, 255, 257, 1000, 1025, 2049})
    void inMemoryOfEveryKind(int dim) {
        int rows = 9;
        LossCase lossCase = LossCase.of(rows, dim, new SplitMix64(dim).floats(rows * dim, 3), 1);
        float[] before = new SplitMix64(dim + 1).floats(rows * dim, 1);
        for (GradientMode mode : GradientMode.values()) {
            Memory.Target expected = Memory.ARRAY.target(before, 7, rows, dim, 1, dim + 3);
            RingLossResult result = fused(lossCase, BackendChoice.SCALAR, lossCase.features(), expected, mode);
            for (Memory from : Memory.values()) {
                for (Memory into : Memory.values()) {
                    Memory.Target target = into.target(before, 7, rows, dim, 1, dim + 3);
                    FloatMatrix features = from.matrix(lossCase.x(), rows, dim, 3, dim + 2);
                    Bits.assertSame(fused(lossCase, BackendChoice.SIMD, features, target, mode), result, true);
                    Bits.assertSame(from + " into " + into, target.read(), expected.read());
                }
            }
        }
    }

    private static RingLossResult fused(
            LossCase lossCase, BackendChoice backend, FloatMatrix features, Memory.Target target, GradientMode mode) {
        return lossCase.ring(backend)
                .forwardBackward(lossCase.batch(features), lossCase.upstream(), target.matrix(), mode);
    }

    @Test
    void andAreTheTwoThatTheyShouldBe() {
        RingLoss simd = RingLoss.builder().backend(BackendChoice.SIMD).build();
        RingLoss scalar = RingLoss.builder().backend(BackendChoice.SCALAR).build();
        // Their configuration is the same: the backend is no part of it.
        assertThat(simd.toString()).isEqualTo(scalar.toString());
        float[] zero = new float[8];
        Arrays.fill(zero, 0);
        assertThat(simd.forward(FloatMatrix.of(zero, 1, 8), 1).loss()).isEqualTo(0.5);
    }
}
