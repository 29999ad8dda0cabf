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
import org.ringloss.FloatMatrix;
import org.ringloss.GradientMode;
import org.ringloss.Reduction;
import org.ringloss.RingLoss;
import org.ringloss.RingLossResult;

/** The SIMD backend gives the scalar one's bits: for every penalty, every dimension and every place in memory. */
class BackendsAgreeTest {
    private static final List<Reduction> REDUCTIONS = List.of(Reduction.values());
    private static final List<LossCase.RadiusKind> KINDS = List.of(LossCase.RadiusKind.values());

    /** Every dimension up to 130, then whole blocks, and odd ones around powers of two. */
    static IntStream dimensions() {
        return IntStream.concat(
                IntStream.rangeClosed(1, 130),
                IntStream.of(
                        131, 255, 256, 257, 384, 511, 512, 513, 1000, 1023, 1024, 1100, 1920, 2047, 2048, 2049, 4097));
    }

    static Iterable<PenaltyCase> penalties() {
        return PenaltyCase.ALL;
    }

    private static void assertAgree(LossCase scene) {
        Outcome simd = Outcome.of(scene, scene.ring("simd"));
        Outcome scalar = Outcome.of(scene, scene.ring("scalar"));
        simd.assertSameBitsAs(scalar);
        double[] norms = scene.ring("simd").forward(scene.batch()).norms();
        Bits.assertSame(
                "norms", norms, scene.ring("scalar").forward(scene.batch()).norms());
    }

    @ParameterizedTest
    @MethodSource("dimensions")
    void forEveryDimension(int dim) {
        // More than a tile.
        int rows = Math.min(320, 1 + 40_000 / dim);
        for (int kind = 0; kind < 3; kind++) {
            LossCase scene = LossCases.scene(
                    PenaltyCase.ALL.get((dim + kind * 7) % PenaltyCase.ALL.size()),
                    REDUCTIONS.get(dim % 3),
                    kind == 1,
                    rows,
                    dim,
                    KINDS.get(kind),
                    kind == 2 ? 1 : 0,
                    dim * 31L + kind);
            assertAgree(scene);
            assertAgreeAdding(scene);
            assertAgreeInPlace(scene);
        }
    }

    /** A gradient that lies on its features, against one that does not. */
    private static void assertAgreeInPlace(LossCase scene) {
        for (GradientMode mode : GradientMode.values()) {
            Outcome apart = Outcome.of(scene, scene.ring("scalar"), scene.x().clone(), mode);
            float[] x = scene.x().clone();
            FloatMatrix both = FloatMatrix.of(x, scene.rows(), scene.dim());
            scene.ring("simd").forwardBackward(scene.batch(both), scene.upstream(), both, mode);
            Bits.assertSame("gradient in place", x, apart.gradient());
        }
    }

    private static void assertAgreeAdding(LossCase scene) {
        float[] before = new SplitMix64(scene.dim()).floats(scene.x().length, 1);
        Outcome simd = Outcome.of(scene, scene.ring("simd"), before.clone(), GradientMode.ADD);
        simd.assertSameBitsAs(Outcome.of(scene, scene.ring("scalar"), before.clone(), GradientMode.ADD));
    }

    /** A single row is walked another way than a batch. */
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
        float[] gradient = Outcome.of(row, row.ring("simd")).gradient();
        float[] whole = Outcome.of(batch, batch.ring("simd")).gradient();
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
            LossCase scene = LossCase.of(rows, dim, x, 1.25);
            results[b] = scene.ring(b == 0 ? "scalar" : "simd")
                    .forwardBackward(
                            scene.batch(FloatMatrix.of(x, offset, rows, dim, stride)),
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
        Kernel simd = Kernel.of(penalty.library(), residuals, "simd");
        Kernel scalar = Kernel.of(penalty.library(), residuals, "scalar");
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
    void forAnyScene(@ForAll(supplier = LossCases.class) LossCase scene) {
        assertAgree(scene);
    }

    @Property
    void forRowsOfAnyFloatBits(@ForAll long seed) {
        SplitMix64 random = new SplitMix64(seed);
        int dim = 1 + random.nextInt(100);
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

    @Test
    void inTheSameDirectOrBigEndianMemory() {
        for (int dim : new int[] {1, 7, 16, 33, 128, 1000}) {
            LossCase scene = LossCase.of(9, dim, new SplitMix64(dim).floats(9 * dim, 3), 1);
            for (Memory memory : Memory.values()) {
                float[][] gradients = new float[2][];
                for (int b = 0; b < 2; b++) {
                    FloatMatrix features = memory.matrix(scene.x(), 9, dim, 3, dim + 2);
                    Memory.Target target = memory.target(9, dim, 1, dim + 3);
                    scene.ring(b == 0 ? "scalar" : "simd")
                            .forwardBackward(scene.batch(features), 1, target.matrix(), GradientMode.WRITE);
                    gradients[b] = target.read();
                }
                Bits.assertSame(memory.name(), gradients[1], gradients[0]);
            }
        }
    }

    @Test
    void andAreTheTwoThatTheyShouldBe() {
        RingLoss simd = RingLoss.builder().backend("simd").build();
        RingLoss scalar = RingLoss.builder().backend("scalar").build();
        // Their configuration is the same: the backend is no part of it.
        assertThat(simd.toString()).isEqualTo(scalar.toString());
        float[] zero = new float[8];
        Arrays.fill(zero, 0);
        assertThat(simd.forward(FloatMatrix.of(zero, 1, 8), 1).loss()).isEqualTo(0.5);
    }
}
