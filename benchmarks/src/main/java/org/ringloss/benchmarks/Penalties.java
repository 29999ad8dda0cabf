package org.ringloss.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.DoubleSupplier;
import org.ringloss.Penalty;
import org.ringloss.RingLoss;

/**
 * Both passes with every built-in penalty at its default. {@code none} is a penalty of the caller's own that computes
 * nothing: what a call costs without the arithmetic of a penalty.
 */
public class Penalties extends Interleaved {
    private static final List<Penalty> BUILT_IN = List.of(
            Penalty.squared(),
            Penalty.huber(),
            Penalty.oneSidedHuber(),
            Penalty.cauchy(),
            Penalty.gemanMcClure(),
            Penalty.pseudoHuber(),
            Penalty.welsch(),
            Penalty.tukey(),
            Penalty.logCosh(),
            Penalty.barron(0.5, 1));

    @Override
    Map<String, Callable<DoubleSupplier>> calls() {
        Batch batch = new Batch("256x128");
        Map<String, Callable<DoubleSupplier>> calls = new LinkedHashMap<>();
        calls.put("ringloss penalty=none", () -> call(batch, new Nothing()));
        for (Penalty penalty : BUILT_IN) {
            calls.put("ringloss penalty=" + penalty, () -> call(batch, penalty));
        }
        return calls;
    }

    private static DoubleSupplier call(Batch batch, Penalty penalty) {
        RingLoss ring = RingLoss.builder().weight(Batch.WEIGHT).penalty(penalty).build();
        return new Fused(batch, ring)::forwardBackward;
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
