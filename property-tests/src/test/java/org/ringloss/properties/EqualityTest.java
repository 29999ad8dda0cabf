// SPDX-License-Identifier: Apache-2.0
package org.ringloss.properties;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.ringloss.BackendChoice;
import org.ringloss.FloatMatrix;
import org.ringloss.LearnableRadius;
import org.ringloss.Norms;
import org.ringloss.Penalty;
import org.ringloss.Radii;
import org.ringloss.Reduction;
import org.ringloss.RingLoss;
import org.ringloss.RingLossBatch;

/** Values that differ in anything that they carry are not equal; those that do not are. */
class EqualityTest {
    private static FloatMatrix rows(float... x) {
        return FloatMatrix.of(x, x.length / 2, 2);
    }

    /** Each is equal to the one at the same place of a list made anew, and to no other; hashes are not all the same. */
    private static void assertDistinct(List<?> values, List<?> again) {
        assertThat(values.stream().map(Object::hashCode).distinct()).hasSizeGreaterThan(1);
        for (int i = 0; i < values.size(); i++) {
            assertThat(values.get(i)).isNotEqualTo(null).isNotEqualTo("a text");
            for (int k = 0; k < again.size(); k++) {
                if (i == k) {
                    assertThat(values.get(i)).isEqualTo(again.get(k)).hasSameHashCodeAs(again.get(k));
                } else {
                    assertThat(values.get(i)).isNotEqualTo(again.get(k));
                }
            }
        }
    }

    private static List<?> losses() {
        return List.of(
                RingLoss.builder().build(),
                RingLoss.builder().weight(2).build(),
                RingLoss.builder().penalty(Penalty.squared()).build(),
                RingLoss.builder().reduction(Reduction.SUM).build(),
                RingLoss.builder().relative(true).build());
    }

    private static List<?> summaries() {
        return List.of(
                Norms.summary(rows()),
                Norms.summary(rows(3, 4)),
                Norms.summary(rows(3, 4, 3, 4)),
                Norms.summary(rows(3, 4, 0, 0)),
                Norms.summary(rows(3, 4, Float.NaN, 0)),
                Norms.summary(rows(3, 4, 0, 7)),
                Norms.summary(rows(3, 4, 6, 8, 9, 12)),
                Norms.summary(rows(0, 1, 0, 10, 0, 19)),
                Norms.summary(rows(0, 1, 0, 9, 0, 20)),
                Norms.summary(rows(0, 5, 0, 7, 0, 12, 0, 16)),
                Norms.summary(rows(0, 5, 0, 9, 0, 10, 0, 16)));
    }

    private static List<?> results() {
        RingLoss mean = RingLoss.builder().build();
        RingLoss none = RingLoss.builder().reduction(Reduction.NONE).build();
        return List.of(
                mean.forward(rows(3, 4), 2).result(),
                mean.withWeight(2).forward(rows(3, 4), 2).result(),
                mean.forward(rows(3, 4), 3).result(),
                none.forward(rows(3, 4), 2).result(),
                none.withWeight(2).forward(rows(3, 4), 2).result(),
                none.forward(rows(3, 4, 6, 8), 2).result(),
                none.forward(rows(6, 8, 3, 4), 2).result());
    }

    private static List<?> totals() {
        RingLoss ring = RingLoss.builder().build();
        return List.of(
                ring.forward(rows(3, 4), 2).result().totals(),
                ring.forward(rows(3, 4), 3).result().totals(),
                ring.forward(rows(3, 4, 3, 4), 2).result().totals());
    }

    private static List<?> normTotals() {
        return List.of(Norms.totals(rows()), Norms.totals(rows(3, 4)), Norms.totals(rows(3, 4, 3, 4)));
    }

    private static List<?> radii() {
        return List.of(
                LearnableRadius.startingAt(1, 2),
                LearnableRadius.startingAt(1, 3),
                LearnableRadius.startingAtMeanNorm(2));
    }

    @Test
    void ofValues() {
        assertDistinct(losses(), losses());
        assertDistinct(summaries(), summaries());
        assertDistinct(results(), results());
        assertDistinct(totals(), totals());
        assertDistinct(normTotals(), normTotals());
        assertDistinct(radii(), radii());
        assertDistinct(List.of(Radii.shared(2), Radii.shared(3)), List.of(Radii.shared(2), Radii.shared(3)));
        assertDistinct(
                List.of(Penalty.of("a", e -> e, e -> 1), Penalty.of("b", e -> e, e -> 1)),
                List.of(Penalty.of("a", e -> e, e -> 1), Penalty.of("b", e -> e, e -> 1)));
    }

    @Test
    void aBatchShowsWhatItWasGiven() {
        RingLossBatch batch = RingLossBatch.of(rows(3, 4), Radii.perRow(new double[] {1}));
        assertThat(batch).hasToString("1 x 2, a target per row");
        assertThat(Radii.perClass(new double[] {1, 2}, new int[] {1})).hasToString("radii of 2 classes");
        assertThat(RingLossBatch.of(rows(3, 4), 2).withDivisor(9)).hasToString("1 x 2, radius 2.0, divisor 9.0");
        assertThat(batch.withRowWeights(new double[] {1}).withNormScale(2))
                .hasToString("1 x 2, a target per row, row weights, norm scale 2.0");
    }

    @Test
    void aLossMadeFromAnotherKeepsItsBackend() {
        RingLoss scalar = RingLoss.builder().backend(BackendChoice.SCALAR).build();
        assertThat(scalar.withWeight(2).backend()).isEqualTo(scalar.backend());
        assertThat(scalar.backend().name()).isEqualTo("scalar");
    }
}
