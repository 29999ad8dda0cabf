// SPDX-License-Identifier: Apache-2.0
package org.ringloss.properties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringloss.BackendChoice;
import org.ringloss.FloatMatrix;
import org.ringloss.GradientMode;
import org.ringloss.Norms;
import org.ringloss.Penalty;
import org.ringloss.Reduction;
import org.ringloss.RingLoss;
import org.ringloss.RingLossResult;

/** A penalty of the user's that throws or returns NaN in the middle of a batch spoils that call and no other one. */
class PenaltyFaultsTest {
    private final AtomicInteger poolThreads = new AtomicInteger();
    private final ExecutorService pool = Executors.newFixedThreadPool(FaultyCall.THREADS, task -> {
        poolThreads.incrementAndGet();
        return new Thread(task);
    });

    @AfterEach
    void shutDown() {
        pool.shutdownNow();
    }

    private RingLoss ring(LossCase lossCase, Penalty penalty, int threads) {
        return lossCase.builder()
                .penalty(penalty)
                .parallel(pool, threads, ThreadShare.FLOATS)
                .build();
    }

    @ParameterizedTest
    @EnumSource(
            value = Memory.class,
            names = {"ARRAY", "DIRECT", "HEAP_BYTES"})
    void oneThatThrows(Memory memory) {
        ArithmeticException fault = new ArithmeticException("mine");
        for (GradientMode mode : GradientMode.values()) {
            for (boolean relative : new boolean[] {false, true}) {
                FaultyCall call = new FaultyCall(relative, memory, mode);
                RingLoss sound = call.lossCase.ring();
                for (int threads = 1; threads <= FaultyCall.THREADS; threads += 3) {
                    for (int at : new int[] {0, 1, 255, 256, 700, FaultyCall.ROWS - 1}) {
                        FaultyPenalty penalty =
                                new FaultyPenalty(call.lossCase.penalty().library(), at, fault);
                        assertThat(call.failsWith(ring(call.lossCase, penalty, threads)))
                                .isSameAs(fault);
                        assertThat(penalty.inside()).isZero();
                        call.isRight(sound);
                        call.inTwoPassesIsRight(sound);
                    }
                }
            }
        }
        FaultyCall.smallCallsAreRight();
        assertThat(poolThreads.get()).as("no thread of the pool was lost").isLessThanOrEqualTo(FaultyCall.THREADS);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void onOneKindOfThreadOnly(boolean helpers) {
        FaultyCall call = new FaultyCall();
        Thread caller = Thread.currentThread();
        for (Throwable fault : List.of(
                new IllegalStateException("mine"), new StackOverflowError(), new IOException("not checked by javac"))) {
            AtomicInteger thrown = new AtomicInteger();
            // The other threads wait until it has been thrown, so that it is.
            FaultyPenalty penalty = new FaultyPenalty(call.lossCase.penalty().library(), 0, fault, thread -> {
                if ((thread != caller) == helpers) {
                    thrown.set(1);
                    return true;
                }
                while (thrown.get() == 0) {
                    Thread.onSpinWait();
                }
                return false;
            });
            assertThat(call.failsWith(ring(call.lossCase, penalty, FaultyCall.THREADS)))
                    .isSameAs(fault);
            assertThat(penalty.inside()).isZero();
            call.isRight(ring(call.lossCase, call.lossCase.penalty().library(), FaultyCall.THREADS));
        }
        FaultyCall.smallCallsAreRight();
        assertThat(poolThreads.get()).as("no thread of the pool was lost").isLessThanOrEqualTo(FaultyCall.THREADS);
    }

    /** Scratch memory full of NaN and infinity, on every thread, when the exception comes. */
    @Test
    void afterNumbersThatSpoilEveryScratchArray() {
        FaultyCall call = new FaultyCall();
        for (double poison : new double[] {Double.NaN, Double.POSITIVE_INFINITY, -Double.MAX_VALUE}) {
            AtomicInteger left = new AtomicInteger();
            Penalty poisonous = new Penalty() {
                @Override
                public double value(double residual) {
                    if (left.getAndDecrement() <= 0) {
                        throw new ArithmeticException("mine");
                    }
                    return poison;
                }

                @Override
                public double derivative(double residual) {
                    return poison;
                }
            };
            float[] x = new float[FaultyCall.ROWS * FaultyCall.DIM];
            Arrays.fill(x, (float) poison);
            FloatMatrix features = FloatMatrix.of(x, FaultyCall.ROWS, FaultyCall.DIM);
            float[] gradient = new float[x.length];
            for (int threads : new int[] {1, FaultyCall.THREADS}) {
                for (int at : new int[] {3, 300, 1000}) {
                    left.set(at);
                    Throwable thrown = catchThrowable(() -> ring(call.lossCase, poisonous, threads)
                            .forwardBackward(features, 1, FloatMatrix.of(gradient, FaultyCall.ROWS, FaultyCall.DIM)));
                    assertThat(thrown).hasMessage("mine");
                    call.isRight(ring(call.lossCase, call.lossCase.penalty().library(), threads));
                    FaultyCall.smallCallsAreRight();
                }
            }
        }
    }

    /** The rows whose residual is this get NaN; the others what they always get. */
    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void oneThatReturnsNaN(int threads) {
        int rows = FaultyCall.ROWS;
        int dim = FaultyCall.DIM;
        float[] x = new SplitMix64(9).floats(rows * dim, 1);
        double[] norms = new double[rows];
        Norms.compute(FloatMatrix.of(x, rows, dim), norms);
        int[] bad = {0, 7, 256, 600, rows - 1};
        List<Double> residuals = new ArrayList<>();
        for (int row : bad) {
            residuals.add(norms[row] - 1);
        }
        Penalty squared = Penalty.squared();
        Penalty partial = new Penalty() {
            @Override
            public double value(double residual) {
                return residuals.contains(residual) ? Double.NaN : squared.value(residual);
            }

            @Override
            public double derivative(double residual) {
                return residuals.contains(residual) ? Double.NaN : squared.derivative(residual);
            }
        };
        RingLoss ring = RingLoss.builder()
                .penalty(partial)
                .reduction(Reduction.NONE)
                .parallel(pool, threads, ThreadShare.FLOATS)
                .build();
        RingLoss sound = ring.toBuilder().penalty(squared).build();
        float[] gradient = new float[x.length];
        float[] expected = new float[x.length];
        RingLossResult result =
                ring.forwardBackward(FloatMatrix.of(x, rows, dim), 1, FloatMatrix.of(gradient, rows, dim));
        RingLossResult soundResult =
                sound.forwardBackward(FloatMatrix.of(x, rows, dim), 1, FloatMatrix.of(expected, rows, dim));
        double[] expectedLosses = soundResult.rowLosses();
        for (int row : bad) {
            expectedLosses[row] = Double.NaN;
            Arrays.fill(expected, row * dim, (row + 1) * dim, Float.NaN);
        }
        Bits.assertSame("row losses", result.rowLosses(), expectedLosses);
        Bits.assertSame("gradient", gradient, expected);
        assertThat(result.radiusGradient()).isNaN();
        // The rows themselves are finite.
        Bits.assertSame(result.normSummary(), soundResult.normSummary());
        assertThat(result.nonFiniteRows()).isZero();

        RingLoss mean = ring.toBuilder().reduction(Reduction.MEAN).build();
        assertThat(mean.forward(FloatMatrix.of(x, rows, dim), 1).loss()).isNaN();
        FaultyCall.smallCallsAreRight();
    }

    /** The scratch memory of one thread is more than 10,000 bytes: a call that fails does not lose it. */
    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void scratchMemoryIsGivenBack(int threads) {
        ArithmeticException fault = new ArithmeticException("mine");
        AtomicInteger left = new AtomicInteger();
        Penalty failing = new Penalty() {
            @Override
            public double value(double residual) {
                if (left.getAndDecrement() <= 0) {
                    throw fault;
                }
                return residual;
            }

            @Override
            public double derivative(double residual) {
                return 1;
            }
        };
        // Vectors, and the pairs of doubles of longer rows, are on the heap until they are compiled.
        RingLoss ring = RingLoss.builder()
                .penalty(failing)
                .parallel(pool, threads, ThreadShare.FLOATS)
                .backend(BackendChoice.SCALAR)
                .build();
        int rows = 1100;
        int dim = 60;
        FloatMatrix features = FloatMatrix.of(new SplitMix64(5).floats(rows * dim, 1), rows, dim);
        FloatMatrix gradient = FloatMatrix.of(new float[rows * dim], rows, dim);
        RingLossResult result = new RingLossResult();
        int calls = 500;
        long bytes = 0;
        for (int i = -calls; i < calls; i++) {
            if (i == 0) {
                bytes = Allocation.ofAllThreads();
            }
            left.set(300);
            assertThrows(() -> ring.forwardBackward(features, 1, gradient, result), fault);
        }
        long perCall = (Allocation.ofAllThreads() - bytes) / calls;
        assertThat(perCall).isLessThan(8000);
    }

    /** As AssertJ does it, without its memory. */
    private static void assertThrows(Runnable call, RuntimeException fault) {
        try {
            call.run();
        } catch (RuntimeException e) {
            if (e == fault) {
                return;
            }
            throw e;
        }
        throw new AssertionError("nothing was thrown");
    }

    @Test
    void oneThatCallsTheLibraryItself() {
        FaultyCall call = new FaultyCall();
        Penalty sound = call.lossCase.penalty().library();
        LossCase inner = LossCases.of(
                PenaltyCase.of("cauchy", 1), Reduction.MEAN, true, 20, 5, LossCase.RadiusKind.PER_ROW, 0, 8);
        Outcome expected = Outcome.of(inner, inner.ring());
        Penalty nested = new Penalty() {
            @Override
            public double value(double residual) {
                Norms.summary(inner.features());
                Outcome.of(inner, inner.ring()).assertSameBitsAs(expected);
                return sound.value(residual);
            }

            @Override
            public double derivative(double residual) {
                return sound.derivative(residual);
            }
        };
        call.isRight(ring(call.lossCase, nested, 1));
        call.isRight(ring(call.lossCase, nested, FaultyCall.THREADS));
    }
}
