// SPDX-License-Identifier: Apache-2.0
package org.ringloss.properties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
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
        assertThat(penalty.value(e) / (e * e / 2)).isCloseTo(1, within(1e-6));
    }

    @Property
    void isEvenButForTheOneSidedHuber(@ForAll(supplier = WidePenalties.class) PenaltyCase drawn, @ForAll long seed) {
        Penalty penalty = drawn.library();
        for (double e : Residuals.around(seed, drawn, 10)) {
            if (!drawn.name().equals("oneSidedHuber")) {
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

    /** Beyond every float row the penalty has the limit of its formula, a signed derivative, and no NaN. */
    @Test
    void ofAnInfiniteResidualIsTheLimit() {
        double infinity = Double.POSITIVE_INFINITY;
        assertLimit(Penalty.squared(), infinity, infinity);
        assertLimit(Penalty.huber(3), infinity, 3);
        assertLimit(Penalty.cauchy(3), infinity, 0);
        assertLimit(Penalty.gemanMcClure(3), 4.5, 0);
        assertLimit(Penalty.pseudoHuber(3), infinity, 3);
        assertLimit(Penalty.welsch(3), 4.5, 0);
        assertLimit(Penalty.tukey(3), 1.5, 0);
        assertLimit(Penalty.logCosh(), infinity, 1);
        assertLimit(Penalty.barron(4, 1.5), infinity, infinity);
        assertLimit(Penalty.barron(2, 1.5), infinity, infinity);
        assertLimit(Penalty.barron(1.5, 1.5), infinity, infinity);
        assertLimit(Penalty.barron(1, 1.5), infinity, 1.5);
        assertLimit(Penalty.barron(0.5, 1.5), infinity, 0);
        assertLimit(Penalty.barron(0, 1.5), infinity, 0);
        // c^2 (2 - alpha) / -alpha
        assertLimit(Penalty.barron(-2, 1.5), 4.5, 0);
        assertLimit(Penalty.barron(-6, 1.5), 3, 0);
        assertLimit(Penalty.barron(Double.NEGATIVE_INFINITY, 1.5), 2.25, 0);
        assertThat(Penalty.oneSidedHuber(3).value(infinity)).isEqualTo(infinity);
        assertThat(Penalty.oneSidedHuber(3).derivative(infinity)).isEqualTo(3);
        assertThat(Penalty.oneSidedHuber(3).value(-infinity)).isEqualTo(infinity);
        assertThat(Penalty.oneSidedHuber(3).derivative(-infinity)).isEqualTo(-infinity);
    }

    private static void assertLimit(Penalty penalty, double value, double derivative) {
        for (double sign : new double[] {1, -1}) {
            double e = sign * Double.POSITIVE_INFINITY;
            assertThat(penalty.value(e)).as(penalty + " value").isCloseTo(value, within(1e-15 * 4));
            assertThat(penalty.derivative(e) * sign).as(penalty + " derivative").isEqualTo(derivative + 0.0);
        }
    }
}
