// SPDX-License-Identifier: Apache-2.0
package org.ringloss;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.Locale;
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

    /** With 16384 two threads took longer for 256x128 than one: suite {@code threads} of the benchmarks. */
    private static final int MIN_FLOATS_PER_THREAD = 1 << 16;

    private final Penalty penalty;
    private final double weight;
    private final Reduction reduction;
    private final boolean relative;
    private final transient @Nullable Executor executor;
    private final int threads;
    private final int minFloatsPerThread;
    /** The backend that was asked for by name, or null: the one of this JVM. */
    private final transient @Nullable Backend named;

    private RingLoss(Builder from) {
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

    private Backend kernels() {
        return named != null ? named : Backends.current();
    }

    /** {@return a builder with the defaults: {@code huber(1)}, weight 1, MEAN, absolute residuals, the calling thread only} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return a builder with this configuration} */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.penalty = penalty;
        builder.weight = weight;
        builder.reduction = reduction;
        builder.relative = relative;
        builder.executor = executor;
        builder.threads = threads;
        builder.minFloatsPerThread = minFloatsPerThread;
        builder.backend = named == null ? BackendChoice.AUTO : BackendChoice.of(named.name());
        return builder;
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
     * @param gradient receives dL/dx; of the shape of the features; it may be the features' own rows, but may not overlap
     *     them otherwise
     * @return the loss, dL/dR and the norm summary
     * @throws NullPointerException if an argument is null
     * @throws IllegalArgumentException if {@code radius} is not finite, or {@code gradient} is read-only, of another
     *     shape or overlaps the features
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
     * {@link #forwardBackward(FloatMatrix, double, FloatMatrix)} that overwrites the gradient or adds to it, with a result
     * that the caller keeps.
     *
     * @param features the rows
     * @param radius the radius of all rows, finite
     * @param gradient receives dL/dx
     * @param mode whether to overwrite or to add
     * @param result filled anew
     */
    public void forwardBackward(
            FloatMatrix features, double radius, FloatMatrix gradient, GradientMode mode, RingLossResult result) {
        checkRows(features, gradient, mode, result);
        Checks.radius("radius", radius);
        PassInputs in = PassInputs.take();
        try {
            in.features = features;
            in.radius = radius;
            in.gradient = gradient;
            in.add = mode == GradientMode.ADD;
            run(in, divisor(Double.NaN, features.rows()), Double.NaN, 1, result);
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
     * {@link #forwardBackward(FloatMatrix, LearnableRadius, FloatMatrix)} that overwrites the gradient or adds to it, with
     * a result that the caller keeps.
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
            checkRows(features, gradient, mode, result);
            radius.initialise("features", Norms.summary(features));
        }
        forwardBackward(features, radius.value(), gradient, mode, result);
    }

    /**
     * Both passes in one pass, with everything that a batch can carry. For a per-row upstream gradient, multiply the row
     * weights by it.
     *
     * <p>What is in {@code gradient} if a penalty or the executor throws: see "Faults" at {@link RingLoss}.
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
     * As {@link #forwardBackward(RingLossBatch, double, FloatMatrix, GradientMode)}, filling a result that the caller
     * keeps.
     *
     * @param batch features, radii and options
     * @param upstream the gradient of the total loss with respect to this loss, finite: a factor of both gradients
     * @param gradient receives upstream * dL/dx, see {@link #forwardBackward(FloatMatrix, double, FloatMatrix)}
     * @param mode whether to overwrite or to add
     * @param result filled anew
     */
    public void forwardBackward(
            RingLossBatch batch, double upstream, FloatMatrix gradient, GradientMode mode, RingLossResult result) {
        check(batch);
        Checks.finite("upstream", upstream);
        checkRows(batch.features(), gradient, mode, result);
        PassInputs in = PassInputs.take();
        try {
            bind(in, batch);
            in.gradient = gradient;
            in.add = mode == GradientMode.ADD;
            run(in, divisor(batch.divisor(), batch.features().rows()), batch.normScale(), upstream, result);
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
        check(batch);
        Objects.requireNonNull(pass, "pass is null");
        int rows = batch.features().rows();
        double divisor = divisor(batch.divisor(), rows);
        pass.begin(batch);
        PassInputs in = PassInputs.take();
        try {
            bind(in, batch);
            in.rowNorms = pass.norms;
            in.rowDerivatives = pass.derivatives;
            run(in, divisor, batch.normScale(), 1, pass.result);
        } finally {
            in.giveBack();
        }
        pass.end(this, weight / divisor);
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
        double factor = weight / divisor(Double.NaN, totals.rows());
        double scale = totals.rows() == 0 ? 1 : totals.scale;
        result.finish(true, factor, -gradientFactor(1, factor, scale), 0);
        return result;
    }

    private void check(RingLossBatch batch) {
        Objects.requireNonNull(batch, "batch is null");
        RingLossBatch.check(batch.features(), batch.radii(), batch.rowWeights());
        if (!Double.isNaN(batch.divisor()) && reduction != Reduction.MEAN) {
            throw new IllegalArgumentException(
                    "divisor is " + batch.divisor() + ", must not be given with reduction " + reduction);
        }
        if (!Double.isNaN(batch.normScale()) && !relative) {
            throw new IllegalArgumentException(
                    "normScale is " + batch.normScale() + ", must not be given without relative mode");
        }
    }

    private static void checkRows(
            FloatMatrix features, FloatMatrix gradient, GradientMode mode, RingLossResult result) {
        checkGradient(features, gradient);
        Objects.requireNonNull(mode, "mode is null");
        Objects.requireNonNull(result, "result is null");
    }

    private static void checkGradient(FloatMatrix features, FloatMatrix gradient) {
        Objects.requireNonNull(features, "features is null");
        Objects.requireNonNull(gradient, "gradient is null");
        if (gradient.rows() != features.rows() || gradient.dim() != features.dim()) {
            throw new IllegalArgumentException("gradient is " + gradient.rows() + " x " + gradient.dim()
                    + ", must be of the shape of features (" + features.rows() + " x " + features.dim() + ")");
        }
        if (gradient.isReadOnly()) {
            throw new IllegalArgumentException("gradient is a read-only buffer, must be writable");
        }
        if (gradient.overlaps(features)) {
            throw new IllegalArgumentException("gradient (" + gradient + ") overlaps features (" + features
                    + "), must be apart from them or exactly the same rows");
        }
    }

    private static void bind(PassInputs in, RingLossBatch batch) {
        in.features = batch.features();
        Radii radii = batch.radii();
        if (radii instanceof Radii.Shared shared) {
            in.radius = shared.radius();
        } else {
            in.radii = radii;
        }
        in.rowWeights = batch.rowWeights();
    }

    /** N. An empty batch has no loss to divide: 1. */
    private double divisor(double given, long rows) {
        if (reduction != Reduction.MEAN) {
            return 1;
        }
        return !Double.isNaN(given) ? given : Math.max(1, rows);
    }

    /** lambda/N times the upstream gradient, over s: in this order everywhere, so that the bits agree. */
    static double gradientFactor(double upstream, double factor, double scale) {
        double product = upstream * factor / scale;
        if (!Double.isFinite(product)) {
            throw new IllegalArgumentException("upstream is " + upstream + ", times lambda/N (" + factor
                    + ") over the relative scale (" + scale + ") it must be finite");
        }
        return product;
    }

    private void run(PassInputs in, double divisor, double givenScale, double upstream, RingLossResult result) {
        int rows = in.features.rows();
        double factor = weight / divisor;
        // Refused before anything is written, so for the smallest s there could be.
        double leastScale = relative ? NormSummary.relativeScale(givenScale) : 1;
        gradientFactor(upstream, factor, Double.isNaN(givenScale) ? leastScale : givenScale);
        in.kernels = kernels();
        in.penalty = penalty;
        RingLossTotals totals = result.totals;
        totals.reset(in.classes());
        if (reduction == Reduction.NONE) {
            in.rowLosses = result.roomForRowLosses(rows);
            in.rowLossFactor = weight;
        }
        BatchPass.Steps steps = BatchPass::loss;
        if (relative) {
            in.scale = givenScale;
            if (Double.isNaN(givenScale)) {
                if (in.rowNorms == null) {
                    in.rowNorms = result.roomForNorms(rows);
                }
                share(BatchPass::normTotals, in, totals);
                in.scale = totals.norms.relativeScale();
                steps = BatchPass::lossOfNorms;
            }
        }
        totals.scale = rows == 0 ? Double.NaN : in.scale;
        totals.origin.set(in);
        in.gradientFactor = gradientFactor(upstream, factor, in.scale);
        share(steps, in, totals);
        result.finish(reduction != Reduction.NONE, factor, -in.gradientFactor, rows);
    }

    private void share(BatchPass.Steps steps, PassInputs in, @Nullable RingLossTotals totals) {
        ParallelPass.run(steps, in, totals, executor, threads, minFloatsPerThread);
    }

    void backward(
            RingLossPass pass,
            double factor,
            double @Nullable [] rowUpstream,
            FloatMatrix gradient,
            GradientMode mode) {
        checkGradient(pass.features, gradient);
        Objects.requireNonNull(mode, "mode is null");
        PassInputs in = PassInputs.take();
        try {
            in.features = pass.features;
            in.rowWeights = pass.rowWeights;
            in.kernels = kernels();
            in.penalty = penalty;
            in.gradient = gradient;
            in.add = mode == GradientMode.ADD;
            in.rowNorms = pass.norms;
            in.rowDerivatives = pass.derivatives;
            in.rowUpstream = rowUpstream;
            in.gradientFactor = factor;
            share(BatchPass::backward, in, null);
        } finally {
            in.giveBack();
        }
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
        return new Serialized(penalty, weight, reduction, relative);
    }

    /** A loss comes from its configuration only, which is checked. */
    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw new InvalidObjectException("a loss is read from its configuration");
    }

    /** What Java serialization writes in place of a loss. */
    private record Serialized(Penalty penalty, double weight, Reduction reduction, boolean relative)
            implements Serializable {
        private Object readResolve() throws InvalidObjectException {
            try {
                return builder()
                        .penalty(penalty)
                        .weight(weight)
                        .reduction(reduction)
                        .relative(relative)
                        .build();
            } catch (IllegalArgumentException | NullPointerException e) {
                throw BuiltInPenalty.invalidObject(e);
            }
        }
    }

    /**
     * The configuration as text that {@link #parse} reads back, for example {@code ringloss(penalty=huber(1.0),
     * weight=0.1, reduction=mean, relative=false)}. A penalty of your own shows its {@code toString()}, which parse does
     * not know.
     */
    @Override
    public String toString() {
        return "ringloss(penalty=" + penalty + ", weight=" + weight + ", reduction="
                + reduction.name().toLowerCase(Locale.ROOT) + ", relative=" + relative + ")";
    }

    /** Collects a configuration. */
    public static final class Builder {
        private Penalty penalty = Penalty.huber();
        private double weight = 1;
        private Reduction reduction = Reduction.MEAN;
        private boolean relative;
        private @Nullable Executor executor;
        private int threads = 1;
        private int minFloatsPerThread = MIN_FLOATS_PER_THREAD;
        private BackendChoice backend = BackendChoice.AUTO;

        private Builder() {}

        /**
         * The penalty; {@code huber(1)} by default.
         *
         * @param penalty a built-in one or the caller's own
         * @return this builder
         */
        public Builder penalty(Penalty penalty) {
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
        public Builder weight(double weight) {
            this.weight = Checks.lambda("weight", weight);
            return this;
        }

        /**
         * The reduction; MEAN by default.
         *
         * @param reduction what becomes of the losses of the rows
         * @return this builder
         */
        public Builder reduction(Reduction reduction) {
            this.reduction = Objects.requireNonNull(reduction, "reduction is null");
            return this;
        }

        /**
         * Whether residuals are divided by max(mean norm, 0.5), a constant in the gradients; false by default.
         *
         * @param relative true for relative residuals
         * @return this builder
         */
        public Builder relative(boolean relative) {
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
        public Builder parallel(Executor executor, int threads) {
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
        public Builder parallel(Executor executor, int threads, int minFloats) {
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
        public Builder backend(BackendChoice backend) {
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
}
