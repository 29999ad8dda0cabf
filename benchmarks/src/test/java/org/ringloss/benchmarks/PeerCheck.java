// SPDX-License-Identifier: Apache-2.0
package org.ringloss.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Function;
import org.assertj.core.data.Offset;
import org.ringloss.Norms;

/**
 * Compares a peer with this library. The tolerances are those of float sums: a norm of D floats is off by at most (D / 2
 * + 2) u, relatively, with u = 2^-24, a sum over B rows by B u, and everything else by a few u.
 */
final class PeerCheck {
    private static final double U = 0x1p-24;
    private static final int FEW = 8;

    private PeerCheck() {}

    /** Both get a batch of the same features. */
    static void agree(Batch batch, Batch same, Function<Batch, Peer> maker) {
        Fused ours = new Fused(batch);
        Peer peer = maker.apply(same);
        double loss = ours.forwardBackward();
        // Twice: nothing may pile up.
        peer.forwardBackward();
        double other = peer.forwardBackward();

        double norm = Norms.summary(batch.features).max();
        double perNorm = norm * (batch.dim + FEW) * U;
        double perSum = (batch.rows + FEW) * U;
        assertThat(other).as("loss").isCloseTo(loss, Offset.offset(Batch.WEIGHT * perNorm + loss * perSum));
        assertThat(peer.radiusGradient())
                .as("dL/dR")
                .isCloseTo(ours.radiusGradient(), Offset.offset(Batch.WEIGHT * (perNorm + perSum)));
        float[] expected = ours.gradient();
        float[] actual = peer.gradient();
        assertThat(actual).hasSameSizeAs(expected);
        double factor = Batch.WEIGHT / batch.rows;
        for (int i = 0; i < expected.length; i++) {
            double tolerance = (factor * Math.abs(batch.x[i]) + Math.abs(expected[i])) * (batch.dim + FEW) * U;
            assertThat((double) actual[i]).as("dL/dx " + i).isCloseTo(expected[i], Offset.offset(tolerance));
        }
    }
}
