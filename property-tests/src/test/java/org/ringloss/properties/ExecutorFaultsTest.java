// SPDX-License-Identifier: Apache-2.0
package org.ringloss.properties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringloss.BackendChoice;
import org.ringloss.FloatMatrix;
import org.ringloss.GradientMode;
import org.ringloss.Penalty;
import org.ringloss.RingLoss;
import org.ringloss.RingLossPass;

/** Whatever the executor does, a pass is right or says that it failed; and no helper outlives it. */
class ExecutorFaultsTest {
    private final ExecutorService pool = Executors.newFixedThreadPool(FaultyCall.THREADS);
    private final FaultyCall call = new FaultyCall();

    @AfterEach
    void shutDown() {
        pool.shutdownNow();
    }

    private RingLoss ring(Executor executor) {
        return call.lossCase
                .builder()
                .parallel(executor, FaultyCall.THREADS, ThreadShare.FLOATS)
                .build();
    }

    /** A sound penalty that tells whether anybody is at work. */
    private FaultyPenalty watched() {
        return new FaultyPenalty(call.lossCase.penalty().library(), Integer.MAX_VALUE, new AssertionError());
    }

    /** Gives the first tasks to the pool, then throws. */
    private Executor failingAfter(int tasks, Throwable fault) {
        AtomicInteger left = new AtomicInteger(tasks);
        return task -> {
            if (left.getAndDecrement() <= 0) {
                if (fault instanceof Error error) {
                    throw error;
                }
                throw (RuntimeException) fault;
            }
            pool.execute(task);
        };
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void oneThatRejectsIsTold(int tasks) {
        for (int i = 0; i < 20; i++) {
            RejectedExecutionException full = new RejectedExecutionException("full");
            FaultyPenalty penalty = watched();
            RingLoss ring = call.lossCase
                    .builder()
                    .penalty(penalty)
                    .parallel(failingAfter(tasks, full), FaultyCall.THREADS, ThreadShare.FLOATS)
                    .build();
            assertThat(call.failsWith(ring))
                    .isExactlyInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("rejected")
                    .hasCause(full);
            assertThat(penalty.inside()).as("helpers at work").isZero();
        }
        call.isRight(ring(pool));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void whatElseOneThrowsReachesTheCallerWhenAllHelpersAreDone(int tasks) {
        List<Throwable> faults =
                List.of(new OutOfMemoryError("unable to create native thread"), new ClassCastException("mine"));
        for (Throwable fault : faults) {
            for (int i = 0; i < 20; i++) {
                FaultyPenalty penalty = watched();
                RingLoss ring = call.lossCase
                        .builder()
                        .penalty(penalty)
                        .parallel(failingAfter(tasks, fault), FaultyCall.THREADS, ThreadShare.FLOATS)
                        .build();
                assertThat(call.failsWith(ring)).isSameAs(fault);
                assertThat(penalty.inside()).as("helpers at work").isZero();
            }
            call.isRight(ring(pool));
        }
    }

    @Test
    void aHelperAtWorkIsWaitedForWhenTheNextOneIsRefused() {
        Thread caller = Thread.currentThread();
        AtomicInteger atWork = new AtomicInteger();
        AtomicInteger begun = new AtomicInteger();
        Penalty slow = new Penalty() {
            @Override
            public double value(double residual) {
                if (Thread.currentThread() != caller && begun.compareAndSet(0, 1)) {
                    atWork.incrementAndGet();
                    spinUntil(() -> caller.getState() == Thread.State.WAITING);
                    atWork.decrementAndGet();
                }
                return residual;
            }

            @Override
            public double derivative(double residual) {
                return 1;
            }
        };
        OutOfMemoryError fault = new OutOfMemoryError("unable to create native thread");
        AtomicInteger tasks = new AtomicInteger();
        Executor second = task -> {
            if (tasks.getAndIncrement() > 0) {
                spinUntil(() -> begun.get() > 0);
                throw fault;
            }
            pool.execute(task);
        };
        RingLoss ring = RingLoss.builder()
                .penalty(slow)
                .parallel(second, FaultyCall.THREADS, ThreadShare.FLOATS)
                .build();
        assertThat(catchThrowable(() -> ring.forward(FaultyCall.someFeatures(), 1)))
                .isSameAs(fault);
        assertThat(atWork).as("helpers at work").hasValue(0);
    }

    private static void spinUntil(BooleanSupplier condition) {
        while (!condition.getAsBoolean() && !Thread.currentThread().isInterrupted()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void oneThatDropsTasksLeavesTheWorkToTheCaller() {
        call.isRight(ring(task -> {}));
        AtomicInteger count = new AtomicInteger();
        call.isRight(ring(task -> {
            if (count.getAndIncrement() % 2 == 0) {
                pool.execute(task);
            }
        }));
    }

    @Test
    void oneThatRunsTasksWhenAllIsOverRunsNothing() {
        List<Runnable> late = new ArrayList<>();
        FaultyPenalty penalty = watched();
        RingLoss ring = call.lossCase
                .builder()
                .penalty(penalty)
                .parallel(late::add, FaultyCall.THREADS, ThreadShare.FLOATS)
                .build();
        call.isRight(ring);
        assertThat(late).hasSize(FaultyCall.THREADS - 1);
        FaultyCall other = new FaultyCall(true, Memory.DIRECT, GradientMode.WRITE);
        late.forEach(Runnable::run);
        other.isRight(other.lossCase
                .builder()
                .parallel(pool, FaultyCall.THREADS, ThreadShare.FLOATS)
                .build());
        late.forEach(Runnable::run);
        assertThat(penalty.inside()).isZero();
    }

    @Test
    void oneThatRunsTasksTwiceOrOnTheCallerChangesNothing() {
        call.isRight(ring(task -> {
            pool.execute(task);
            pool.execute(task);
        }));
        call.isRight(ring(task -> {
            task.run();
            task.run();
        }));
    }

    @Test
    void aBackwardPassThatWasRejectedCanBeMadeAgain() {
        AtomicInteger refusals = new AtomicInteger(1);
        RingLoss ring = ring(task -> {
            if (refusals.getAndDecrement() == 1) {
                throw new RejectedExecutionException("full");
            }
            pool.execute(task);
        });
        assertThat(catchThrowable(() -> ring.forward(FaultyCall.someFeatures(), 1)))
                .isInstanceOf(IllegalStateException.class);
        RingLossPass pass = ring.forward(FaultyCall.someFeatures(), 1);
        refusals.set(1);
        float[] gradient = new float[FaultyCall.ROWS * FaultyCall.DIM];
        FloatMatrix into = FloatMatrix.of(gradient, FaultyCall.ROWS, FaultyCall.DIM);
        assertThat(catchThrowable(() -> pass.backward(into))).isInstanceOf(IllegalStateException.class);
        pass.backward(into);
        float[] expected = new float[gradient.length];
        call.lossCase
                .ring(BackendChoice.SCALAR)
                .forwardBackward(
                        FaultyCall.someFeatures(), 1, FloatMatrix.of(expected, FaultyCall.ROWS, FaultyCall.DIM));
        Bits.assertSame("gradient", gradient, expected);
    }

    @Test
    void anInterruptIsKeptAndDoesNotCutThePassShort() {
        // Before the pass.
        Thread.currentThread().interrupt();
        call.isRight(ring(pool));
        assertThat(Thread.interrupted()).isTrue();

        // While it waits for its helpers.
        Thread caller = Thread.currentThread();
        AtomicInteger interrupts = new AtomicInteger();
        Penalty sound = call.lossCase.penalty().library();
        Penalty interrupting = new Penalty() {
            @Override
            public double value(double residual) {
                if (Thread.currentThread() != caller && interrupts.compareAndSet(0, 1)) {
                    spinUntil(() -> caller.getState() == Thread.State.WAITING);
                    caller.interrupt();
                }
                return sound.value(residual);
            }

            @Override
            public double derivative(double residual) {
                return sound.derivative(residual);
            }
        };
        // The caller gives the helper time to begin.
        Executor begun = task -> {
            pool.execute(task);
            spinUntil(() -> interrupts.get() > 0);
        };
        call.isRight(call.lossCase
                .builder()
                .penalty(interrupting)
                .parallel(begun, 2, ThreadShare.FLOATS)
                .build());
        assertThat(interrupts).hasValue(1);
        assertThat(Thread.interrupted()).isTrue();
    }
}
