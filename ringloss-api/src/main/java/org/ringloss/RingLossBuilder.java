// SPDX-License-Identifier: Apache-2.0
package org.ringloss;

import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Collects the configuration of a {@link RingLoss}; {@link RingLoss#builder()} gives one with the defaults. */
public final class RingLossBuilder {
    /** With 16384 two threads took longer for 256x128 than one: suite {@code threads} of the benchmarks. */
    private static final int MIN_FLOATS_PER_THREAD = 1 << 16;

    Penalty penalty = Penalty.huber();
    double weight = 1;
    Reduction reduction = Reduction.MEAN;
    boolean relative;

    @Nullable Executor executor;

    int threads = 1;
    int minFloatsPerThread = MIN_FLOATS_PER_THREAD;
    BackendChoice backend = BackendChoice.AUTO;

    RingLossBuilder() {}

    RingLossBuilder(RingLoss like) {
        penalty = like.penalty();
        weight = like.weight();
        reduction = like.reduction();
        relative = like.isRelative();
        executor = like.executor;
        threads = like.threads;
        minFloatsPerThread = like.minFloatsPerThread;
        backend = like.named == null ? BackendChoice.AUTO : BackendChoice.of(like.named.name());
    }

    /**
     * The penalty; {@code huber(1)} by default.
     *
     * @param penalty a built-in one or the caller's own
     * @return this builder
     */
    public RingLossBuilder penalty(Penalty penalty) {
        this.penalty = Objects.requireNonNull(penalty, "penalty is null");
        return this;
    }

    /**
     * lambda, 1 by default.
     *
     * @param weight from 0 to 2^100
     * @return this builder
     * @throws IllegalArgumentException if it is out of range
     */
    public RingLossBuilder weight(double weight) {
        this.weight = Checks.lambda("weight", weight);
        return this;
    }

    /**
     * The reduction; MEAN by default.
     *
     * @param reduction what becomes of the losses of the rows
     * @return this builder
     */
    public RingLossBuilder reduction(Reduction reduction) {
        this.reduction = Objects.requireNonNull(reduction, "reduction is null");
        return this;
    }

    /**
     * Whether residuals are divided by max(mean norm, 0.5), a constant in the gradients; false by default.
     *
     * @param relative true for relative residuals
     * @return this builder
     */
    public RingLossBuilder relative(boolean relative) {
        this.relative = relative;
        return this;
    }

    /**
     * {@link #parallel(Executor, int, int)} with 65536 floats for each thread at least: a smaller share may be done
     * before a thread that slept is awake.
     *
     * @param executor runs the helpers, for example a {@code ForkJoinPool}
     * @param threads how many threads work on a pass at most, the calling one included; 1 or more
     * @return this builder
     * @throws IllegalArgumentException if {@code threads} is below 1
     */
    public RingLossBuilder parallel(Executor executor, int threads) {
        return parallel(executor, threads, MIN_FLOATS_PER_THREAD);
    }

    /**
     * Lets passes over large batches use threads of the caller's. The calling thread does its share; results are
     * the same bits for any number. If the executor rejects a task, the pass throws {@code IllegalStateException};
     * what else it throws reaches the caller as it is. Some rows of the gradient may be written then. A task that
     * the executor drops, or runs late, does no harm. An interrupt does not end a pass; it is kept for the caller.
     *
     * @param executor runs the helpers, for example a {@code ForkJoinPool}
     * @param threads how many threads work on a pass at most, the calling one included; 1 or more
     * @param minFloats how many floats of the features each of these threads has to pass over at least, 1 or more: of a
     *     smaller batch fewer threads take part
     * @return this builder
     * @throws IllegalArgumentException if {@code threads} or {@code minFloats} is below 1
     */
    public RingLossBuilder parallel(Executor executor, int threads, int minFloats) {
        Objects.requireNonNull(executor, "executor is null");
        if (threads < 1) {
            throw new IllegalArgumentException("threads is " + threads + ", must be 1 or more");
        }
        if (minFloats < 1) {
            throw new IllegalArgumentException("minFloats is " + minFloats + ", must be 1 or more");
        }
        this.executor = executor;
        this.threads = threads;
        minFloatsPerThread = minFloats;
        return this;
    }

    /**
     * Which backend to use, for tests and comparisons; AUTO by default. For a whole program there is the system
     * property {@code ringloss.backend}, which takes {@code auto}, {@code scalar} and {@code simd}.
     *
     * @param backend the choice
     * @return this builder
     */
    public RingLossBuilder backend(BackendChoice backend) {
        this.backend = Objects.requireNonNull(backend, "backend is null");
        return this;
    }

    /**
     * The loss.
     *
     * @return an immutable loss
     * @throws IllegalStateException if the backend is SIMD and cannot run here: the message says why
     */
    public RingLoss build() {
        return new RingLoss(this);
    }
}
