package org.ringloss.properties;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.Combinators;

/** Built-in penalties with parameters over a wide range: c from 1e-100 to 1e100, alpha near its limits and far out. */
final class WidePenalties implements ArbitrarySupplier<PenaltyCase> {
    @Override
    public Arbitrary<PenaltyCase> get() {
        return Combinators.combine(
                        Arbitraries.of(
                                "squared",
                                "huber",
                                "outwardHuber",
                                "cauchy",
                                "gemanMcClure",
                                "pseudoHuber",
                                "welsch",
                                "tukey",
                                "logCosh",
                                "barron",
                                "barron",
                                "barron"),
                        Arbitraries.integers().between(-100, 100),
                        Arbitraries.longs())
                .as(WidePenalties::penalty)
                .withoutEdgeCases();
    }

    private static PenaltyCase penalty(String name, int exponent, long seed) {
        SplitMix64 random = new SplitMix64(seed);
        double c = (random.nextLong() < 0 ? 1 + random.nextDouble() : 1) * StrictMath.pow(10, exponent);
        if (random.nextInt(3) == 0) {
            c = 0.1 + 5 * random.nextDouble();
        }
        return switch (name) {
            case "squared", "logCosh" -> PenaltyCase.of(name);
            case "barron" -> PenaltyCase.barron(alpha(random), c);
            default -> PenaltyCase.of(name, c);
        };
    }

    private static double alpha(SplitMix64 random) {
        double unit = 2 * random.nextDouble() - 1;
        double tiny = unit * StrictMath.pow(10, -random.nextInt(320));
        return switch (random.nextInt(12)) {
            case 0 -> 0;
            case 1 -> 2;
            case 2 -> Double.NEGATIVE_INFINITY;
            case 3 -> 1;
            case 4 -> -2;
            case 5 -> tiny;
            case 6 -> 2 + unit * StrictMath.pow(10, -random.nextInt(17));
            case 7 -> -1e6 * random.nextDouble();
            case 8 -> 50 * random.nextDouble();
            case 9 -> -StrictMath.pow(10, random.nextInt(308));
            default -> 4 * unit;
        };
    }
}
