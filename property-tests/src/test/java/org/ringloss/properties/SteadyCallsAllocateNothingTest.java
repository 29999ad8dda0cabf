// SPDX-License-Identifier: Apache-2.0
package org.ringloss.properties;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ringloss.BackendChoice;
import org.ringloss.FloatMatrix;
import org.ringloss.GradientMode;
import org.ringloss.Reduction;
import org.ringloss.RingLoss;
import org.ringloss.RingLossBatch;
import org.ringloss.RingLossPass;
import org.ringloss.RingLossResult;

/**
 * A training step that keeps its batch, gradient and result leaves nothing to the garbage collector. Without compiled
 * vectors every vector is an object, so that this is asked of the scalar backend; what SIMD allocates is measured by the
 * benchmarks.
 */
class SteadyCallsAllocateNothingTest {
    private static final int ROWS = 37;
    private static final int DIM = 13;
    private static final int CALLS = 50;
    /** Of the first ones some load classes. */
    private static final int RUNS = 5;

    private final FloatMatrix features = FloatMatrix.of(new SplitMix64(1).floats(ROWS * DIM, 1), ROWS, DIM);
    private final FloatMatrix gradient = FloatMatrix.of(new float[ROWS * DIM], ROWS, DIM);
    private final RingLossBatch batch = RingLossBatch.of(features, 1.5);

    @ParameterizedTest
    @EnumSource(Reduction.class)
    void fused(Reduction reduction) {
        for (boolean relative : new boolean[] {false, true}) {
            RingLoss ring = RingLoss.builder()
                    .backend(BackendChoice.SCALAR)
                    .reduction(reduction)
                    .relative(relative)
                    .build();
            RingLossResult result = new RingLossResult();
            assertThat(leastBytesOf(() -> ring.forwardBackward(batch, 1, gradient, GradientMode.ADD, result)))
                    .isZero();
        }
    }

    @Test
    void backwardAfterForward() {
        RingLossPass pass =
                RingLoss.builder().backend(BackendChoice.SCALAR).build().forward(batch);
        assertThat(leastBytesOf(() -> pass.backward(1, gradient, GradientMode.WRITE)))
                .isZero();
    }

    /** The forward pass keeps two doubles of each row. */
    @Test
    void forwardAllocatesNormsAndDerivativesAndLittleElse() {
        RingLoss ring = RingLoss.builder().backend(BackendChoice.SCALAR).build();
        assertThat(leastBytesOf(() -> ring.forward(batch))).isLessThan(CALLS * (2L * Double.BYTES * ROWS + 2048));
    }

    private static long leastBytesOf(Runnable call) {
        long least = Long.MAX_VALUE;
        for (int run = 0; run < RUNS; run++) {
            long before = Allocation.ofThisThread();
            for (int i = 0; i < CALLS; i++) {
                call.run();
            }
            least = Math.min(least, Allocation.ofThisThread() - before);
        }
        return least;
    }
}
