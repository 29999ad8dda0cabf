// SPDX-License-Identifier: Apache-2.0
package org.ringloss.properties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.Arrays;
import org.ringloss.BackendChoice;
import org.ringloss.FloatMatrix;
import org.ringloss.GradientMode;
import org.ringloss.Reduction;
import org.ringloss.RingLoss;
import org.ringloss.RingLossBatch;
import org.ringloss.RingLossResult;

/**
 * A call on a batch large enough for several threads, with the outcome that it has when nothing goes wrong: what it
 * leaves behind when something does, and that the next one is right.
 */
final class FaultyCall {
    static final int ROWS = 1201;
    static final int DIM = 67;
    /** Large enough for this many threads at most. */
    static final int THREADS = 4;

    private static final int STRIDE = DIM + 3;
    private static final float BEFORE = 7;
    private static final float GAP = -3;

    final LossCase lossCase;
    private final Memory memory;
    private final GradientMode mode;
    private final float[] expected;
    private final RingLossResult expectedResult;
    private final RingLossResult result = new RingLossResult();

    FaultyCall(boolean relative, Memory memory, GradientMode mode) {
        this.lossCase = LossCases.of(
                PenaltyCase.of("pseudoHuber", 0.7),
                Reduction.MEAN,
                relative,
                ROWS,
                DIM,
                LossCase.RadiusKind.PER_CLASS,
                1,
                relative ? 3 : 4);
        this.memory = memory;
        this.mode = mode;
        Memory.Target target = target();
        this.expectedResult = lossCase.ring(BackendChoice.SCALAR)
                .forwardBackward(batch(), lossCase.upstream(), target.matrix(), mode);
        this.expected = target.read();
    }

    FaultyCall() {
        this(false, Memory.ARRAY, GradientMode.ADD);
    }

    private RingLossBatch batch() {
        return lossCase.batch(memory.matrix(lossCase.x(), ROWS, DIM, 1, STRIDE));
    }

    private Memory.Target target() {
        float[] before = new float[ROWS * DIM];
        Arrays.fill(before, BEFORE);
        return memory.target(before, GAP, ROWS, DIM, 2, STRIDE);
    }

    /** The call throws; whatever it was, it has left every row of the gradient as it was or as it should become. */
    Throwable failsWith(RingLoss ring) {
        Memory.Target target = target();
        RingLossBatch batch = batch();
        Throwable thrown =
                catchThrowable(() -> ring.forwardBackward(batch, lossCase.upstream(), target.matrix(), mode, result));
        assertThat(thrown).isNotNull();
        float[] left = target.read();
        float[] before = target().read();
        for (int row = 0; row < ROWS; row++) {
            int from = 2 + row * STRIDE;
            int to = from + DIM;
            if (!Arrays.equals(left, from, to, before, from, to)) {
                assertThat(Arrays.copyOfRange(left, from, to))
                        .as("row %s is neither as before nor done", row)
                        .isEqualTo(Arrays.copyOfRange(expected, from, to));
            }
            assertThat(Arrays.copyOfRange(left, to, Math.min(left.length, to + STRIDE - DIM)))
                    .as("gap after row %s", row)
                    .containsOnly(GAP);
        }
        return thrown;
    }

    /** The call gives what it should, in a result that a call that failed may have begun to fill. */
    void isRight(RingLoss ring) {
        Memory.Target target = target();
        ring.forwardBackward(batch(), lossCase.upstream(), target.matrix(), mode, result);
        Bits.assertSame("gradient", target.read(), expected);
        Bits.assertSame(result, expectedResult, true);
    }

    /** Calls of other sizes, which reuse the memory of the one before. */
    static void smallCallsAreRight() {
        for (int rows : new int[] {1, 3, 8, 13, 255, 300}) {
            for (int dim : new int[] {1, 5, 33, 129}) {
                LossCase small = LossCases.of(
                        PenaltyCase.of("huber", 1),
                        Reduction.MEAN,
                        rows % 2 == 0,
                        rows,
                        dim,
                        LossCase.RadiusKind.SHARED,
                        0,
                        rows * 1000L + dim);
                Outcome first = Outcome.of(small, small.ring());
                first.assertSameBitsAs(Outcome.of(small, small.ring(BackendChoice.SCALAR)));
                assertThat(first.result().loss()).isFinite();
            }
        }
    }

    /** A pass in two steps, as a check that norms alone and gradients alone come out right too. */
    void inTwoPassesIsRight(RingLoss ring) {
        Memory.Target target = target();
        ring.forward(batch()).backward(lossCase.upstream(), target.matrix(), mode);
        Bits.assertSame("gradient of two passes", target.read(), expected);
    }

    static FloatMatrix someFeatures() {
        return FloatMatrix.of(new SplitMix64(5).floats(ROWS * DIM, 1), ROWS, DIM);
    }
}
