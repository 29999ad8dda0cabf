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
import org.ringloss.BackendChoice;
import org.ringloss.FloatMatrix;
import org.ringloss.GradientMode;
import org.ringloss.Norms;
import org.ringloss.RingLoss;
import org.ringloss.RingLossBatch;

/** A norm has the bits of its definition: those of {@link ContractNorm}, which shares no code with any backend. */
class NormBitsTest {
    /** Every dimension up to 130, and odd ones around those where lanes, blocks and kernels begin anew. */
    static IntStream dimensions() {
        return IntStream.concat(
                IntStream.rangeClosed(1, 130),
                IntStream.of(64, 256, 1024, 2048, 3072, 4096)
                        .flatMap(size ->
                                IntStream.of(size - 65, size - 7, size - 1, size, size + 1, size + 9, size + 64))
                        .filter(dim -> dim > 130));
    }

    /** Of rows one behind the other or with gaps, in an array or outside the heap, alone, in one pass or two, and without a loss. */
    private static void assertDefined(float[] compact, int rows, int dim) {
        double[] expected = new double[rows];
        Arrays.setAll(expected, i -> ContractNorm.of(compact, i * dim, dim));
        FloatMatrix together = FloatMatrix.of(compact, rows, dim);
        FloatMatrix apart = Memory.ARRAY.matrix(compact, rows, dim, 3, dim + 5);
        FloatMatrix direct = Memory.DIRECT.matrix(compact, rows, dim, 3, dim + 5);
        double[] norms = new double[rows];
        for (FloatMatrix features : new FloatMatrix[] {together, apart, direct}) {
            Norms.compute(features, norms);
            Bits.assertSame("norms of " + dim + " elements", norms, expected);
        }
        double[] alone = new double[1];
        for (int i = 0; i < rows; i++) {
            Norms.compute(FloatMatrix.of(compact, i * dim, 1, dim, dim), alone);
            Bits.assertSame("norm of a single row of " + dim + " elements", alone[0], expected[i]);
        }
        float[] rounded = new float[rows];
        Norms.compute(together, rounded);
        for (int i = 0; i < rows; i++) {
            Bits.assertSame("rounded norm", rounded[i], (float) expected[i]);
        }
        for (BackendChoice backend : List.of(BackendChoice.SCALAR, BackendChoice.AUTO)) {
            RingLoss ring = RingLoss.builder().backend(backend).build();
            Bits.assertSame("norms of a pass", ring.forward(together, 1).norms(), expected);
            FloatMatrix gradient = FloatMatrix.of(new float[rows * dim], rows, dim);
            Bits.assertSame(
                    ring.forwardBackward(RingLossBatch.of(apart, 1), 1, gradient, GradientMode.WRITE)
                            .normSummary(),
                    ring.forward(together, 1).result().normSummary());
        }
    }

    @ParameterizedTest
    @MethodSource("dimensions")
    void ofRowsOfEveryKindAndDimension(int dim) {
        NormRows maker = new NormRows(dim);
        NormRows.Kind[] kinds = NormRows.Kind.values();
        float[] x = new float[kinds.length * dim];
        for (int i = 0; i < kinds.length; i++) {
            maker.fill(kinds[i], x, i * dim, dim);
        }
        assertDefined(x, kinds.length, dim);
    }

    /** NaN and infinities among ordinary, zero, tiny and huge rows. */
    @Property
    void ofSpecialRowsAmongOrdinaryOnes(@ForAll @IntRange(min = 1, max = 200) int dim, @ForAll long seed) {
        SplitMix64 random = new SplitMix64(seed);
        int rows = 5;
        float[] x = new float[rows * dim];
        for (int i = 0; i < rows; i++) {
            System.arraycopy(SpecialRows.of(random, dim), 0, x, i * dim, dim);
        }
        assertDefined(x, rows, dim);
    }

    /**
     * On either side of the range in which the sum in lanes stands; 2^-80 and 2^120 themselves belong to it. What a small
     * element adds to a large one in its lane is lost there and not in double, so that the two ways differ.
     */
    @Test
    void ofRowsAtTheEndsOfTheRange() {
        for (float root : new float[] {0x1p-40f, 0x1p60f}) {
            double sum = (double) root * root;
            assertThat(ContractNorm.isUsual(sum)).isTrue();
            assertThat(ContractNorm.isUsual(Math.nextDown(sum))).isEqualTo(root > 1);
            assertThat(ContractNorm.isUsual(Math.nextUp(sum))).isEqualTo(root < 1);
            for (float large : new float[] {Math.nextDown(root), root, Math.nextUp(root)}) {
                for (int dim : new int[] {65, 128, 200, 1025}) {
                    assertDefined(row(dim, 0, large, 64, large * 0x1p-13f), 1, dim);
                }
            }
            assertThat(ContractNorm.of(row(65, 0, root, 64, root * 0x1p-13f))).isEqualTo(root);
        }
    }

    /** The eight sums in double are of sizes so different that their order counts. */
    @Property
    void ofRowsWhoseSumsRoundInDouble(@ForAll long seed) {
        SplitMix64 random = new SplitMix64(seed);
        int dim = 8 + random.nextInt(3000);
        float[] x = new float[dim];
        for (int j = 0; j < dim; j++) {
            x[j] = random.nextFloat() * Math.scalb(1f, -3 * (j % 8) - random.nextInt(3));
        }
        assertDefined(x, 1, dim);
    }

    /** Squares and sums that are no normal floats, or none at all, in a lane or only in the fold. */
    @Test
    void ofRowsThatUnderflowAndOverflowInLanes() {
        float[] sizes = {Float.MIN_VALUE, 0x1p-75f, 0x1p-74f, 0x1p-63f, 0x1p-62f, 0x1p62f, 0x1.8p63f, 0x1p64f, 0x1p127f
        };
        for (int dim : new int[] {1, 8, 9, 64, 65, 500, 1024, 2000}) {
            float[] x = new float[sizes.length * dim];
            for (int i = 0; i < sizes.length; i++) {
                Arrays.fill(x, i * dim, (i + 1) * dim, sizes[i]);
            }
            assertDefined(x, sizes.length, dim);
        }
    }

    /** The definition by examples. 1 + 2^-24 lies in the middle between two floats and rounds to 1. */
    @Test
    void areThoseOfTheExamples() {
        double both = Math.sqrt(1 + 0x1p-24);
        // In one lane, and in lanes that are folded in float; in lanes that are folded in double, and in two blocks.
        assertThat(ContractNorm.of(row(2000, 0, 1, 64, 0x1p-12f))).isEqualTo(1);
        assertThat(ContractNorm.of(row(2000, 0, 1, 8, 0x1p-12f))).isEqualTo(1);
        assertThat(ContractNorm.of(row(2000, 0, 1, 4, 0x1p-12f))).isEqualTo(both);
        assertThat(ContractNorm.of(row(2000, 0, 1, 1023, 0x1p-12f))).isEqualTo(both);
        assertThat(ContractNorm.of(row(2000, 0, 1, 1024, 0x1p-12f))).isEqualTo(both);
        // The square (1 + 2^-12)^2 is rounded before it is added, and loses the 2^-24 that would make 2^-23 of two.
        assertThat(ContractNorm.of(row(100, 0, 0x1p-12f, 64, 1 + 0x1p-12f))).isEqualTo(Math.sqrt(1 + 0x1p-11));
        assertThat(ContractNorm.of(row(100, 0, 1 + 0x1p-12f, 64, 0))).isEqualTo(Math.sqrt(1 + 0x1p-11));
        // Rare: in double, nothing is lost.
        assertThat(ContractNorm.of(row(100, 0, 0x1p70f, 64, 0x1p58f))).isEqualTo(0x1p70 * both);
        assertThat(ContractNorm.of(row(100, 0, 0x1p-70f, 64, 0x1p-82f))).isEqualTo(0x1p-70 * both);
    }

    private static float[] row(int dim, int first, float x, int second, float y) {
        float[] row = new float[dim];
        row[first] = x;
        row[second] = y;
        return row;
    }

    /** The arithmetic of the definition with whole numbers is that of float. */
    @Property
    void wholeNumbersRoundAsFloatsDo(@ForAll long seed) {
        SplitMix64 random = new SplitMix64(seed);
        for (int i = 0; i < 100; i++) {
            float x = Float.intBitsToFloat((int) random.nextLong());
            Bits.assertSame(x + "^2", ContractNorm.square(x), x * x);
        }
    }
}
