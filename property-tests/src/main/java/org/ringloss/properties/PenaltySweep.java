// SPDX-License-Identifier: Apache-2.0
package org.ringloss.properties;

import java.math.BigDecimal;
import java.util.function.BiFunction;
import java.util.function.DoubleUnaryOperator;
import org.ringloss.Penalty;

/** Value and derivative of one penalty at very many residuals against the oracle: the worst errors and where they are. */
final class PenaltySweep {
    private final Worst value;
    private final Worst derivative;

    PenaltySweep(PenaltyCase penalty) {
        Penalty library = penalty.library();
        value = new Worst(penalty, library::value, PenaltyOracle::value);
        derivative = new Worst(penalty, library::derivative, PenaltyOracle::derivative);
    }

    /** Measures at these residuals, and at so many more about the worst ones. */
    void run(double[] residuals, int refinements) {
        value.search(residuals, refinements);
        derivative.search(residuals, refinements);
    }

    boolean isWithinTheContract() {
        return value.allowed && derivative.allowed;
    }

    Worst value() {
        return value;
    }

    Worst derivative() {
        return derivative;
    }

    /** The worst relative error, and that of the subnormal results whose relative error is beyond the promise. */
    static final class Worst {
        private final PenaltyCase penalty;
        private final DoubleUnaryOperator actual;
        private final BiFunction<PenaltyCase, Double, BigDecimal> exact;
        private double relative;
        private double at;
        private double steps;
        private boolean allowed = true;

        private Worst(
                PenaltyCase penalty, DoubleUnaryOperator actual, BiFunction<PenaltyCase, Double, BigDecimal> exact) {
            this.penalty = penalty;
            this.actual = actual;
            this.exact = exact;
        }

        private void search(double[] residuals, int refinements) {
            for (double e : residuals) {
                measure(e);
            }
            double center = at;
            SplitMix64 random = new SplitMix64(Double.doubleToLongBits(center));
            for (int i = 0; i < refinements; i++) {
                measure(center * (1 + random.nextFloat() * Math.scalb(1.0, -random.nextInt(20))));
            }
        }

        private void measure(double e) {
            if (!Residuals.isInRange(e)) {
                return;
            }
            PenaltyError error = PenaltyError.of(actual.applyAsDouble(e), exact.apply(penalty, e));
            allowed &= error.isAllowed();
            if (error.isSmall() && error.relative() > PenaltyError.ALLOWED_RELATIVE) {
                steps = Math.max(steps, error.steps());
            } else if (error.relative() > relative) {
                relative = error.relative();
                at = e;
            }
        }

        double relative() {
            return relative;
        }

        /** The residual of the worst relative error. */
        double at() {
            return at;
        }

        /** In steps of the smallest double. */
        double steps() {
            return steps;
        }
    }
}
