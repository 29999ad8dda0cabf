// SPDX-License-Identifier: Apache-2.0
package org.ringloss.properties;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ringloss.Penalty;

/** rho and rho' have a relative error of at most 1e-12 for residuals of float rows and all parameters in range. */
class PenaltyAccuracyTest {
    static Iterable<PenaltyCase> penalties() {
        return PenaltyCase.SWEPT;
    }

    @ParameterizedTest
    @MethodSource("penalties")
    void atTheEdges(PenaltyCase penalty) {
        assertAccurate(penalty, Residuals.edges(penalty));
    }

    @ParameterizedTest
    @MethodSource("penalties")
    void atOrdinaryResiduals(PenaltyCase penalty) {
        assertAccurate(penalty, Residuals.uniform(penalty.hashCode(), 20, 300));
    }

    @Property
    void atResidualsOfEveryExponent(@ForAll(supplier = WidePenalties.class) PenaltyCase penalty, @ForAll long seed) {
        assertAccurate(penalty, Residuals.ofEveryExponent(seed, 10));
    }

    @Property
    void aroundTheScaleOfThePenalty(@ForAll(supplier = WidePenalties.class) PenaltyCase penalty, @ForAll long seed) {
        assertAccurate(penalty, Residuals.around(seed, penalty, 10));
    }

    /** A part of what {@code property-tests/accuracy penalties} measures. */
    @Tag("long")
    @ParameterizedTest
    @MethodSource("penalties")
    void overTheExponentsOfResiduals(PenaltyCase penalty) {
        PenaltySweep sweep = new PenaltySweep(penalty);
        sweep.run(Residuals.sweep(3, 2), 10);
        assertThat(sweep.isWithinTheContract()).isTrue();
        assertThat(sweep.value().relative()).isLessThanOrEqualTo(PenaltyError.ALLOWED_RELATIVE);
        assertThat(sweep.derivative().relative()).isLessThanOrEqualTo(PenaltyError.ALLOWED_RELATIVE);
    }

    private static void assertAccurate(PenaltyCase penalty, double[] residuals) {
        Penalty library = penalty.library();
        for (double e : residuals) {
            assertClose(penalty + " value at " + e, library.value(e), PenaltyOracle.value(penalty, e));
            assertClose(penalty + " derivative at " + e, library.derivative(e), PenaltyOracle.derivative(penalty, e));
        }
    }

    private static void assertClose(String what, double actual, BigDecimal exact) {
        PenaltyError error = PenaltyError.of(actual, exact);
        if (!error.isAllowed()) {
            throw new AssertionError(
                    what + " is " + actual + ", exactly " + exact.round(new MathContext(20)) + ": " + error);
        }
    }
}
