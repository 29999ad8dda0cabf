// SPDX-License-Identifier: Apache-2.0
package org.ringloss.properties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ringloss.properties.Refusals.assertIllegal;

import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringloss.Penalty;
import org.ringloss.Reduction;
import org.ringloss.RingLoss;

/** A configuration's text reads back as the same configuration; any other text is refused. */
class ConfigTextTest {
    @Property
    void ofAPenaltyReadsBack(@ForAll(supplier = WidePenalties.class) PenaltyCase penalty) {
        Penalty before = penalty.library();
        Penalty after = Penalty.parse(before.toString());
        assertThat(after).isEqualTo(before).hasSameHashCodeAs(before).hasToString(before.toString());
        for (double e : new double[] {-3, 0.7, 1e10}) {
            Bits.assertSame("value", after.value(e), before.value(e));
        }
    }

    @Property
    void ofALossReadsBack(
            @ForAll(supplier = WidePenalties.class) PenaltyCase penalty,
            @ForAll Reduction reduction,
            @ForAll boolean relative,
            @ForAll long seed) {
        double weight = Math.min(0x1p100, Math.abs(Residuals.ofEveryExponent(seed, 1)[0]));
        RingLoss before = RingLoss.builder()
                .penalty(penalty.library())
                .weight(weight)
                .reduction(reduction)
                .relative(relative)
                .build();
        RingLoss after = RingLoss.parse(before.toString());
        assertThat(after).hasToString(before.toString());
        assertThat(after.penalty()).isEqualTo(penalty.library());
        assertThat(after.weight()).isEqualTo(weight);
        assertThat(after.reduction()).isEqualTo(reduction);
        assertThat(after.isRelative()).isEqualTo(relative);
    }

    @Test
    void doesNotDependOnTheLocale() {
        Locale kept = Locale.getDefault();
        try {
            for (String tag : new String[] {"tr-TR", "ar-EG-u-nu-arab", "de-DE"}) {
                Locale.setDefault(Locale.forLanguageTag(tag));
                RingLoss ring = RingLoss.builder().weight(0.1).build();
                assertThat(ring)
                        .hasToString("ringloss(penalty=huber(1.0), weight=0.1, reduction=mean, relative=false)");
                assertThat(RingLoss.parse(ring.toString())).hasToString(ring.toString());
            }
        } finally {
            Locale.setDefault(kept);
        }
    }

    @Test
    void ofDifferentPenaltiesDiffers() {
        List<Penalty> all = PenaltyCase.ALL.stream()
                .filter(PenaltyCase::isBuiltIn)
                .map(PenaltyCase::library)
                .toList();
        assertThat(all).doesNotHaveDuplicates();
        assertThat(all.stream().map(Object::hashCode)).doesNotHaveDuplicates();
        assertThat(Penalty.huber(1)).isNotEqualTo(Penalty.huber(2)).isNotEqualTo("huber(1.0)");
    }

    @Test
    void ofDefaultsIsThatOfTheTable() {
        assertThat(Penalty.huber()).hasToString("huber(1.0)");
        assertThat(Penalty.oneSidedHuber()).hasToString("oneSidedHuber(1.0)");
        assertThat(Penalty.cauchy()).hasToString("cauchy(2.3849)");
        assertThat(Penalty.gemanMcClure()).hasToString("gemanMcClure(1.0)");
        assertThat(Penalty.pseudoHuber()).hasToString("pseudoHuber(1.0)");
        assertThat(Penalty.welsch()).hasToString("welsch(2.9846)");
        assertThat(Penalty.tukey()).hasToString("tukey(4.6851)");
    }

    @Test
    void mayLeaveOutParametersThatHaveADefault() {
        assertThat(Penalty.parse("cauchy")).isEqualTo(Penalty.cauchy(2.3849));
        assertThat(Penalty.parse("huber")).isEqualTo(Penalty.huber());
        assertThat(Penalty.parse("huber()")).isEqualTo(Penalty.huber(1));
        assertThat(Penalty.parse("squared")).isEqualTo(Penalty.squared());
        assertThat(Penalty.parse(" huber( 2 ) ")).isEqualTo(Penalty.huber(2));
        // What oneSidedHuber was called once.
        assertThat(Penalty.parse("outwardHuber")).isEqualTo(Penalty.oneSidedHuber());
        assertThat(Penalty.parse("outwardHuber(2.5)")).isEqualTo(Penalty.oneSidedHuber(2.5));
        assertThat(Penalty.parse("barron(-Infinity, 2.0)")).isEqualTo(Penalty.barron(Double.NEGATIVE_INFINITY, 2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "(",
                ")",
                "()",
                "Huber",
                "huber(",
                "huber)",
                "huber(1",
                "huber(1))",
                "huber(1,2)",
                "huber(,)",
                "huber(x)",
                "huber(0)",
                "huber(-1)",
                "huber(NaN)",
                "huber(Infinity)",
                "squared(1)",
                "logCosh(1)",
                "barron",
                "barron(1)",
                "barron()",
                "barron(1,2,3)",
                "barron(NaN,1)",
                "barron(Infinity,1)",
                "cauchy(0)",
                "huber(7.8e-31)",
                "cauchy(1.3e30)",
                "barron(1000.1,1)",
                "barron(-1001,1)",
                "barron(1,1e31)",
                "huber(1)x",
                "x huber(1)",
                "huber(1;2)",
                "l1",
                "geman",
                "quartic",
                "huber\u0000",
                "huber(1)\nhuber(1)"
            })
    void ofNoPenaltyIsRefused(String text) {
        assertThatThrownBy(() -> Penalty.parse(text))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("null");
    }

    @Provide
    Arbitrary<String> almostPenalties() {
        return Arbitraries.strings()
                .withChars("hubercaywlsdtkpg(),.-+ 0123456789eEInfity")
                .ofMaxLength(24);
    }

    @Property
    void thatIsRandomIsRefusedOrRead(@ForAll("almostPenalties") String text) {
        readOrRefuse(text);
    }

    @Property
    void ofAnyCharactersIsRefusedOrRead(@ForAll String text) {
        readOrRefuse(text);
        readOrRefuse("huber(" + text + ")");
        readOrRefuse("barron(" + text + ")");
    }

    private static void readOrRefuse(String text) {
        try {
            Penalty penalty = Penalty.parse(text);
            assertThat(Penalty.parse(penalty.toString())).isEqualTo(penalty);
        } catch (IllegalArgumentException expected) {
            // NumberFormatException is one too, but does not say which argument.
            assertThat(expected).isExactlyInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void ofNoLossIsRefused() {
        String good = "ringloss(penalty=huber(1.0), weight=0.1, reduction=mean, relative=false)";
        assertThat(RingLoss.parse(good)).hasToString(good);
        assertIllegal(() -> RingLoss.parse(""), "text");
        assertIllegal(() -> RingLoss.parse("huber(1.0)"), "huber(1.0)", "ringloss(");
        assertIllegal(() -> RingLoss.parse(good.replace("0.1", "x")), "weight", "x");
        assertIllegal(() -> RingLoss.parse(good.replace("0.1", "-1")), "weight", "-1");
        assertIllegal(() -> RingLoss.parse(good.replace("0.1", "NaN")), "weight", "NaN");
        assertIllegal(() -> RingLoss.parse(good.replace("mean", "avg")), "reduction", "avg", "mean, sum or none");
        assertIllegal(() -> RingLoss.parse(good.replace("false", "no")), "relative", "no");
        assertIllegal(() -> RingLoss.parse(good.replace("huber", "hubert")), "hubert");
        assertIllegal(() -> RingLoss.parse(good + ")"), "parentheses");
    }

    @Test
    void ofALossTakesKeysInAnyOrderAndDefaults() {
        assertThat(RingLoss.parse("ringloss()")).isEqualTo(RingLoss.builder().build());
        assertThat(RingLoss.parse(" ringloss( relative = true , penalty = barron( 1 , 2 ) )"))
                .hasToString("ringloss(penalty=barron(1.0, 2.0), weight=1.0, reduction=mean, relative=true)");
        assertThat(RingLoss.parse("ringloss(reduction=sum, weight=0.1, penalty=cauchy)"))
                .hasToString("ringloss(penalty=cauchy(2.3849), weight=0.1, reduction=sum, relative=false)");
        assertIllegal(
                () -> RingLoss.parse("ringloss(lambda=0.1)"), "\"lambda\"", "penalty, weight, reduction, relative");
        assertIllegal(() -> RingLoss.parse("ringloss(weight=1, weight=2)"), "weight twice");
        assertIllegal(() -> RingLoss.parse("ringloss(weight)"), "\"weight\" has no value");
        assertIllegal(() -> RingLoss.parse("ringloss(weight=1,)"), "has no value");
        assertIllegal(() -> RingLoss.parse("ringloss(penalty=huber(1)"), "parentheses");
        assertIllegal(() -> RingLoss.parse("ringlos(weight=1)"), "must be like ringloss(");
    }

    @Test
    void keepsWhatABuilderGets() {
        RingLoss ring = RingLoss.builder()
                .penalty(Penalty.tukey(2))
                .weight(0.25)
                .reduction(Reduction.SUM)
                .relative(true)
                .build();
        assertThat(ring.toBuilder().build()).hasToString(ring.toString());
        assertThat(ring.withWeight(3).weight()).isEqualTo(3);
        assertThat(ring.withWeight(3).penalty()).isEqualTo(ring.penalty());
        assertThat(ring.withWeight(3).isRelative()).isTrue();
        assertThat(ring.weight()).isEqualTo(0.25);
    }
}
