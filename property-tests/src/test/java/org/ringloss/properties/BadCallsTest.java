// SPDX-License-Identifier: Apache-2.0
package org.ringloss.properties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ringloss.properties.Refusals.assertIllegal;
import static org.ringloss.properties.Refusals.assertIllegalState;
import static org.ringloss.properties.Refusals.assertNull;
import static org.ringloss.properties.Refusals.assertOutOfBounds;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.ringloss.FloatMatrix;
import org.ringloss.GradientMode;
import org.ringloss.Norms;
import org.ringloss.Radii;
import org.ringloss.Reduction;
import org.ringloss.RingLoss;
import org.ringloss.RingLossBatch;
import org.ringloss.RingLossPass;
import org.ringloss.RingLossResult;

/** A call with a bad argument is refused before anything is written: neither the gradient nor the result changes. */
class BadCallsTest {
    private static final int ROWS = 3;
    private static final int DIM = 4;

    private final RingLoss ring = RingLoss.builder().build();
    private final float[] x = new SplitMix64(1).floats(100, 1);
    private final float[] g = new float[100];
    private final FloatMatrix features = FloatMatrix.of(x, ROWS, DIM);
    private final FloatMatrix gradient = FloatMatrix.of(g, ROWS, DIM);
    private final RingLossBatch batch = RingLossBatch.of(features, 1);
    private final RingLossResult result = new RingLossResult();
    private final float[] xBefore = x.clone();
    private final String resultBefore;

    BadCallsTest() {
        Arrays.fill(g, 7);
        ring.forwardBackward(features, 1, FloatMatrix.of(new float[12], ROWS, DIM), result);
        resultBefore = describe(result);
    }

    private static String describe(RingLossResult result) {
        return result + " " + result.loss() + " " + result.normSummary() + " "
                + Arrays.toString(result.totals().toBytes());
    }

    @AfterEach
    void nothingWasWritten() {
        float[] sevens = new float[100];
        Arrays.fill(sevens, 7);
        Bits.assertSame("gradient", g, sevens);
        Bits.assertSame("features", x, xBefore);
        assertThat(describe(result)).isEqualTo(resultBefore);
    }

    @Test
    void nulls() {
        assertNull("features", () -> ring.forwardBackward(null, 1, gradient));
        assertNull("gradient", () -> ring.forwardBackward(features, 1, null));
        assertNull("features", () -> ring.forwardBackward(null, 1, gradient, result));
        assertNull("gradient", () -> ring.forwardBackward(features, 1, null, result));
        assertNull("result", () -> ring.forwardBackward(features, 1, gradient, (RingLossResult) null));
        assertNull("batch", () -> ring.forwardBackward(null, 1, gradient, GradientMode.WRITE));
        assertNull("gradient", () -> ring.forwardBackward(batch, 1, null, GradientMode.WRITE));
        assertNull("mode", () -> ring.forwardBackward(batch, 1, gradient, (GradientMode) null));
        assertNull("batch", () -> ring.forwardBackward((RingLossBatch) null, 1, gradient, GradientMode.WRITE, result));
        assertNull("gradient", () -> ring.forwardBackward(batch, 1, null, GradientMode.WRITE, result));
        assertNull("mode", () -> ring.forwardBackward(batch, 1, gradient, null, result));
        assertNull("result", () -> ring.forwardBackward(batch, 1, gradient, GradientMode.WRITE, null));
        assertNull("batch", () -> ring.forward(null));
        assertNull("features", () -> ring.forward(null, 1));
        RingLossPass pass = ring.forward(batch);
        assertNull("gradient", () -> pass.backward(null));
        assertNull("gradient", () -> pass.backward(1, null, GradientMode.WRITE));
        assertNull("mode", () -> pass.backward(1, gradient, null));
        RingLossPass none = RingLoss.builder().reduction(Reduction.NONE).build().forward(batch);
        assertNull("rowUpstream", () -> none.backward((double[]) null, gradient, GradientMode.WRITE));
        assertNull("gradient", () -> none.backward(new double[ROWS], null, GradientMode.WRITE));
        assertNull("mode", () -> none.backward(new double[ROWS], gradient, null));
    }

    @Test
    void aRadiusOrUpstreamThatIsNotFinite() {
        RingLossPass pass = ring.forward(batch);
        for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            assertIllegal(() -> ring.forwardBackward(features, bad, gradient), "radius is " + bad, "finite");
            assertIllegal(() -> ring.forwardBackward(features, bad, gradient, result), "radius is " + bad);
            assertIllegal(() -> ring.forward(features, bad), "radius is " + bad);
            assertIllegal(
                    () -> ring.forwardBackward(batch, bad, gradient, GradientMode.WRITE, result), "upstream is " + bad);
            assertIllegal(() -> pass.backward(bad, gradient, GradientMode.WRITE), "upstream is " + bad);
            double[] radii = {1, bad, 1};
            refused("radii[1] is " + bad, Radii.perClass(radii, new int[ROWS]));
            refused("targets[1] is " + bad, Radii.perRow(radii));
        }
    }

    /** For the smallest scale there could be: that of these rows is known only when their norms are. */
    @Test
    void anUpstreamThatIsTooLargeForRelativeMode() {
        RingLoss relative = RingLoss.builder().relative(true).weight(ROWS).build();
        float[] twos = new float[ROWS * DIM];
        Arrays.fill(twos, 2);
        FloatMatrix rows = FloatMatrix.of(twos, ROWS, DIM);
        assertThat(Norms.summary(rows).relativeScale()).isEqualTo(4);
        RingLossBatch large = RingLossBatch.of(rows, 1);
        assertIllegal(
                () -> relative.forwardBackward(large, Double.MAX_VALUE, gradient, GradientMode.WRITE, result),
                "upstream is " + Double.MAX_VALUE,
                "relative scale (0.5)");
    }

    @Test
    void theLargestRadiusIsNotRefused() {
        assertThat(ring.forward(features, Float.MAX_VALUE).loss()).isFinite();
        assertIllegal(
                () -> ring.forward(features, Math.nextUp((double) Float.MAX_VALUE)), "radius is 3.40282346638528");
    }

    private void refused(String named, Radii radii) {
        RingLossBatch bad = RingLossBatch.of(features, radii);
        assertIllegal(() -> ring.forwardBackward(bad, 1, gradient, GradientMode.WRITE, result), named);
        assertIllegal(() -> ring.forward(bad), named);
    }

    @Test
    void radiiOfTheWrongLength() {
        for (int length : new int[] {0, 2, 4}) {
            refused("labels", Radii.perClass(new double[] {1}, new int[length]));
            refused("targets", Radii.perRow(new double[length]));
        }
    }

    @Test
    void labelsOutsideTheClasses() {
        for (int bad : new int[] {-1, 2, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            RingLossBatch labelled = RingLossBatch.of(features, Radii.perClass(new double[2], new int[] {0, 1, bad}));
            assertOutOfBounds(
                    () -> ring.forwardBackward(labelled, 1, gradient, GradientMode.WRITE, result),
                    "labels[2] is " + bad,
                    "from 0 to 1");
            assertOutOfBounds(() -> ring.forward(labelled), "labels[2] is " + bad);
        }
        RingLossBatch none = RingLossBatch.of(features, Radii.perClass(new double[0], new int[ROWS]));
        assertOutOfBounds(() -> ring.forward(none), "labels[0] is 0");
    }

    @Test
    void rowWeightsOutOfRange() {
        for (double bad : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            RingLossBatch weighted = batch.withRowWeights(new double[] {1, 0, bad});
            assertIllegal(
                    () -> ring.forwardBackward(weighted, 1, gradient, GradientMode.WRITE, result),
                    "rowWeights[2] is " + bad,
                    "zero or positive");
            assertIllegal(() -> ring.forward(weighted), "rowWeights[2] is " + bad);
        }
    }

    @Test
    void aGradientOfAnotherShape() {
        RingLossPass pass = ring.forward(batch);
        for (FloatMatrix bad : new FloatMatrix[] {
            FloatMatrix.of(g, ROWS, DIM + 1), FloatMatrix.of(g, ROWS + 1, DIM), FloatMatrix.of(g, DIM, ROWS)
        }) {
            String shape = bad.rows() + " x " + bad.dim();
            refusedGradient(features, bad, pass, "gradient is " + shape, "3 x 4");
        }
    }

    private void refusedGradient(FloatMatrix from, FloatMatrix bad, RingLossPass pass, String... named) {
        RingLossBatch of = RingLossBatch.of(from, 1);
        assertIllegal(() -> ring.forwardBackward(from, 1, bad), named);
        assertIllegal(() -> ring.forwardBackward(from, 1, bad, result), named);
        assertIllegal(() -> ring.forwardBackward(of, 1, bad, GradientMode.ADD), named);
        assertIllegal(() -> ring.forwardBackward(of, 1, bad, GradientMode.ADD, result), named);
        assertIllegal(() -> pass.backward(bad), named);
        assertIllegal(() -> pass.backward(1, bad, GradientMode.ADD), named);
    }

    @Test
    void aReadOnlyGradient() {
        FloatMatrix readOnly = FloatMatrix.of(FloatBuffer.wrap(g).asReadOnlyBuffer(), ROWS, DIM);
        refusedGradient(features, readOnly, ring.forward(batch), "gradient", "read-only");
        FloatMatrix readOnlyFeatures = FloatMatrix.of(FloatBuffer.wrap(x).asReadOnlyBuffer(), ROWS, DIM);
        Bits.assertSame(
                "loss",
                ring.forward(readOnlyFeatures, 1).loss(),
                ring.forward(features, 1).loss());
    }

    @Test
    void aGradientThatOverlapsTheFeatures() {
        for (FloatMatrix bad : new FloatMatrix[] {
            FloatMatrix.of(x, 1, ROWS, DIM, DIM),
            FloatMatrix.of(x, 0, ROWS, DIM, DIM + 1),
            FloatMatrix.of(x, 11, ROWS, DIM, DIM),
            FloatMatrix.of(x, 3, ROWS, DIM, 2 * DIM),
            FloatMatrix.of(FloatBuffer.wrap(x).position(2), ROWS, DIM)
        }) {
            refusedGradient(features, bad, ring.forward(batch), "gradient", "overlaps", "features");
        }
    }

    @Test
    void butNotOneThatLiesBetweenTheFeatures() {
        float[] both = new SplitMix64(2).floats(ROWS * 2 * DIM, 1);
        FloatMatrix rows = FloatMatrix.of(both, 0, ROWS, DIM, 2 * DIM);
        FloatMatrix between = FloatMatrix.of(both, DIM, ROWS, DIM, 2 * DIM);
        float[] apart = new float[ROWS * DIM];
        ring.forwardBackward(rows, 1, FloatMatrix.of(apart, ROWS, DIM));
        ring.forwardBackward(rows, 1, between);
        for (int i = 0; i < ROWS; i++) {
            Bits.assertSame(
                    "row " + i,
                    Arrays.copyOfRange(both, (2 * i + 1) * DIM, (2 * i + 2) * DIM),
                    Arrays.copyOfRange(apart, i * DIM, (i + 1) * DIM));
        }
    }

    @Test
    void norOneThatIsRightBeforeOrBehindThem() {
        int floats = ROWS * DIM;
        float[] apart = new float[floats];
        ring.forwardBackward(features, 1, FloatMatrix.of(apart, ROWS, DIM));
        for (int at : new int[] {0, floats}) {
            float[] both = new float[2 * floats];
            System.arraycopy(x, 0, both, at, floats);
            ring.forwardBackward(
                    FloatMatrix.of(both, at, ROWS, DIM, DIM), 1, FloatMatrix.of(both, floats - at, ROWS, DIM, DIM));
            Bits.assertSame("gradient", Arrays.copyOfRange(both, floats - at, 2 * floats - at), apart);
        }
    }

    @Test
    void norTheSameSingleRowOfAnotherStride() {
        float[] row = Arrays.copyOf(x, 2 * DIM);
        float[] apart = new float[DIM];
        ring.forwardBackward(FloatMatrix.of(x, 1, DIM), 1, FloatMatrix.of(apart, 1, DIM));
        ring.forwardBackward(FloatMatrix.of(row, 1, DIM), 1, FloatMatrix.of(row, 0, 1, DIM, 2 * DIM));
        Bits.assertSame("gradient", Arrays.copyOf(row, DIM), apart);
    }

    /** Before, the standard library does not tell where a direct buffer lies. */
    @Test
    @EnabledForJreRange(min = JRE.JAVA_22)
    void aDirectGradientThatOverlapsDirectFeatures() {
        ByteBuffer bytes = ByteBuffer.allocateDirect(4 * 100).order(ByteOrder.nativeOrder());
        FloatBuffer memory = bytes.asFloatBuffer();
        memory.put(0, x);
        FloatMatrix from = FloatMatrix.of(memory, ROWS, DIM);
        for (FloatBuffer shifted : new FloatBuffer[] {
            memory.duplicate().position(1), memory.slice(11, 12), memory.slice(3, 50), memory.slice(4, 12)
        }) {
            FloatMatrix bad = FloatMatrix.of(shifted, ROWS, DIM);
            refusedGradient(from, bad, ring.forward(from, 1), "gradient", "overlaps", "features");
        }
        FloatMatrix behind = FloatMatrix.of(memory.slice(20, 12), ROWS, DIM);
        FloatMatrix across = FloatMatrix.of(memory.slice(8, 40), 0, ROWS, DIM, 12);
        refusedGradient(behind, across, ring.forward(behind, 1), "gradient", "overlaps", "features");
        bytes.position(2);
        FloatMatrix between = FloatMatrix.of(bytes.asFloatBuffer(), ROWS, DIM);
        refusedGradient(from, between, ring.forward(from, 1), "gradient", "overlaps", "features");
        bytes.position(4 * ROWS * DIM - 1);
        FloatMatrix lastByte = FloatMatrix.of(bytes.asFloatBuffer(), ROWS, DIM);
        refusedGradient(from, lastByte, ring.forward(from, 1), "gradient", "overlaps", "features");
        float[] after = new float[100];
        memory.get(0, after);
        Bits.assertSame("memory", after, x);
    }

    /** Behind the features, and between two floats of them. */
    @Test
    void directRowsApartAreNoOverlap() {
        ByteBuffer bytes = ByteBuffer.allocateDirect(4 * 100).order(ByteOrder.nativeOrder());
        FloatMatrix from = FloatMatrix.of(bytes.asFloatBuffer().put(0, x), ROWS, DIM);
        float[] expected = new float[ROWS * DIM];
        ring.forwardBackward(FloatMatrix.of(x, ROWS, DIM), 1, FloatMatrix.of(expected, ROWS, DIM));
        for (int shift : new int[] {0, 2, 4, 7}) {
            FloatBuffer apart = bytes.position(4 * ROWS * DIM + shift)
                    .slice()
                    .order(ByteOrder.nativeOrder())
                    .asFloatBuffer();
            ring.forwardBackward(from, 1, FloatMatrix.of(apart, ROWS, DIM));
            float[] gradient = new float[ROWS * DIM];
            apart.get(0, gradient);
            Bits.assertSame("gradient " + shift, gradient, expected);
        }
    }

    @Test
    void theSameDirectRowsSeenFromAnotherPositionAreNoOverlap() {
        FloatBuffer memory = ByteBuffer.allocateDirect(4 * 100).asFloatBuffer();
        memory.put(0, x);
        float[] expected = new float[ROWS * DIM];
        ring.forwardBackward(FloatMatrix.of(x, 4, ROWS, DIM, DIM), 1, FloatMatrix.of(expected, ROWS, DIM));
        ring.forwardBackward(
                FloatMatrix.of(memory, 4, ROWS, DIM, DIM), 1, FloatMatrix.of(memory.slice(4, 12), ROWS, DIM));
        float[] after = new float[ROWS * DIM];
        memory.get(4, after);
        Bits.assertSame("gradient", after, expected);
    }

    @Test
    void directMemoryOfOnesOwnIsNoOverlap() {
        for (int i = 0; i < 20; i++) {
            Memory memory = i % 2 == 0 ? Memory.DIRECT : Memory.HEAP_BYTES;
            Memory.Target target = memory.target(ROWS, DIM, i % 3, DIM);
            ring.forwardBackward(memory.matrix(x, ROWS, DIM, i % 5, DIM), 1, target.matrix());
            assertThat(target.read()[i % 3]).isFinite();
        }
        float[] heap = x.clone();
        ring.forwardBackward(
                Memory.HEAP_BYTES.matrix(heap, ROWS, DIM, 0, DIM),
                1,
                Memory.DIRECT.target(ROWS, DIM, 0, DIM).matrix());
    }

    @Test
    void optionsOfAnotherMode() {
        RingLoss sum = RingLoss.builder().reduction(Reduction.SUM).build();
        assertIllegal(
                () -> sum.forwardBackward(batch.withDivisor(3), 1, gradient, GradientMode.WRITE, result),
                "divisor is 3.0",
                "SUM");
        assertIllegal(() -> sum.forward(batch.withDivisor(3)), "divisor is 3.0", "SUM");
        assertIllegal(
                () -> ring.forwardBackward(batch.withNormScale(3), 1, gradient, GradientMode.WRITE, result),
                "normScale is 3.0",
                "relative");
        assertIllegal(() -> ring.forward(batch.withNormScale(3)), "normScale is 3.0", "relative");
    }

    @Test
    void factorsThatOverflowTogether() {
        RingLoss heavy = RingLoss.builder().weight(0x1p100).build();
        assertIllegal(
                () -> heavy.forwardBackward(batch, 1e300, gradient, GradientMode.WRITE, result), "upstream is 1.0E300");
        RingLossPass pass = heavy.forward(batch);
        assertIllegal(() -> pass.backward(1e300, gradient, GradientMode.WRITE), "upstream is 1.0E300");
        RingLossBatch divided = batch.withDivisor(1e-300);
        assertIllegal(() -> heavy.forwardBackward(divided, 1, gradient, GradientMode.WRITE, result), "upstream is 1.0");
        RingLoss relative = heavy.toBuilder().relative(true).build();
        RingLossBatch scaled = batch.withNormScale(1e-300);
        assertIllegal(
                () -> relative.forwardBackward(scaled, 1, gradient, GradientMode.WRITE, result), "upstream is 1.0");
        RingLoss sum = relative.toBuilder().reduction(Reduction.SUM).build();
        FloatMatrix small = FloatMatrix.of(new float[12], ROWS, DIM);
        assertIllegal(
                () -> sum.forwardBackward(RingLossBatch.of(small, 1), 1e300, gradient, GradientMode.WRITE, result),
                "upstream is 1.0E300");
    }

    @Test
    void anUpstreamGradientPerRowThatDoesNotFit() {
        RingLossPass mean = ring.forward(batch);
        assertIllegalState(() -> mean.backward(new double[ROWS], gradient, GradientMode.WRITE), "MEAN", "NONE");
        RingLossPass none = RingLoss.builder().reduction(Reduction.NONE).build().forward(batch);
        for (int length : new int[] {0, 2, 4}) {
            assertIllegal(
                    () -> none.backward(new double[length], gradient, GradientMode.WRITE),
                    "rowUpstream",
                    String.valueOf(length),
                    "3");
        }
        for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            assertIllegal(
                    () -> none.backward(new double[] {1, bad, 1}, gradient, GradientMode.WRITE),
                    "rowUpstream[1] is " + bad);
        }
    }

    @Test
    void whatAReductionDoesNotGive() {
        ThrowingCallable loss = () -> RingLoss.builder()
                .reduction(Reduction.NONE)
                .build()
                .forward(batch)
                .loss();
        assertIllegalState(loss, "NONE", "rowLosses");
        assertIllegalState(() -> ring.forward(batch).result().rowLosses(), "NONE");
        assertIllegalState(() -> new RingLossResult().rowLosses(), "NONE");
    }
}
