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

/** rho and rho' have a relative error of at most 1e-13 for every finite residual and parameter. */
class PenaltyAccuracyTest {
    static Iterable<PenaltyCase> penalties() {
        return PenaltyCase.ALL.stream().filter(PenaltyCase::isBuiltIn).toList();
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

    @Property
    void forTheSmallestAndLargestParameters(@ForAll long seed) {
        double[] extremes = {Double.MIN_VALUE, 1e-310, Double.MIN_NORMAL, 1e-200, 1e-155, 1e155, 1e200, Double.MAX_VALUE
        };
        SplitMix64 random = new SplitMix64(seed);
        double c = extremes[random.nextInt(extremes.length)];
        PenaltyCase drawn = PenaltyCase.ALL.get(random.nextInt(PenaltyCase.ALL.size() - 1));
        PenaltyCase penalty = drawn.name().equals("barron")
                ? PenaltyCase.barron(drawn.first(), c)
                : Double.isNaN(drawn.first()) ? drawn : PenaltyCase.of(drawn.name(), c);
        assertAccurate(penalty, Residuals.around(seed, penalty, 5));
        assertAccurate(penalty, Residuals.ofEveryExponent(seed, 5));
    }

    /** A part of what {@code property-tests/accuracy penalties} measures. */
    @Tag("long")
    @ParameterizedTest
    @MethodSource("penalties")
    void overTheExponentsOfFloat(PenaltyCase penalty) {
        PenaltySweep sweep = new PenaltySweep(penalty);
        sweep.run(Residuals.sweep(3, 0, 2), 10);
        assertThat(sweep.isWithinTheContract()).isTrue();
        assertThat(sweep.value().relative()).isLessThanOrEqualTo(PenaltyError.ALLOWED_RELATIVE);
        assertThat(sweep.derivative().relative()).isLessThanOrEqualTo(PenaltyError.ALLOWED_RELATIVE);
    }

    private static void assertAccurate(PenaltyCase penalty, double[] residuals) {
        Penalty library = penalty.library();
        for (String backend : new String[] {"scalar", "auto"}) {
            Kernel kernel = Kernel.of(library, residuals, backend);
            for (int i = 0; i < residuals.length; i++) {
                double e = residuals[i];
                Bits.assertSame(penalty + " value at " + e, kernel.values()[i], library.value(e) + 0.0);
                Bits.assertSame(penalty + " derivative at " + e, kernel.derivatives()[i], library.derivative(e) + 0.0);
            }
        }
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
