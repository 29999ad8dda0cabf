// SPDX-License-Identifier: Apache-2.0
package org.ringloss.properties;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ringloss.Penalty;
import org.ringloss.Reduction;
import org.ringloss.RingLoss;

/** Text that was a configuration is read or refused as documented, in memory in proportion to its length. */
class MutatedTextTest {
    private static final long PER_CHARACTER = 20;

    private static final List<byte[]> PIECES = Stream.of(
                    "1e999999999",
                    "1e-999999999",
                    "-1e999999999999999999999",
                    "NaN",
                    "-Infinity",
                    "0x1p-1074",
                    "0x1.fffffffffffffp1023",
                    "00000000000000000000000000000000000000000000000000000000000000000001",
                    "0.1f",
                    "1d",
                    "((((((((",
                    "))))",
                    ",,,,",
                    ", weight=",
                    ", weight=1, reduction=sum, relative=true)",
                    "ringloss(penalty=",
                    "barron(1, 2)",
                    "\n",
                    "\0",
                    " ",
                    "é")
            .map(text -> text.getBytes(StandardCharsets.ISO_8859_1))
            .toList();

    @Property
    void ofAPenaltyIsReadOrRefused(@ForAll(supplier = WidePenalties.class) PenaltyCase penalty, @ForAll long seed) {
        readOrRefusePenalty(new Mutations(seed, PIECES).of(penalty.library().toString()));
    }

    @Property
    void ofALossIsReadOrRefused(
            @ForAll(supplier = WidePenalties.class) PenaltyCase penalty,
            @ForAll Reduction reduction,
            @ForAll boolean relative,
            @ForAll long seed) {
        RingLoss sound = RingLoss.builder()
                .penalty(penalty.library())
                .weight(Math.min(0x1p100, Math.abs(Residuals.ofEveryExponent(seed, 1)[0])))
                .reduction(reduction)
                .relative(relative)
                .build();
        readOrRefuseLoss(new Mutations(seed, PIECES).of(sound.toString()));
    }

    static Stream<String> longTexts() {
        int length = 200_000;
        return Stream.of("1", "0", ",", "1,", " ", "(", ")", "huber(", "e9", ".", "-", "\n", "0x", "f", ", weight=1")
                .flatMap(part -> {
                    String parts = part.repeat(length / part.length());
                    return Stream.of(
                            parts,
                            "huber(" + parts + ")",
                            "barron(1, " + parts + ")",
                            "huber(0." + parts + ")",
                            "huber(1e" + parts + ")",
                            "huber(0x" + parts + ")",
                            "huber(0x1." + parts + "p0)",
                            parts + "(1)");
                });
    }

    @ParameterizedTest
    @MethodSource("longTexts")
    void thatIsLongIsReadOrRefused(String text) {
        readOrRefusePenalty(text);
        readOrRefuseLoss("ringloss(penalty=" + text + ", weight=1, reduction=sum, relative=true)");
        readOrRefuseLoss("ringloss(penalty=huber(1), weight=" + text + ", reduction=sum, relative=true)");
        readOrRefuseLoss("ringloss(penalty=huber(1), weight=1, reduction=" + text + ", relative=true)");
    }

    private static void readOrRefusePenalty(String text) {
        Allocation.assertAtMost(PER_CHARACTER, text.length(), () -> {
            try {
                Penalty penalty = Penalty.parse(text);
                assertThat(Penalty.parse(penalty.toString())).isEqualTo(penalty);
            } catch (IllegalArgumentException e) {
                assertThat(e).isExactlyInstanceOf(IllegalArgumentException.class);
            }
        });
    }

    private static void readOrRefuseLoss(String text) {
        Allocation.assertAtMost(PER_CHARACTER, text.length(), () -> {
            try {
                RingLoss ring = RingLoss.parse(text);
                assertThat(RingLoss.parse(ring.toString())).hasToString(ring.toString());
            } catch (IllegalArgumentException e) {
                assertThat(e).isExactlyInstanceOf(IllegalArgumentException.class);
            }
        });
    }
}
