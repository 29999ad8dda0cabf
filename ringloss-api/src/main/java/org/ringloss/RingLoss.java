// SPDX-License-Identifier: Apache-2.0
package org.ringloss;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.ringloss.internal.Backend;

/**
 * The ring loss: {@code L = lambda / N * sum_i w_i rho(n_i - R_i)} over the rows i of a batch, where n_i is the Euclidean
 * norm of row i, R_i its radius, w_i its weight (1 if not given), rho a {@link Penalty} and N what the {@link Reduction}
 * says.
 *
 * <p>The gradients are {@code dL/dx_i = lambda / N * w_i rho'(e_i) x_i / n_i} (0 where n_i is 0) and {@code dL/dR =
 * -lambda / N * sum_i w_i rho'(e_i)}. In relative mode {@code e_i = (n_i - R_i) / s} with {@code s = max(mean n, 0.5)}, a
 * constant in both gradients.
 *
 * <p><b>Numbers.</b> Rows are float; everything that there is one of per row is double, and the sums over the batch are
 * exact until they are rounded once. Results are the same bits on every CPU, JVM, vector width and number of threads.
 * A row with a NaN or an infinity spoils its own gradient and the loss, no other row; {@link RingLossResult} counts it.
 *
 * <p>Instances are immutable and may be shared by threads. Nothing that is passed in is modified but the gradient (and a
 * result that is given to be filled). Bad arguments are told before anything is written.
 *
 * <p><b>Faults.</b> A pass can fail after it has begun: a penalty of your own throws, the executor rejects a share. The
 * exception comes when no thread is at work on the caller's arrays any more. Each row of the gradient is then either as
 * it was before or done, which of them is not specified, and the gaps between rows are as they were: with {@link
 * GradientMode#ADD}, make the gradient anew before the call is repeated. A result that was to be filled holds nothing to
 * rely on until the next call fills it. No other call, at the same time or later, is affected.
 *
 * <p><b>Copies.</b> Two losses are equal if they compute the same: backend and threads do not count. Serialized, by Java or
 * by a serializer that copies fields, a loss keeps penalty, weight, reduction and mode; the backend is chosen where it
 * arrives, and it runs on the calling thread there. Java serialization of a penalty of your own needs that to be
 * serializable.
 *
 * <pre>{@code
 * RingLoss ring = RingLoss.builder().penalty(Penalty.huber(1.0)).weight(0.1).build();
 * LearnableRadius radius = LearnableRadius.startingAtMeanNorm(0.1);
 * FloatMatrix features = FloatMatrix.of(data, batchSize, dim);
 * FloatMatrix gradient = FloatMatrix.of(grad, batchSize, dim);
 * RingLossResult r = ring.forwardBackward(features, radius, gradient); // the first call starts the radius
 * radius.update(r.radiusGradient());
 * }</pre>
 */
@SuppressWarnings("serial") // Java serialization writes another object in place of this one
public final class RingLoss implements Serializable {
    private static final long serialVersionUID = 1;

    private final Penalty penalty;
    private final double weight;
    private final Reduction reduction;
    private final boolean relative;
    final transient @Nullable Executor executor;
    final int threads;
    final int minFloatsPerThread;
    /** The backend that was asked for by name, or null: the one of this JVM. */
    final transient @Nullable Backend named;

    RingLoss(RingLossBuilder from) {
        this.penalty = from.penalty;
        this.weight = from.weight;
        this.reduction = from.reduction;
        this.relative = from.relative;
        this.executor = from.executor;
        this.threads = from.threads;
        this.minFloatsPerThread = from.minFloatsPerThread;
        this.named = from.backend == BackendChoice.AUTO ? null : Backends.named(from.backend.text());
        kernels();
    }

    Backend kernels() {
        return named != null ? named : Backends.current();
    }

    /** {@return a builder with the defaults: {@code huber(1)}, weight 1, MEAN, absolute residuals, the calling thread only} */
    public static RingLossBuilder builder() {
        return new RingLossBuilder();
    }

    /** {@return a builder with this configuration} */
    public RingLossBuilder toBuilder() {
        return new RingLossBuilder(this);
    }

    /**
     * The same loss with another weight, for schedules that warm it up.
     *
     * @param weight lambda, from 0 to 2^100
     * @return a loss with that weight and all else as here
     * @throws IllegalArgumentException if it is out of range
     */
    public RingLoss withWeight(double weight) {
        return toBuilder().weight(weight).build();
    }

    /** {@return the penalty} */
    public Penalty penalty() {
        return penalty;
    }

    /** {@return the weight lambda} */
    public double weight() {
        return weight;
    }

    /** {@return the reduction} */
    public Reduction reduction() {
        return reduction;
    }

    /** {@return whether residuals are relative to the mean norm of the batch} */
    public boolean isRelative() {
        return relative;
    }

    /** {@return one line: the version, which backend runs in this JVM, and why} */
    public static String describe() {
        return Backends.describe();
    }

    /** {@return which backend this loss runs on, and why} */
    public BackendInfo backend() {
        return Backends.info(kernels());
    }

    /**
     * Both passes in one pass over the memory.
     *
     * @param features the rows
     * @param radius the radius of all rows, finite
     * @param gradient receives dL/dx; of the shape of the features, and apart from them or exactly the same rows
     * @return the loss, dL/dR and the norm summary
     * @throws NullPointerException if an argument is null
     * @throws IllegalArgumentException if {@code radius} is not finite, or {@code gradient} is read-only or does not fit
     */
    public RingLossResult forwardBackward(FloatMatrix features, double radius, FloatMatrix gradient) {
        RingLossResult result = new RingLossResult();
        forwardBackward(features, radius, gradient, GradientMode.WRITE, result);
        return result;
    }

    /**
     * {@link #forwardBackward(FloatMatrix, double, FloatMatrix)} with a result that the caller keeps: this allocates
     * nothing once it has run a few times on one thread.
     *
     * @param features the rows
     * @param radius the radius of all rows, finite
     * @param gradient receives dL/dx
     * @param result filled anew
     */
    public void forwardBackward(FloatMatrix features, double radius, FloatMatrix gradient, RingLossResult result) {
        forwardBackward(features, radius, gradient, GradientMode.WRITE, result);
    }

    /**
     * {@link #forwardBackward(FloatMatrix, double, FloatMatrix)} that overwrites or adds, with a result of the caller's.
     *
     * @param features the rows
     * @param radius the radius of all rows, finite
     * @param gradient receives dL/dx
     * @param mode whether to overwrite or to add
     * @param result filled anew
     */
    public void forwardBackward(
            FloatMatrix features, double radius, FloatMatrix gradient, GradientMode mode, RingLossResult result) {
        Checks.gradient(features, gradient, mode);
        Objects.requireNonNull(result, "result is null");
        Checks.radius("radius", radius);
        PassInputs in = PassInputs.take();
        try {
            in.features = features;
            in.radius = radius;
            in.gradient = gradient;
            in.add = mode == GradientMode.ADD;
            LossPasses.loss(this, in, Double.NaN, Double.NaN, 1, result);
        } finally {
            in.giveBack();
        }
    }

    /**
     * {@link #forwardBackward(FloatMatrix, double, FloatMatrix)} with a radius that learns. If it has no value yet, it
     * starts at the mean norm of these features. It is not changed otherwise: the step is the caller's, {@code
     * radius.update(result.radiusGradient())}.
     *
     * @param features the rows
     * @param radius the radius of all rows
     * @param gradient receives dL/dx
     * @return the loss, dL/dR and the norm summary
     * @throws NullPointerException if an argument is null
     * @throws IllegalArgumentException if {@code gradient} does not fit, or the radius cannot start: without rows, or
     *     where a row holds a NaN or an infinity
     */
    public RingLossResult forwardBackward(FloatMatrix features, LearnableRadius radius, FloatMatrix gradient) {
        RingLossResult result = new RingLossResult();
        forwardBackward(features, radius, gradient, GradientMode.WRITE, result);
        return result;
    }

    /**
     * {@link #forwardBackward(FloatMatrix, LearnableRadius, FloatMatrix)} that overwrites or adds, with a result of the
     * caller's.
     *
     * @param features the rows
     * @param radius the radius of all rows
     * @param gradient receives dL/dx
     * @param mode whether to overwrite or to add
     * @param result filled anew
     */
    public void forwardBackward(
            FloatMatrix features,
            LearnableRadius radius,
            FloatMatrix gradient,
            GradientMode mode,
            RingLossResult result) {
        Objects.requireNonNull(radius, "radius is null");
        if (!radius.isInitialised()) {
            // A call that is refused must not start it.
            Checks.gradient(features, gradient, mode);
            Objects.requireNonNull(result, "result is null");
            radius.initialise("features", Norms.summary(features));
        }
        forwardBackward(features, radius.value(), gradient, mode, result);
    }

    /**
     * Both passes in one pass, with everything that a batch can carry. For a per-row upstream gradient, multiply the row
     * weights by it.
     *
     * @param batch features, radii and options
     * @param upstream the gradient of the total loss with respect to this loss, finite: a factor of both gradients
     * @param gradient receives upstream * dL/dx, see {@link #forwardBackward(FloatMatrix, double, FloatMatrix)}
     * @param mode whether to overwrite or to add
     * @return the loss, upstream * dL/dR and the norm summary
     * @throws NullPointerException if an argument is null
     * @throws IllegalArgumentException if a number is out of range or an argument does not fit the others
     * @throws IndexOutOfBoundsException if a label is not a class
     */
    public RingLossResult forwardBackward(
            RingLossBatch batch, double upstream, FloatMatrix gradient, GradientMode mode) {
        RingLossResult result = new RingLossResult();
        forwardBackward(batch, upstream, gradient, mode, result);
        return result;
    }

    /**
     * {@link #forwardBackward(RingLossBatch, double, FloatMatrix, GradientMode)} with a result of the caller's.
     *
     * @param batch features, radii and options
     * @param upstream the gradient of the total loss with respect to this loss, finite: a factor of both gradients
     * @param gradient receives upstream * dL/dx, see {@link #forwardBackward(FloatMatrix, double, FloatMatrix)}
     * @param mode whether to overwrite or to add
     * @param result filled anew
     */
    public void forwardBackward(
            RingLossBatch batch, double upstream, FloatMatrix gradient, GradientMode mode, RingLossResult result) {
        Objects.requireNonNull(batch, "batch is null");
        batch.check(reduction, relative);
        Checks.finite("upstream", upstream);
        Checks.gradient(batch.features(), gradient, mode);
        Objects.requireNonNull(result, "result is null");
        PassInputs in = PassInputs.take();
        try {
            in.set(batch);
            in.gradient = gradient;
            in.add = mode == GradientMode.ADD;
            LossPasses.loss(this, in, batch.divisor(), batch.normScale(), upstream, result);
        } finally {
            in.giveBack();
        }
    }

    /**
     * The forward pass alone.
     *
     * @param features the rows; they must not change before the last backward pass
     * @param radius the radius of all rows, finite
     * @return the pass: its loss, and its gradients on demand
     * @throws NullPointerException if {@code features} is null
     * @throws IllegalArgumentException if {@code radius} is not finite
     */
    public RingLossPass forward(FloatMatrix features, double radius) {
        return forward(RingLossBatch.of(features, radius));
    }

    /**
     * The forward pass alone.
     *
     * @param batch features, radii and options; what is behind it must not change before the last backward pass
     * @return the pass: its loss, and its gradients on demand
     * @throws NullPointerException if {@code batch} is null
     * @throws IllegalArgumentException if a number is out of range or an array does not fit
     * @throws IndexOutOfBoundsException if a label is not a class
     */
    public RingLossPass forward(RingLossBatch batch) {
        RingLossPass pass = new RingLossPass();
        forward(batch, pass);
        return pass;
    }

    /**
     * The forward pass alone, filling a pass that the caller keeps: this allocates nothing once batches do not grow.
     *
     * @param batch features, radii and options; what is behind it must not change before the last backward pass
     * @param pass filled anew; backward passes of its earlier batch must be over
     */
    public void forward(RingLossBatch batch, RingLossPass pass) {
        Objects.requireNonNull(batch, "batch is null");
        batch.check(reduction, relative);
        Objects.requireNonNull(pass, "pass is null");
        pass.begin(batch);
        PassInputs in = PassInputs.take();
        try {
            in.set(batch);
            in.rowNorms = pass.norms;
            in.rowDerivatives = pass.derivatives;
            LossPasses.loss(this, in, batch.divisor(), batch.normScale(), 1, pass.result);
        } finally {
            in.giveBack();
        }
        pass.end(this, LossPasses.factor(this, batch.divisor(), batch.features().rows()));
    }

    /**
     * The loss and dL/dR of merged totals, N being their number of rows: the bits that one pass over all rows gives.
     *
     * @param totals of this penalty
     * @return the loss, dL/dR and the norm summary
     * @throws IllegalArgumentException if the totals are of another penalty
     * @throws IllegalStateException for {@link Reduction#NONE}, whose losses are not in totals
     */
    public RingLossResult result(RingLossTotals totals) {
        Objects.requireNonNull(totals, "totals is null");
        totals.origin.requirePenalty(penalty);
        if (reduction == Reduction.NONE) {
            throw new IllegalStateException("the reduction is NONE: totals hold no losses per row");
        }
        RingLossResult result = new RingLossResult();
        result.totals.merge(totals);
        double factor = LossPasses.factor(this, Double.NaN, totals.rows());
        double scale = totals.rows() == 0 ? 1 : totals.scale;
        result.finish(true, factor, -LossPasses.gradientFactor(1, factor, scale), 0);
        return result;
    }

    void share(BatchPass.Steps steps, PassInputs in, @Nullable RingLossTotals totals) {
        ParallelPass.run(steps, in, totals, executor, threads, minFloatsPerThread);
    }

    /**
     * Reads a configuration: what {@link #toString} of a loss with a built-in penalty gives, with keys in any order; a key
     * that is left out has its default. For example {@code ringloss(weight=0.1, penalty=cauchy)}.
     *
     * @param text of that form; executor and backend are no part of it
     * @return the loss
     * @throws IllegalArgumentException if the text is not of that form, or has another key: the message says what is wrong
     */
    public static RingLoss parse(String text) {
        return LossText.parse(text);
    }

    /** Whether the other one is a loss of the same penalty, weight, reduction and mode. */
    @Override
    @SuppressWarnings("exports") // callers need no jspecify
    public boolean equals(@Nullable Object other) {
        return other instanceof RingLoss ring
                && penalty.equals(ring.penalty)
                && Double.compare(weight, ring.weight) == 0
                && reduction == ring.reduction
                && relative == ring.relative;
    }

    @Override
    public int hashCode() {
        return Objects.hash(penalty, weight, reduction, relative);
    }

    private Object writeReplace() {
        return new LossText.Serialized(penalty, weight, reduction, relative);
    }

    /** A loss comes from its configuration only, which is checked. */
    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw new InvalidObjectException("a loss is read from its configuration");
    }

    /**
     * The configuration as text that {@link #parse} reads back, for example {@code ringloss(penalty=huber(1.0),
     * weight=0.1, reduction=mean, relative=false)}. A penalty of your own shows its {@code toString()}, which parse does
     * not know.
     */
    @Override
    public String toString() {
        return LossText.of(this);
    }
}
