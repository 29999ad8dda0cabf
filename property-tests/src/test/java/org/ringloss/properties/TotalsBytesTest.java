// SPDX-License-Identifier: Apache-2.0
package org.ringloss.properties;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.ringloss.NormTotals;
import org.ringloss.RingLossTotals;

/** Totals travel as bytes without loss; {@link MutatedTotalsTest} has the bytes that are none. */
class TotalsBytesTest {
    private static RingLossTotals totals(LossCase lossCase) {
        return lossCase.ring().forward(lossCase.batch()).result().totals();
    }

    @Property
    void travelWithoutLoss(@ForAll(supplier = LossCases.class) LossCase lossCase) {
        RingLossTotals before = totals(lossCase);
        RingLossTotals after = RingLossTotals.fromBytes(before.toBytes());
        assertThat(after.toBytes()).isEqualTo(before.toBytes());
        assertThat(after).isEqualTo(before).hasSameHashCodeAs(before).hasToString(before.toString());
        assertThat(after.normTotals()).isEqualTo(before.normTotals());
        Bits.assertSame(after.normSummary(), before.normSummary());
        assertThat(after.classes()).isEqualTo(before.classes());
        Bits.assertSame("weightSum", after.weightSum(), before.weightSum());
    }

    @Property
    void ofRowsThatAreNotFiniteTravelToo(@ForAll @IntRange(min = 1, max = 9) int dim, @ForAll long seed) {
        SplitMix64 random = new SplitMix64(seed);
        float[] x = new float[8 * dim];
        for (int i = 0; i < 8; i++) {
            System.arraycopy(SpecialRows.of(random, dim), 0, x, i * dim, dim);
        }
        RingLossTotals before = totals(LossCase.of(8, dim, x, 1));
        RingLossTotals after = RingLossTotals.fromBytes(before.toBytes());
        Bits.assertSame("penaltySum", after.penaltySum(), before.penaltySum());
        Bits.assertSame(after.normSummary(), before.normSummary());
    }

    @Property
    void bytesCutShortOrTooLongAreRefused(@ForAll(supplier = LossCases.class) LossCase lossCase, @ForAll long seed) {
        byte[] bytes = totals(lossCase).toBytes();
        int length = new SplitMix64(seed).nextInt(bytes.length);
        Refusals.assertIllegal(() -> RingLossTotals.fromBytes(Arrays.copyOf(bytes, length)), "bytes");
        Refusals.assertIllegal(() -> RingLossTotals.fromBytes(Arrays.copyOf(bytes, bytes.length + 1)), "bytes");
    }

    @Test
    void ofNoRowsAreNeutral() {
        RingLossTotals empty = new RingLossTotals();
        assertThat(empty.rows()).isZero();
        assertThat(empty.penaltySum()).isZero();
        assertThat(empty.weightSum()).isZero();
        assertThat(empty.normSummary().mean()).isNaN();
        RingLossTotals some = totals(LossCase.of(1, 2, new float[] {3, 4}, 1));
        byte[] before = some.toBytes();
        some.merge(RingLossTotals.fromBytes(empty.toBytes()));
        assertThat(some.toBytes()).isEqualTo(before);
        empty.merge(some);
        assertThat(empty.toBytes()).isEqualTo(before);
    }

    /** The text of the format is part of it: shards of different versions of a program talk to each other. */
    @Test
    void startWithTheirMagicAndVersion() {
        byte[] bytes = new RingLossTotals().toBytes();
        assertThat(Arrays.copyOf(bytes, 5)).containsExactly('R', 'I', 'N', 'G', 3);
        bytes[4] = 1;
        Refusals.assertIllegal(() -> RingLossTotals.fromBytes(bytes), "version 1");
        byte[] norms = new NormTotals().toBytes();
        assertThat(Arrays.copyOf(norms, 5)).containsExactly('N', 'O', 'R', 'M', 3);
        Refusals.assertIllegal(() -> RingLossTotals.fromBytes(norms), "4e4f524d");
    }
}
