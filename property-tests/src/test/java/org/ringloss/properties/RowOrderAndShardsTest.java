// SPDX-License-Identifier: Apache-2.0
package org.ringloss.properties;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.ringloss.Reduction;
import org.ringloss.RingLoss;
import org.ringloss.RingLossResult;
import org.ringloss.RingLossTotals;

/** Batch sums do not depend on the order of the rows, nor on how they are divided among shards. */
class RowOrderAndShardsTest {
    @Property
    void permutingRowsPermutesTheGradientAndKeepsEverythingElse(
            @ForAll(supplier = LossCases.class) LossCase lossCase, @ForAll long seed) {
        int[] order = new SplitMix64(seed).permutation(lossCase.rows());
        Outcome before = Outcome.of(lossCase, lossCase.ring());
        Outcome after = Outcome.of(lossCase.pick(order), lossCase.ring());
        int dim = lossCase.dim();
        float[] expected = new float[before.gradient().length];
        for (int i = 0; i < order.length; i++) {
            System.arraycopy(before.gradient(), order[i] * dim, expected, i * dim, dim);
        }
        Bits.assertSame("gradient", after.gradient(), expected);
        if (before.reduced()) {
            Bits.assertSame(after.result(), before.result(), true);
        } else {
            double[] rowLosses = new double[order.length];
            for (int i = 0; i < order.length; i++) {
                rowLosses[i] = before.result().rowLosses()[order[i]];
            }
            Bits.assertSame("rowLosses", after.result().rowLosses(), rowLosses);
            Bits.assertSame(
                    "radiusGradient",
                    after.result().radiusGradient(),
                    before.result().radiusGradient());
        }
    }

    @Property
    void splittingAndMergingKeepsTheBits(
            @ForAll(supplier = LossCases.class) LossCase drawn,
            @ForAll @IntRange(max = 20) int first,
            @ForAll @IntRange(max = 20) int second,
            @ForAll Carrier carrier,
            @ForAll long seed)
            throws IOException, ClassNotFoundException {
        LossCase lossCase = (drawn.reduction() == Reduction.NONE ? drawn.withReduction(Reduction.MEAN) : drawn)
                .undivided()
                .withUpstream(1);
        RingLoss ring = lossCase.ring();
        Outcome whole = Outcome.of(lossCase, ring);
        LossCase scaled = lossCase.relative()
                ? lossCase.withNormScale(whole.result().normSummary().relativeScale())
                : lossCase;
        int a = Math.min(Math.min(first, second), lossCase.rows());
        int b = Math.min(Math.max(first, second), lossCase.rows());
        int[][] shards = {
            IntStream.range(0, a).toArray(),
            IntStream.range(a, b).toArray(),
            IntStream.range(b, lossCase.rows()).toArray()
        };
        RingLossTotals merged = new RingLossTotals();
        for (int shard : new SplitMix64(seed).permutation(3)) {
            Outcome part = Outcome.of(scaled.pick(shards[shard]), ring);
            carrier.carry(part.result(), merged);
        }
        RingLossResult result = ring.result(merged);
        if (lossCase.rows() == 0) {
            assertThat(result.loss()).isZero();
            return;
        }
        Bits.assertSame(result, whole.result(), true);
        Bits.assertSame(
                "penaltySum", merged.penaltySum(), whole.result().totals().penaltySum());
        Bits.assertSame(
                "derivativeSum", merged.derivativeSum(), whole.result().totals().derivativeSum());
        Bits.assertSame("weightSum", merged.weightSum(), whole.result().totals().weightSum());
    }

    @Property
    void aShardThatKnowsTheWholeBatchGivesItsGradientBits(
            @ForAll(supplier = LossCases.class) LossCase drawn, @ForAll @IntRange(max = 20) int at) {
        LossCase lossCase = drawn.undivided();
        Outcome whole = Outcome.of(lossCase, lossCase.ring());
        int split = Math.min(at, lossCase.rows());
        LossCase shard = lossCase.pick(IntStream.range(0, split).toArray());
        if (lossCase.relative()) {
            shard = shard.withNormScale(whole.result().normSummary().relativeScale());
        }
        if (lossCase.reduction() == Reduction.MEAN && lossCase.rows() > 0) {
            shard = shard.withDivisor(lossCase.rows());
        }
        float[] expected = java.util.Arrays.copyOf(whole.gradient(), split * lossCase.dim());
        Bits.assertSame("gradient", Outcome.of(shard, lossCase.ring()).gradient(), expected);
    }

    /** How totals travel from shard to shard. */
    enum Carrier {
        RESULT,
        SAME,
        COPY,
        BYTES,
        SERIALIZATION;

        void carry(RingLossResult from, RingLossTotals to) throws IOException, ClassNotFoundException {
            switch (this) {
                case RESULT -> from.addTo(to);
                case SAME -> to.merge(from.totals());
                case COPY -> to.merge(from.totals().copy());
                case BYTES -> to.merge(RingLossTotals.fromBytes(from.totals().toBytes()));
                case SERIALIZATION -> to.merge(serialized(from.totals()));
            }
        }

        @SuppressWarnings("BanSerializableRead") // what this test wrote itself
        private static RingLossTotals serialized(RingLossTotals totals) throws IOException, ClassNotFoundException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
                out.writeObject(totals);
            }
            try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
                return (RingLossTotals) in.readObject();
            }
        }
    }
}
