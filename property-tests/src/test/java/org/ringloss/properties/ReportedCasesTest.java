// SPDX-License-Identifier: Apache-2.0
package org.ringloss.properties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.ringloss.properties.Refusals.assertIllegal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.ringloss.BackendChoice;
import org.ringloss.FloatMatrix;
import org.ringloss.LearnableRadius;
import org.ringloss.NormTotals;
import org.ringloss.Norms;
import org.ringloss.Penalty;
import org.ringloss.Radii;
import org.ringloss.RingLoss;
import org.ringloss.RingLossBatch;
import org.ringloss.RingLossResult;
import org.ringloss.RingLossTotals;

/** Jobs that went wrong for people in one system or another, each with its right value. */
class ReportedCasesTest {
    private final FloatMatrix rows = FloatMatrix.of(new float[] {3, 4, 6, 8, 0.3f, 0.4f}, 3, 2);

    private static FloatMatrix gradientOf(FloatMatrix features) {
        return FloatMatrix.of(new float[features.rows() * features.dim()], features.rows(), features.dim());
    }

    /** Shards of 7, 6 and 0 rows in relative mode, with the bits of one machine. */
    @Property
    void shardsInRelativeMode(@ForAll @IntRange(min = 1, max = 9) int dim, @ForAll long seed) {
        float[] x = new SplitMix64(seed).floats(13 * dim, 3);
        FloatMatrix whole = FloatMatrix.of(x, 13, dim);
        RingLoss ring = RingLoss.builder().relative(true).build();
        LearnableRadius radius = LearnableRadius.startingAtMeanNorm(0.1);
        RingLossResult expected = ring.forwardBackward(whole, radius, gradientOf(whole));

        FloatMatrix[] shards = {
            FloatMatrix.of(x, 0, 7, dim, dim),
            FloatMatrix.of(x, 7 * dim, 6, dim, dim),
            FloatMatrix.of(x, 13 * dim, 0, dim, dim)
        };
        NormTotals norms = new NormTotals();
        for (FloatMatrix shard : shards) {
            norms.merge(Norms.totals(shard));
        }
        LearnableRadius shared = LearnableRadius.startingAtMeanNorm(0.1);
        shared.initialise(norms.summary());
        assertThat(shared).isEqualTo(radius);
        RingLossTotals totals = new RingLossTotals();
        for (FloatMatrix shard : shards) {
            RingLossBatch batch =
                    RingLossBatch.of(shard, shared.value()).withDivisor(13).withNormScale(norms.relativeScale());
            totals.merge(ring.forward(batch).result().totals());
        }
        Bits.assertSame(ring.result(totals), expected, true);
    }

    /** Totals of one radius must not mix with totals of another one, nor with those of another penalty. */
    @Test
    void totalsOfDifferentLosses() {
        RingLoss ring = RingLoss.builder().build();
        RingLossTotals seven = ring.forward(rows, 7).result().totals();
        byte[] before = seven.toBytes();
        RingLossTotals eight = ring.forward(rows, 8).result().totals();
        assertIllegal(() -> seven.merge(eight), "huber(1.0) with radius 8.0", "huber(1.0) with radius 7.0");
        RingLossTotals squared = RingLoss.builder()
                .penalty(Penalty.squared())
                .build()
                .forward(rows, 7)
                .result()
                .totals();
        assertIllegal(() -> seven.merge(squared), "squared() with radius 7.0", "huber(1.0) with radius 7.0");
        assertIllegal(() -> ring.result(squared), "totals is of squared()", "huber(1.0)");
        RingLossTotals perRow = totalsOf(ring, Radii.perRow(new double[] {7, 7, 7}));
        assertIllegal(() -> seven.merge(perRow), "a target per row");
        int[] labels = {0, 1, 0};
        RingLossTotals classes = totalsOf(ring, Radii.perClass(new double[] {1, 2}, labels));
        assertIllegal(() -> seven.merge(classes), "radii per class");
        RingLossTotals others = totalsOf(ring, Radii.perClass(new double[] {1, 3}, labels));
        assertIllegal(() -> classes.merge(others), "radii per class");
        assertThat(seven.toBytes()).isEqualTo(before);

        // The same by another way, or where only what differs from shard to shard does, fits.
        seven.merge(RingLossTotals.fromBytes(totalsOf(ring, Radii.shared(7)).toBytes()));
        classes.merge(totalsOf(ring, Radii.perClass(new double[] {1, 2}, new int[] {1, 1, 1})));
        perRow.merge(totalsOf(ring, Radii.perRow(new double[] {1, 2, 3})));
        ring.forwardBackward(rows, 7, gradientOf(rows)).addTo(seven);
        assertThat(seven.rows()).isEqualTo(9);
        // lambda is no part of totals.
        seven.merge(ring.withWeight(0.3).forward(rows, 7).result().totals());
        assertThat(ring.withWeight(2).result(seven).loss())
                .isEqualTo(2 * ring.forward(rows, 7).loss());
    }

    private RingLossTotals totalsOf(RingLoss ring, Radii radii) {
        return ring.forward(RingLossBatch.of(rows, radii)).result().totals();
    }

    /** A penalty that has no name of its own is known by its class, whatever its toString() says in this JVM. */
    @Test
    void totalsOfAPenaltyOfOnesOwn() {
        RingLossTotals mine = totalsOf(RingLoss.builder().penalty(new Half()).build(), Radii.shared(1));
        mine.merge(totalsOf(RingLoss.builder().penalty(new Half()).build(), Radii.shared(1)));
        assertThat(mine.rows()).isEqualTo(6);
        RingLossTotals named = totalsOf(
                RingLoss.builder()
                        .penalty(Penalty.of("half", e -> e * e / 2, e -> e))
                        .build(),
                Radii.shared(1));
        assertIllegal(() -> mine.merge(named), "half with radius", "Half with radius");
    }

    private static final class Half implements Penalty {
        @Override
        public double value(double residual) {
            return residual * residual / 2;
        }

        @Override
        public double derivative(double residual) {
            return residual;
        }
    }

    /** Three rows of two, kept column by column, have norms 5, 10 and 1 once they are copied row by row. */
    @Test
    void columnMajorMemory() {
        float[] columns = {3, 6, 0, 4, 8, 1};
        float[] copy = new float[6];
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 2; j++) {
                copy[i * 2 + j] = columns[j * 3 + i];
            }
        }
        double[] norms = new double[3];
        Norms.compute(FloatMatrix.of(copy, 3, 2), norms);
        assertThat(norms).containsExactly(5, 10, 1);
    }

    /** A rate that changes, and a state that is read back, with and without a value. */
    @Test
    void radiusScheduleAndResume() {
        LearnableRadius radius = LearnableRadius.startingAtMeanNorm(0.5);
        assertThat(LearnableRadius.parse(radius.toString())).isEqualTo(radius);
        radius.initialise(Norms.summary(rows));
        radius.setLearningRate(0.25);
        assertThat(radius.learningRate()).isEqualTo(0.25);
        LearnableRadius resumed = LearnableRadius.parse(radius.toString());
        assertThat(resumed).isEqualTo(radius).hasSameHashCodeAs(radius);
        radius.update(-1.5);
        resumed.update(-1.5);
        assertThat(resumed).isEqualTo(radius);
        assertThat(LearnableRadius.parse(" radius( learningRate=0.25, value=3 )")
                        .value())
                .isEqualTo(3);
        assertIllegal(() -> LearnableRadius.parse("radius(value=3)"), "text", "learningRate");
        assertIllegal(() -> LearnableRadius.parse("radius(learningRate=3)"), "text", "value");
        assertIllegal(() -> LearnableRadius.parse("radius(value=-1, learningRate=0.25)"), "radius is -1.0");
        assertIllegal(() -> LearnableRadius.parse("radius(value=x, learningRate=0.25)"), "value is \"x\"");
        assertIllegal(() -> LearnableRadius.parse("3.5"), "text is \"3.5\"", "radius(value=12.5, learningRate=0.1)");
        assertIllegal(() -> radius.setLearningRate(-1), "learningRate is -1.0");
    }

    /** torch's SmoothL1Loss with beta 0 is the absolute value. */
    @Test
    void smoothL1WithBetaZero() {
        RingLoss ring = RingLoss.builder()
                .penalty(Penalty.of("abs", Math::abs, Math::signum))
                .weight(0.3)
                .build();
        assertThat(ring.forward(rows, 5).loss()).isCloseTo(0.9499999988079071, within(1e-9));
        assertThat(ring).hasToString("ringloss(penalty=abs, weight=0.3, reduction=mean, relative=false)");
    }

    /** The authors' module, its radius trained by plain SGD: weight 2w, and the learning rate as it is. */
    @Test
    void theAuthorsRadiusRate() {
        double weight = 0.01;
        double rate = 0.1;
        RingLoss ring =
                RingLoss.builder().penalty(Penalty.squared()).weight(2 * weight).build();
        LearnableRadius radius = LearnableRadius.startingAtMeanNorm(rate);
        radius.initialise(Norms.summary(FloatMatrix.of(new float[] {3, 4, 6, 8}, 2, 2)));
        assertThat(radius.value()).isEqualTo(7.5);
        FloatMatrix next = FloatMatrix.of(new float[] {6, 8, 9, 12}, 2, 2);
        radius.update(ring.forwardBackward(next, radius, gradientOf(next)).radiusGradient());
        assertThat(radius.value()).isCloseTo(7.51, within(1e-12));
    }

    @Test
    void anInstanceTellsItsOwnBackend() {
        assertThat(RingLoss.builder()
                        .backend(BackendChoice.SCALAR)
                        .build()
                        .backend()
                        .name())
                .isEqualTo("scalar");
        assertThat(RingLoss.builder().build().backend().name()).isIn("scalar", "simd");
    }

    /** Half and double are converted first; what is out of the range of float is infinite then, and counted. */
    @Test
    void widerThanFloat() {
        double[] wide = {3, 4, 1e39, 0};
        float[] x = new float[4];
        for (int i = 0; i < 4; i++) {
            x[i] = (float) wide[i];
        }
        assertThat(Norms.summary(FloatMatrix.of(x, 2, 2)).nonFiniteRows()).isEqualTo(1);
        assertThat(Norms.summary(FloatMatrix.of(x, 2, 2)).mean()).isEqualTo(5);
    }

    /** Byte buffers as native libraries hand them over, at places that need not be multiples of four. */
    @Test
    void byteBuffers() {
        for (int shift = 0; shift < 4; shift++) {
            for (boolean direct : new boolean[] {false, true}) {
                ByteBuffer bytes = (direct ? ByteBuffer.allocateDirect(64) : ByteBuffer.allocate(64))
                        .order(ByteOrder.nativeOrder());
                bytes.position(shift);
                bytes.slice().order(ByteOrder.nativeOrder()).asFloatBuffer().put(new float[] {9, 3, 4, 7, 6, 8});
                FloatMatrix features = FloatMatrix.of(bytes, 1, 2, 2, 3);
                assertThat(Norms.summary(features).max()).isEqualTo(10);
                ByteBuffer target = ByteBuffer.allocateDirect(32).order(ByteOrder.nativeOrder());
                target.position(shift);
                RingLoss ring = RingLoss.builder().penalty(Penalty.squared()).build();
                ring.forwardBackward(features, 0, FloatMatrix.of(target, 2, 2));
                FloatBuffer gradient =
                        target.slice().order(ByteOrder.nativeOrder()).asFloatBuffer();
                assertThat(gradient.get(0)).isEqualTo(1.5f);
                assertThat(gradient.get(3)).isEqualTo(4f);
            }
        }
    }

    /** A new byte buffer has the order of the network: read so, floats that a library wrote would be others. */
    @Test
    void aByteBufferOfAnotherOrderIsRefused() {
        ByteOrder other =
                ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        ByteBuffer bytes = ByteBuffer.allocate(8).order(other);
        bytes.asFloatBuffer().put(new float[] {3, 4});
        assertIllegal(() -> FloatMatrix.of(bytes, 1, 2), "buffer", other.toString(), "buffer.asFloatBuffer()");
        // Both remedies, as printed.
        assertThat(Norms.summary(FloatMatrix.of(bytes.asFloatBuffer(), 1, 2)).max())
                .isEqualTo(5);
        bytes.order(ByteOrder.nativeOrder()).asFloatBuffer().put(new float[] {6, 8});
        assertThat(Norms.summary(FloatMatrix.of(bytes, 1, 2)).max()).isEqualTo(10);
    }

    @Test
    void anOwnPenaltyNeedsANameOfItsOwn() {
        assertIllegal(() -> Penalty.of("", e -> e, e -> e), "name");
        assertIllegal(() -> Penalty.of("huber(1.0)", e -> e, e -> e), "name", "built-in");
        assertIllegal(() -> Penalty.of("x".repeat(101), e -> e, e -> e), "name", "100");
        assertThat(Penalty.of("x".repeat(100), e -> e, e -> e)).hasToString("x".repeat(100));
    }
}
