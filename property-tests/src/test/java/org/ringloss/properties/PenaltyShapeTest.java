package org.ringloss.properties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.ringloss.Penalty;

/** What all built-in penalties share: zero and flat at 0, curvature 1 there, even, rising outward, NaN for NaN. */
class PenaltyShapeTest {
    @Property
    void isThatOfHalfASquareNearZero(@ForAll(supplier = WidePenalties.class) PenaltyCase drawn) {
        Penalty penalty = drawn.library();
        assertThat(penalty.value(0)).isZero();
        assertThat(penalty.derivative(0)).isZero();
        double e = drawn.scale() * 1e-9;
        if (drawn.name().equals("barron") && Math.abs(drawn.first() - 2) < 1e-9) {
            return;
        }
        assertThat(penalty.derivative(e) / e).isCloseTo(1, within(1e-6));
        if (e > 1e-150) {
            assertThat(penalty.value(e) / (e * e / 2)).isCloseTo(1, within(1e-6));
        }
    }

    @Property
    void isEvenButForTheOutwardHuber(@ForAll(supplier = WidePenalties.class) PenaltyCase drawn, @ForAll long seed) {
        Penalty penalty = drawn.library();
        for (double e : Residuals.around(seed, drawn, 10)) {
            if (!drawn.name().equals("outwardHuber")) {
                Bits.assertSame("value at " + e, penalty.value(-e), penalty.value(e));
                Bits.assertSame("derivative at " + e, 0.0 - penalty.derivative(-e), penalty.derivative(e) + 0.0);
            }
            assertThat(penalty.value(e)).isGreaterThanOrEqualTo(0);
            assertThat(penalty.derivative(e) * Math.signum(e)).isGreaterThanOrEqualTo(0);
        }
    }

    @Property
    void ofNaNIsNaN(@ForAll(supplier = WidePenalties.class) PenaltyCase drawn) {
        assertThat(drawn.library().value(Double.NaN)).isNaN();
        assertThat(drawn.library().derivative(Double.NaN)).isNaN();
    }
}
