package org.ringloss.properties;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Residuals to try penalties at. */
final class Residuals {
    private Residuals() {}

    /** Random mantissas and signs, exponents over all finite doubles, subnormal ones too. */
    static double[] ofEveryExponent(long seed, int count) {
        SplitMix64 random = new SplitMix64(seed);
        double[] residuals = new double[count];
        Arrays.setAll(residuals, i -> {
            double e = Double.longBitsToDouble(random.nextLong());
            return Double.isFinite(e) ? e : random.nextDouble();
        });
        return residuals;
    }

    /** For every exponent of a double, and again for every exponent of a float, some random mantissas and signs. */
    static double[] sweep(long seed, int perDoubleExponent, int perFloatExponent) {
        SplitMix64 random = new SplitMix64(seed);
        return IntStream.rangeClosed(Double.MIN_EXPONENT - 52, Double.MAX_EXPONENT)
                .flatMap(k -> IntStream.generate(() -> k)
                        .limit(perDoubleExponent
                                + (k < Float.MIN_EXPONENT - 23 || k > Float.MAX_EXPONENT ? 0 : perFloatExponent)))
                .mapToDouble(k -> Math.scalb((random.nextLong() < 0 ? -1 : 1) * (1 + random.nextDouble()), k))
                .toArray();
    }

    static double[] uniform(long seed, double scale, int count) {
        SplitMix64 random = new SplitMix64(seed);
        double[] residuals = new double[count];
        Arrays.setAll(residuals, i -> scale * (2 * random.nextDouble() - 1));
        return residuals;
    }

    /** All 53 bits in use, either sign, exponents up to {@code spread} apart. */
    static double[] spread(long seed, int spread, int count) {
        SplitMix64 random = new SplitMix64(seed);
        int base = random.nextInt(100) - 50;
        double[] residuals = new double[count];
        Arrays.setAll(residuals, i -> {
            double mantissa = (random.nextLong() < 0 ? -1 : 1) * (1 + random.nextDouble());
            return Math.scalb(mantissa, base - random.nextInt(spread + 1));
        });
        return residuals;
    }

    /** Within some binades of the penalty's own scale. */
    static double[] around(long seed, PenaltyCase penalty, int count) {
        SplitMix64 random = new SplitMix64(seed);
        double[] residuals = new double[count];
        Arrays.setAll(residuals, i -> {
            double factor = Math.scalb(1 + random.nextDouble(), random.nextInt(40) - 20);
            double e = penalty.scale() * factor;
            return (random.nextLong() < 0 ? -1 : 1) * Math.min(e, Double.MAX_VALUE);
        });
        return residuals;
    }

    /** Zero, the smallest, the largest, and the penalty's own scale with its neighbours. */
    static double[] edges(PenaltyCase penalty) {
        List<Double> edges = new ArrayList<>();
        for (double e : new double[] {
            0.0,
            Double.MIN_VALUE,
            Double.MIN_NORMAL,
            0x1p-600,
            0x1p-540,
            0x1p-60,
            0x1p-27,
            0x1p-26,
            1,
            2,
            19,
            20,
            22,
            37,
            354,
            355,
            372,
            373,
            709,
            710,
            745,
            746,
            0x1p511,
            0x1p512,
            0x1p600,
            Double.MAX_VALUE,
            penalty.scale(),
            penalty.scale() / 2,
            penalty.scale() * 2,
            penalty.scale() * 26,
            penalty.scale() * 27
        }) {
            for (double near : new double[] {e, Math.nextUp(e), Math.nextDown(e)}) {
                double finite = Math.max(-Double.MAX_VALUE, Math.min(near, Double.MAX_VALUE));
                edges.add(finite);
                edges.add(-finite);
            }
        }
        return edges.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
