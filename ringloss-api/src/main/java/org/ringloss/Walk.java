package org.ringloss;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import org.ringloss.internal.Backend;
import org.ringloss.internal.RowScale;
import org.ringloss.internal.Scratch;

/**
 * One walk over the rows of a batch, tile by tile: norms, residuals, penalty, sums, coefficients, gradient. The gradient of
 * a tile is written while the norms of the next one are computed: one keeps the memory busy, the other the arithmetic. Long
 * rows go one by one.
 *
 * <p>A walk is the inputs of one call plus the scratch memory of one thread. Walks are taken from a pool and given back,
 * so that calls allocate nothing once the pool is warm.
 */
final class Walk {
    /** What a walk computes. */
    enum Phase {
        /** Norms and their summary; keeps the norms. */
        NORMS,
        /** Everything, in one go. */
        ALL,
        /** All but the norms, which are known: relative mode needs their mean first. */
        PENALTIES,
        /** The gradient from norms and derivatives that are known. */
        GRADIENT
    }

    private static final int MAX_TILE_ROWS = Backend.MAX_ROWS;
    private static final int LEDGER = MAX_TILE_ROWS + Backend.PADDING;
    /**
     * 64 KiB: features that were read for their norms are in the second-level cache when they are scaled. Tiles that stay in the
     * first-level cache end more often.
     */
    private static final int TILE_FLOATS = 1 << 14;
    /** Eight rows fill the lanes of what there is one of per row. Only very long rows, 256 KiB for eight, make fewer a tile. */
    private static final int MAX_TILE_FLOATS = 1 << 16;

    /**
     * Rows of this length and more are walked one by one: up to here kernels scale rows beside the sums of others. So are shorter
     * ones, {@link #ROW_OF_LARGE} and more, where features and gradient together are beyond the caches: 16 MiB. There, what
     * comes between two rows costs less than what comes between two tiles: see 65536x512 in the suite peers of the benchmarks.
     */
    private static final int LONG_ROW = 2048;

    private static final int ROW_OF_LARGE = 256;
    private static final long LARGE_FLOATS = 1 << 21;

    /** What is worth a tile of its own: rows of so many elements, and so many rows. */
    private static final int OVERLAPPING_ROW = 64;

    private static final int MIN_OVERLAPPING_ROWS = 32;

    private static final int POOL_SIZE = 64;
    private static final AtomicReferenceArray<@Nullable Walk> POOL = new AtomicReferenceArray<>(POOL_SIZE);

    Phase phase = Phase.ALL;

    @Nullable Backend backend;

    @Nullable FloatMatrix features;

    @Nullable FloatMatrix gradient;

    boolean add;

    @Nullable Penalty penalty;
    /** The radii, or null for the shared {@link #radius}. */
    @Nullable Radii radii;

    double radius;
    double @Nullable [] rowWeights;
    /** 1/s of the residual, applied as a division; 1 outside relative mode. */
    double scale = 1;
    /** lambda/N times the upstream gradient, over s. */
    double gradientFactor;
    /** lambda, for the losses per row. */
    double rowLossFactor;

    double @Nullable [] rowUpstream;
    double @Nullable [] rowNorms;
    double @Nullable [] rowDerivatives;
    double @Nullable [] rowLosses;

    @Nullable RingLossTotals totals;

    /** One double per row, of tiles whose sums wait: sums of many rows cost less a row than those of a tile. */
    private final double[] norms = new double[LEDGER];

    private final double[] residuals = new double[LEDGER];
    private final double[] values = new double[LEDGER];
    private final double[] derivatives = new double[LEDGER];
    /** The gradient of the last tile. */
    private final RowScale waiting = new RowScale(MAX_TILE_ROWS);

    private final Scratch scratch = new Scratch();
    /** Where the current tile begins in the arrays above. */
    private int at;

    private float[] featureCopy = new float[0];
    private float[] gradientCopy = new float[0];
    /** Sums of a helper's share of a batch. */
    final RingLossTotals ownTotals = new RingLossTotals();

    private Walk() {}

    static Walk take() {
        for (int i = 0; i < POOL_SIZE; i++) {
            if (POOL.getPlain(i) != null) {
                Walk walk = POOL.getAndSet(i, null);
                if (walk != null) {
                    return walk;
                }
            }
        }
        return new Walk();
    }

    /** Lets go of the caller's arrays and makes the scratch memory available to the next call. */
    void giveBack() {
        phase = Phase.ALL;
        features = null;
        gradient = null;
        waiting.clear();
        add = false;
        penalty = null;
        scale = 1;
        totals = null;
        // What few calls set: a store of a reference costs more than a look at it.
        if (radii != null || rowWeights != null || rowUpstream != null) {
            radii = null;
            rowWeights = null;
            rowUpstream = null;
        }
        if (rowNorms != null || rowDerivatives != null || rowLosses != null) {
            rowNorms = null;
            rowDerivatives = null;
            rowLosses = null;
        }
        for (int i = 0; i < POOL_SIZE; i++) {
            if (POOL.getPlain(i) == null && POOL.compareAndSet(i, null, this)) {
                return;
            }
        }
    }

    /** The same call for another thread, with sums of its own. */
    Walk forHelper() {
        Walk helper = take();
        helper.phase = phase;
        helper.backend = backend;
        helper.features = features;
        helper.gradient = gradient;
        helper.add = add;
        helper.penalty = penalty;
        helper.radii = radii;
        helper.radius = radius;
        helper.rowWeights = rowWeights;
        helper.scale = scale;
        helper.gradientFactor = gradientFactor;
        helper.rowLossFactor = rowLossFactor;
        helper.rowUpstream = rowUpstream;
        helper.rowNorms = rowNorms;
        helper.rowDerivatives = rowDerivatives;
        helper.rowLosses = rowLosses;
        helper.ownTotals.reset(radii == null ? 0 : radii.classes());
        helper.ownTotals.scale = scale;
        helper.totals = helper.ownTotals;
        return helper;
    }

    static int tileRows(int dim) {
        int eights = Math.max(Backend.PADDING, TILE_FLOATS / dim & -Backend.PADDING);
        return Math.max(1, Math.min(Math.min(MAX_TILE_ROWS, eights), MAX_TILE_FLOATS / dim));
    }

    /** Rows of a tile: half of those of a small batch, so that one half is scaled while the other is summed. */
    private int stepRows(int rows, int dim) {
        int tile = tileRows(dim);
        boolean overlapping = phase == Phase.ALL && gradient != null && dim >= OVERLAPPING_ROW;
        return overlapping ? Math.min(tile, Math.max(MIN_OVERLAPPING_ROWS, padded(rows - rows / 2))) : tile;
    }

    /** Walks the rows from {@code from} to {@code to}. */
    void run(int from, int to) {
        at = 0;
        if (isOneByOne()) {
            oneByOne(from, to);
            return;
        }
        // Here and not in a method of its own: with one call more between caller and kernels, the compiler of
        // JDK 17 left vectors of 256x16 on the heap in some JVMs.
        int step = stepRows(to - from, Objects.requireNonNull(features).dim());
        int row = from;
        while (row < to) {
            int count = Math.min(step, to - row);
            if (at + count > MAX_TILE_ROWS) {
                settle(row, at);
            }
            tile(row, count);
            at += count;
            // Not by the step, which could lead beyond the largest int.
            row += count;
        }
        Objects.requireNonNull(backend).scale(waiting);
        settle(to, at);
    }

    /** A single row needs no tile either. */
    private boolean isOneByOne() {
        FloatMatrix all = Objects.requireNonNull(features);
        if (phase != Phase.ALL || gradient == null || all.array == null || gradient.array == null) {
            return false;
        }
        boolean dear =
                penalty instanceof BuiltInPenalty builtIn && builtIn.form().isTranscendental();
        boolean large = (long) all.rows() * all.dim() >= LARGE_FLOATS;
        return all.rows() == 1 || (all.dim() >= LONG_ROW && !dear) || (all.dim() >= ROW_OF_LARGE && large);
    }

    private void oneByOne(int from, int to) {
        Backend kernels = Objects.requireNonNull(backend);
        FloatMatrix all = Objects.requireNonNull(features);
        FloatMatrix into = Objects.requireNonNull(gradient);
        float[] x = Objects.requireNonNull(all.array);
        waiting.x = x;
        waiting.stride = all.stride();
        waiting.dim = all.dim();
        waiting.gradient = Objects.requireNonNull(into.array);
        waiting.gradientStride = into.stride();
        waiting.add = add;
        int row = from;
        while (row < to) {
            int count = Math.min(MAX_TILE_ROWS, to - row);
            waiting.offset = all.index(row);
            waiting.gradientOffset = into.index(row);
            for (at = 0; at < count; at++) {
                norms[at] = kernels.norm(x, waiting.offset + at * waiting.stride, waiting.dim, scratch);
                if (rowNorms != null) {
                    rowNorms[row + at] = norms[at];
                }
                penalties(kernels, row + at, 1);
                gradientRow(kernels, row + at, at, at);
            }
            row += count;
            settle(row, count);
        }
    }

    /** Adds {@code count} rows, which end before row {@code end}, to the totals. */
    private void settle(int end, int count) {
        at = 0;
        if (totals == null || count == 0) {
            return;
        }
        Backend kernels = Objects.requireNonNull(backend);
        int row = end - count;
        if (phase == Phase.NORMS || phase == Phase.ALL) {
            totals.addNorms(kernels, norms, count, rowWeights, row);
        }
        if (phase == Phase.ALL || phase == Phase.PENALTIES) {
            totals.addPenalties(kernels, values, derivatives, count);
            if (radii != null && radii.classes() > 0) {
                totals.addClassDerivatives(derivatives, count, radii, row);
            }
        }
    }

    private void tile(int row, int count) {
        Backend kernels = Objects.requireNonNull(backend);
        FloatMatrix from = Objects.requireNonNull(features);
        float[] x = from.array;
        int offset = from.index(row);
        int stride = from.stride();
        if (x == null && (gradient != null || phase == Phase.NORMS || phase == Phase.ALL)) {
            featureCopy = withRoom(featureCopy, count, from.dim());
            x = featureCopy;
            offset = 0;
            stride = from.dim();
            load(from, row, count, x);
        }

        if (phase == Phase.PENALTIES || phase == Phase.GRADIENT) {
            System.arraycopy(Objects.requireNonNull(rowNorms), row, norms, at, count);
        } else {
            kernels.norms(Objects.requireNonNull(x), offset, stride, count, from.dim(), norms, at, scratch, waiting);
            if (rowNorms != null) {
                System.arraycopy(norms, at, rowNorms, row, count);
            }
        }
        if (phase == Phase.NORMS) {
            return;
        }
        if (phase == Phase.GRADIENT) {
            System.arraycopy(Objects.requireNonNull(rowDerivatives), row, derivatives, at, count);
        } else {
            penalties(kernels, row, count);
        }
        if (gradient != null) {
            gradient(kernels, Objects.requireNonNull(x), offset, stride, row, count);
        }
    }

    private void penalties(Backend kernels, int row, int count) {
        residuals(kernels, row, count);
        if (penalty instanceof BuiltInPenalty builtIn) {
            kernels.penalty(builtIn.form(), residuals, at, at + count, values, derivatives, scratch);
        } else {
            Penalty own = Objects.requireNonNull(penalty);
            for (int i = at; i < at + count; i++) {
                values[i] = own.value(residuals[i]);
                derivatives[i] = own.derivative(residuals[i]);
            }
        }
        if (rowWeights != null) {
            for (int i = 0; i < count; i++) {
                double weight = rowWeights[row + i];
                // An ignored row may hold a NaN: 0 times that would not be 0.
                values[at + i] = weight == 0 ? 0 : weight * values[at + i];
                derivatives[at + i] = weight == 0 ? 0 : weight * derivatives[at + i];
            }
        }
        if (rowDerivatives != null) {
            System.arraycopy(derivatives, at, rowDerivatives, row, count);
        }
        if (rowLosses != null) {
            for (int i = 0; i < count; i++) {
                rowLosses[row + i] = rowLossFactor * values[at + i];
            }
        }
    }

    private void residuals(Backend kernels, int row, int count) {
        int end = at + count;
        if (radii == null) {
            kernels.residuals(norms, radius, at, end, residuals);
        } else {
            for (int i = 0; i < count; i++) {
                residuals[at + i] = norms[at + i] - radii.radius(row + i);
            }
        }
        if (scale != 1) {
            for (int i = at; i < end; i++) {
                residuals[i] /= scale;
            }
        }
        for (int i = end; i < at + padded(count); i++) {
            residuals[i] = 0;
        }
    }

    private static int padded(int count) {
        return (count + Backend.PADDING - 1) & -Backend.PADDING;
    }

    private void gradient(Backend kernels, float[] x, int offset, int stride, int row, int count) {
        if (rowUpstream != null) {
            for (int i = 0; i < count; i++) {
                derivatives[at + i] *= rowUpstream[row + i];
            }
        }
        for (int i = at + count; i < at + padded(count); i++) {
            derivatives[i] = 0;
            norms[i] = 1;
        }
        boolean fit =
                kernels.coefficients(gradientFactor, derivatives, norms, at, count, scratch, waiting.coefficients);
        FloatMatrix into = Objects.requireNonNull(gradient);
        int dim = into.dim();
        float[] g = into.array;
        int gradientOffset = into.index(row);
        int gradientStride = into.stride();
        if (g == null) {
            gradientCopy = withRoom(gradientCopy, count, dim);
            g = gradientCopy;
            gradientOffset = 0;
            gradientStride = dim;
            if (add) {
                load(into, row, count, g);
            }
        }
        waiting.x = x;
        waiting.offset = offset;
        waiting.stride = stride;
        waiting.dim = dim;
        waiting.gradient = g;
        waiting.gradientOffset = gradientOffset;
        waiting.gradientStride = gradientStride;
        waiting.add = add;
        if (fit && rowWeights == null) {
            waiting.enqueue(0, count);
        } else {
            for (int i = 0; i < count; i++) {
                gradientRow(kernels, row + i, i, at + i);
            }
        }
        if (phase != Phase.ALL || x == featureCopy || g == gradientCopy) {
            // No norms follow to be computed meanwhile, or the next tile needs the copies.
            kernels.scale(waiting);
        }
        if (g == gradientCopy) {
            store(g, into, row, count);
        }
    }

    /** The gradient of the row that is number {@code i} of those in {@link #waiting} and {@code k} in the arrays of this walk. */
    private void gradientRow(Backend kernels, int row, int i, int k) {
        double coefficient = coefficient(k);
        int gi = waiting.gradientOffset + i * waiting.gradientStride;
        if (rowWeights != null && rowWeights[row] == 0) {
            ignoredRow(waiting.gradient, gi, waiting.dim);
        } else if (!Backend.fitsFloat(coefficient)) {
            exactRow(k, waiting.x, waiting.offset + i * waiting.stride, waiting.gradient, gi, waiting.dim);
        } else {
            waiting.coefficients[i] = (float) coefficient;
            kernels.scaleRow(waiting, i);
        }
    }

    private double coefficient(int i) {
        return norms[i] == 0 ? 0 : gradientFactor * derivatives[i] / norms[i];
    }

    private void ignoredRow(float[] g, int gi, int dim) {
        if (!add) {
            Arrays.fill(g, gi, gi + dim, 0);
        }
    }

    /**
     * A row whose coefficient is no normal float: subnormal features, a radius or a weight out of the ordinary. The row
     * is divided by its norm first, in double, so that the only rounding that counts is the last one.
     */
    private void exactRow(int i, float[] x, int xi, float[] g, int gi, int dim) {
        double derivative = gradientFactor * derivatives[i];
        double norm = norms[i];
        for (int j = 0; j < dim; j++) {
            // An infinite derivative times zero would be NaN.
            float ring = x[xi + j] == 0 ? 0 : (float) (x[xi + j] / norm * derivative);
            g[gi + j] = add ? g[gi + j] + ring : ring;
        }
    }

    private static float[] withRoom(float[] scratch, int rows, int dim) {
        int needed = rows * dim;
        return scratch.length >= needed ? scratch : new float[Math.max(needed, tileRows(dim) * dim)];
    }

    private static void load(FloatMatrix from, int row, int count, float[] into) {
        FloatBuffer buffer = Objects.requireNonNull(from.buffer);
        int dim = from.dim();
        if (from.stride() == dim) {
            buffer.get(from.index(row), into, 0, count * dim);
            return;
        }
        for (int i = 0; i < count; i++) {
            buffer.get(from.index(row + i), into, i * dim, dim);
        }
    }

    private static void store(float[] from, FloatMatrix into, int row, int count) {
        FloatBuffer buffer = Objects.requireNonNull(into.buffer);
        int dim = into.dim();
        if (into.stride() == dim) {
            buffer.put(into.index(row), from, 0, count * dim);
            return;
        }
        for (int i = 0; i < count; i++) {
            buffer.put(into.index(row + i), from, i * dim, dim);
        }
    }
}
