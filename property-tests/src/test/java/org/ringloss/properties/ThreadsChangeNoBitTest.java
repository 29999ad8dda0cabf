// SPDX-License-Identifier: Apache-2.0
package org.ringloss.properties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringloss.BackendChoice;
import org.ringloss.FloatMatrix;
import org.ringloss.GradientMode;
import org.ringloss.Penalty;
import org.ringloss.Radii;
import org.ringloss.Reduction;
import org.ringloss.RingLoss;
import org.ringloss.RingLossBatch;
import org.ringloss.RingLossResult;

/** Any number of threads gives the bits of one. */
class ThreadsChangeNoBitTest {
    private static final int ROWS = 3001;
    private static final int DIM = 67;

    private static LossCase large(LossCase.RadiusKind kind, Reduction reduction, boolean relative) {
        return LossCases.of(PenaltyCase.of("pseudoHuber", 0.7), reduction, relative, ROWS, DIM, kind, 1, 42);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7})
    void forLargeBatches(int threads) {
        ForkJoinPool pool = new ForkJoinPool(threads);
        try {
            for (LossCase.RadiusKind kind : LossCase.RadiusKind.values()) {
                for (Reduction reduction : Reduction.values()) {
                    for (boolean relative : new boolean[] {false, true}) {
                        LossCase lossCase = large(kind, reduction, relative);
                        RingLoss parallel = lossCase.builder()
                                .parallel(pool, threads, ThreadShare.FLOATS)
                                .build();
                        Outcome one = Outcome.of(lossCase, lossCase.ring());
                        Outcome.of(lossCase, parallel).assertSameBitsAs(one);
                        float[] gradient = new float[lossCase.x().length];
                        parallel.forward(lossCase.batch())
                                .backward(lossCase.upstream(), FloatMatrix.of(gradient, ROWS, DIM), GradientMode.WRITE);
                        Bits.assertSame("two passes", gradient, one.gradient());
                    }
                }
            }
        } finally {
            pool.shutdown();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7})
    void forDirectMemory(int threads) {
        ForkJoinPool pool = new ForkJoinPool(threads);
        try {
            LossCase lossCase = large(LossCase.RadiusKind.PER_CLASS, Reduction.MEAN, true);
            FloatMatrix features = Memory.DIRECT_BIG_ENDIAN.matrix(lossCase.x(), ROWS, DIM, 3, DIM + 2);
            Memory.Target target = Memory.DIRECT.target(ROWS, DIM, 0, DIM);
            lossCase.builder()
                    .parallel(pool, threads, ThreadShare.FLOATS)
                    .build()
                    .forwardBackward(
                            lossCase.batch(features), lossCase.upstream(), target.matrix(), GradientMode.WRITE);
            Bits.assertSame(
                    "gradient",
                    target.read(),
                    Outcome.of(lossCase, lossCase.ring()).gradient());
        } finally {
            pool.shutdown();
        }
    }

    @Property
    void forAnyLossCase(
            @ForAll(supplier = LossCases.class) LossCase lossCase, @ForAll @IntRange(min = 1, max = 9) int threads) {
        RingLoss parallel = lossCase.builder()
                .parallel(ForkJoinPool.commonPool(), threads, ThreadShare.FLOATS)
                .build();
        Outcome.of(lossCase, parallel).assertSameBitsAs(Outcome.of(lossCase, lossCase.ring()));
    }

    /** Every share of the rows adds up to so much that rounding it would lose what the whole adds up to. */
    @Property
    void forSumsThatCancel(@ForAll @IntRange(min = 2, max = 4) int threads, @ForAll long seed) {
        int rows = threads * 256;
        SplitMix64 random = new SplitMix64(seed);
        int[] order = random.permutation(rows);
        // Rows of zeros make the residuals what the radii are.
        double[] radii = new double[rows];
        radii[order[0]] = -1;
        for (int i = 2; i < rows; i += 2) {
            radii[order[i]] = Math.scalb(random.nextDouble(), 80);
            radii[order[i + 1]] = -radii[order[i]];
        }
        Meeting all = new Meeting(threads);
        ForkJoinPool pool = new ForkJoinPool(threads);
        try {
            RingLossResult result = RingLoss.builder()
                    .penalty(all)
                    .weight(1)
                    .reduction(Reduction.SUM)
                    .parallel(pool, threads, ThreadShare.FLOATS)
                    .build()
                    .forward(RingLossBatch.of(FloatMatrix.of(new float[rows * 64], rows, 64), Radii.perRow(radii)))
                    .result();
            assertThat(all.workers).hasSize(threads);
            assertThat(result.loss()).isEqualTo(1);
            assertThat(result.radiusGradient()).isEqualTo(-1);
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void severalThreadsDoWorkOnALargeBatch() {
        Meeting two = new Meeting(2);
        ForkJoinPool pool = new ForkJoinPool(3);
        try {
            float[] x = new SplitMix64(1).floats(4096 * 64, 1);
            RingLoss ring = RingLoss.builder()
                    .penalty(two)
                    .parallel(pool, 4, ThreadShare.FLOATS)
                    .build();
            ring.forwardBackward(FloatMatrix.of(x, 4096, 64), 1, FloatMatrix.of(new float[x.length], 4096, 64));
            assertThat(two.workers).hasSizeBetween(2, 4);
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void oneInstanceServesManyThreads() {
        LossCase lossCase = LossCases.of(
                PenaltyCase.of("cauchy", 1), Reduction.MEAN, true, 40, 33, LossCase.RadiusKind.PER_CLASS, 1, 7);
        RingLoss ring = lossCase.ring();
        Outcome expected = Outcome.of(lossCase, ring);
        IntStream.range(0, 2000)
                .parallel()
                .forEach(i -> Outcome.of(lossCase, ring).assertSameBitsAs(expected));
    }

    @Test
    void anExecutorThatRunsOnTheCallerGivesTheSame() {
        LossCase lossCase = large(LossCase.RadiusKind.SHARED, Reduction.MEAN, false);
        RingLoss ring = lossCase.builder()
                .parallel(Runnable::run, 5, ThreadShare.FLOATS)
                .build();
        Outcome.of(lossCase, ring).assertSameBitsAs(Outcome.of(lossCase, lossCase.ring()));
    }

    @Test
    void anExecutorThatRejectsIsTold() {
        Executor rejecting = task -> {
            throw new RejectedExecutionException("full");
        };
        LossCase lossCase = large(LossCase.RadiusKind.SHARED, Reduction.MEAN, false);
        RingLoss ring =
                lossCase.builder().parallel(rejecting, 5, ThreadShare.FLOATS).build();
        assertThatThrownBy(() -> Outcome.of(lossCase, ring)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void whatAPenaltyThrowsReachesTheCaller() {
        Penalty failing = new Penalty() {
            @Override
            public double value(double residual) {
                throw new ArithmeticException("mine");
            }

            @Override
            public double derivative(double residual) {
                return 0;
            }
        };
        LossCase lossCase = large(LossCase.RadiusKind.SHARED, Reduction.MEAN, false);
        for (int threads : new int[] {1, 4}) {
            RingLoss ring = RingLoss.builder()
                    .penalty(failing)
                    .parallel(ForkJoinPool.commonPool(), threads, ThreadShare.FLOATS)
                    .build();
            assertThatThrownBy(() -> ring.forward(lossCase.features(), 1)).hasStackTraceContaining("mine");
        }
        // The scratch memory of the failed pass is not spoilt.
        Outcome.of(lossCase, lossCase.ring())
                .assertSameBitsAs(Outcome.of(lossCase, lossCase.ring(BackendChoice.SCALAR)));
    }

    /** Value and derivative are the residual. Each thread waits at its first row until so many have begun. */
    private static final class Meeting implements Penalty {
        final Set<Thread> workers = ConcurrentHashMap.newKeySet();
        private final CountDownLatch expected;

        Meeting(int threads) {
            expected = new CountDownLatch(threads);
        }

        @Override
        public double value(double residual) {
            if (workers.add(Thread.currentThread())) {
                expected.countDown();
                try {
                    // Without end where a test fails, but for this.
                    expected.await(1, TimeUnit.MINUTES);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            return residual;
        }

        @Override
        public double derivative(double residual) {
            return residual;
        }
    }
}
