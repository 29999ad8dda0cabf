package org.ringloss.properties;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ringloss.Penalty;

/** rho and rho' have a relative error of at most 1e-13 for every finite residual and parameter. */
class PenaltyAccuracyTest {
    private static final BigDecimal RELATIVE = new BigDecimal("1e-13");
    /** "A few of the smallest doubles" for results below the normal ones. */
    private static final BigDecimal ABSOLUTE = new BigDecimal(Double.MIN_VALUE).multiply(BigDecimal.valueOf(8));

    private static final BigDecimal MAX = new BigDecimal(Double.MAX_VALUE);
    private static final BigDecimal MIN_NORMAL = new BigDecimal(Double.MIN_NORMAL);

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

    private static void assertAccurate(PenaltyCase penalty, double[] residuals) {
        Penalty library = penalty.library();
        for (String backend : new String[] {"scalar", "auto"}) {
            Kernel kernel = Kernel.of(library, residuals, backend);
            for (int i = 0; i < residuals.length; i++) {
                double e = residuals[i];
                Bits.assertSame(penalty + " value at " + e, kernel.values()[i], library.value(e) + 0.0);
                Bits.assertSame(penalty + " derivative at " + e, kernel.slopes()[i], library.derivative(e) + 0.0);
            }
        }
        for (double e : residuals) {
            assertClose(penalty + " value at " + e, library.value(e), PenaltyOracle.value(penalty, e));
            assertClose(penalty + " derivative at " + e, library.derivative(e), PenaltyOracle.derivative(penalty, e));
        }
    }

    private static void assertClose(String what, double actual, BigDecimal exact) {
        BigDecimal allowed = exact.abs().multiply(RELATIVE);
        if (exact.abs().compareTo(MIN_NORMAL) < 0) {
            allowed = allowed.max(ABSOLUTE);
        }
        if (!Double.isFinite(actual)) {
            assertThat(actual).as(what).isNotNaN();
            assertThat(exact.abs().add(allowed)).as(what + " is " + actual).isGreaterThan(MAX);
            assertThat(Math.signum(actual)).as(what).isEqualTo(exact.signum());
            return;
        }
        BigDecimal error = new BigDecimal(actual).subtract(exact).abs();
        if (error.compareTo(allowed) > 0) {
            throw new AssertionError(what + " is " + actual + ", exactly " + exact.round(new MathContext(20))
                    + ", relative error "
                    + (exact.signum() == 0 ? "infinite" : error.divide(exact.abs(), new MathContext(3))));
        }
    }
}
