package org.ringloss.benchmarks;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.ringloss.Penalty;
import org.ringloss.RingLoss;

/**
 * Both passes with every built-in penalty at its default. {@code none} is a penalty of the caller's own that computes
 * nothing: what a call costs without the arithmetic of a penalty.
 */
public class Penalties extends Timed {
    private static final String NONE = "none";

    @Param({
        NONE,
        "squared()",
        "huber(1.0)",
        "outwardHuber(1.0)",
        "cauchy(2.3849)",
        "gemanMcClure(1.0)",
        "pseudoHuber(1.0)",
        "welsch(2.9846)",
        "tukey(4.6851)",
        "logCosh()",
        "barron(0.5, 1.0)"
    })
    public String penalty = NONE;

    private Fused ringloss = new Fused(new Batch("1x1"));

    @Setup
    public void prepare() {
        Penalty parsed = penalty.equals(NONE) ? new Nothing() : Penalty.parse(penalty);
        ringloss = new Fused(
                new Batch("256x128"),
                RingLoss.builder().weight(Batch.WEIGHT).penalty(parsed).build());
    }

    @Benchmark
    public double ringloss() {
        return ringloss.forwardBackward();
    }

    private static final class Nothing implements Penalty {
        @Override
        public double value(double residual) {
            return 0;
        }

        @Override
        public double derivative(double residual) {
            return 0;
        }
    }
}
