// SPDX-License-Identifier: Apache-2.0
package org.ringloss.properties;

import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.Combinators;
import org.ringloss.internal.PenaltyKind;

/** Built-in penalties with parameters over all of their ranges, Barron's more often: c at its ends, alpha near its limits. */
final class WidePenalties implements ArbitrarySupplier<PenaltyCase> {
    @Override
    public Arbitrary<PenaltyCase> get() {
        PenaltyKind[] kinds = Stream.concat(
                        Stream.of(PenaltyKind.values()), Stream.of(PenaltyKind.BARRON, PenaltyKind.BARRON))
                .toArray(PenaltyKind[]::new);
        return Combinators.combine(Arbitraries.of(kinds), Arbitraries.longs())
                .as(WidePenalties::penalty)
                .withoutEdgeCases();
    }

    private static PenaltyCase penalty(PenaltyKind kind, long seed) {
        SplitMix64 random = new SplitMix64(seed);
        double c = c(random);
        if (kind == PenaltyKind.BARRON) {
            return PenaltyCase.barron(alpha(random), c);
        }
        return kind.parameters.isEmpty() ? PenaltyCase.of(kind.title) : PenaltyCase.of(kind.title, c);
    }

    private static double c(SplitMix64 random) {
        double mantissa = random.nextLong() < 0 ? 1 + random.nextDouble() : 1;
        return switch (random.nextInt(8)) {
            case 0 -> 0x1p-100;
            case 1 -> 0x1p100;
            case 2, 3 -> 0.1 + 5 * random.nextDouble();
            default -> Math.scalb(mantissa, random.nextInt(200) - 100);
        };
    }

    private static double alpha(SplitMix64 random) {
        double unit = 2 * random.nextDouble() - 1;
        return switch (random.nextInt(12)) {
            case 0 -> 0;
            case 1 -> 2;
            case 2 -> Double.NEGATIVE_INFINITY;
            case 3 -> 1;
            case 4 -> -2;
            case 5 -> unit * StrictMath.pow(10, -random.nextInt(320));
            case 6 -> 2 + unit * StrictMath.pow(10, -random.nextInt(17));
            case 7 -> 1000 * unit;
            case 8 -> 50 * unit;
            case 9 -> Math.copySign(1000, unit);
            default -> 4 * unit;
        };
    }
}
