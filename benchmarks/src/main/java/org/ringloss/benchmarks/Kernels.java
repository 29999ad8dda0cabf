package org.ringloss.benchmarks;

import java.util.ServiceLoader;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.ringloss.Norms;
import org.ringloss.RingLoss;
import org.ringloss.internal.Backend;
import org.ringloss.internal.BackendProvider;
import org.ringloss.internal.ExactSum;
import org.ringloss.internal.PenaltyForm;
import org.ringloss.internal.PenaltyKind;
import org.ringloss.internal.Scratch;

/**
 * What the stages of a call cost: norms with their summary, the forward pass, both passes, over 256 rows of several
 * lengths; and what there is to do per row whatever its length, the penalty and the exact sums, over 256 values.
 */
public class Kernels extends Timed {
    private static final int ROWS = 256;

    @Param({"16", "128", "512"})
    public int dim = 1;

    private final RingLoss ring = RingLoss.builder().weight(Batch.WEIGHT).build();
    private final Backend backend = simd();
    private final PenaltyForm huber = PenaltyForm.of(PenaltyKind.HUBER, Batch.DELTA);
    private final double[] norms = new double[ROWS];
    private final double[] residuals = new double[ROWS];
    private final double[] losses = new double[ROWS];
    private final double[] slopes = new double[ROWS];
    private final Scratch scratch = new Scratch();
    private final ExactSum sum = new ExactSum();
    private final ExactSum squares = new ExactSum();
    private Batch batch = new Batch("1x1");
    private Fused fused = new Fused(batch);

    @Setup
    public void prepare() {
        batch = new Batch(ROWS + "x" + dim);
        fused = new Fused(batch, ring);
        Norms.compute(batch.features, norms);
        for (int i = 0; i < ROWS; i++) {
            residuals[i] = norms[i] - Batch.RADIUS;
        }
        backend.penalty(huber, residuals, 0, ROWS, losses, slopes, scratch);
    }

    private static Backend simd() {
        return ServiceLoader.load(BackendProvider.class)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the simd backend is not on the class path"))
                .create();
    }

    /** Norms and their summary. */
    @Benchmark
    public double[] norms() {
        Norms.compute(batch.features, norms);
        return norms;
    }

    @Benchmark
    public double forward() {
        return ring.forward(batch.features, Batch.RADIUS).loss();
    }

    @Benchmark
    public double fused() {
        return fused.forwardBackward();
    }

    /** The default penalty and its derivative. */
    @Benchmark
    public double[] penalty() {
        backend.penalty(huber, residuals, 0, ROWS, losses, slopes, scratch);
        return slopes;
    }

    /** All sums and extremes of a call: losses, slopes, norms and their squares. */
    @Benchmark
    public double exactSums() {
        double result = 0;
        sum.reset();
        backend.sum(losses, ROWS, sum);
        result += sum.value();
        sum.reset();
        backend.sum(slopes, ROWS, sum);
        result += sum.value();
        double min = backend.min(norms, ROWS);
        double max = backend.max(norms, ROWS);
        sum.reset();
        backend.sumNorms(norms, ROWS, min, max, sum);
        result += sum.value();
        squares.reset();
        backend.sumSquares(norms, ROWS, min, max, squares);
        return result + squares.value() + min + max;
    }
}
