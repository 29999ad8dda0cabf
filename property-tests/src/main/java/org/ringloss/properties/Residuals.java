// SPDX-License-Identifier: Apache-2.0
package org.ringloss.properties;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Residuals to try penalties at: those of float rows, whose magnitudes are below 2^150. */
final class Residuals {
    private static final int MAX_EXPONENT = 149;
    private static final int EXPONENTS = 2 * MAX_EXPONENT + 2;
    private static final double LARGEST = Math.nextDown(0x1p150);

    private Residuals() {}

    static boolean isInRange(double e) {
        return Math.abs(e) <= LARGEST;
    }

    /** Random mantissas and signs, exponents from -150 to 149. */
    static double[] ofEveryExponent(long seed, int count) {
        SplitMix64 random = new SplitMix64(seed);
        double[] residuals = new double[count];
        Arrays.setAll(residuals, i -> ofExponent(random, MAX_EXPONENT - random.nextInt(EXPONENTS)));
        return residuals;
    }

    private static double ofExponent(SplitMix64 random, int exponent) {
        return Math.scalb((random.nextLong() < 0 ? -1 : 1) * (1 + random.nextDouble()), exponent);
    }

    /** For every exponent from -150 to 149, some random mantissas and signs. */
    static double[] sweep(long seed, int perExponent) {
        SplitMix64 random = new SplitMix64(seed);
        return IntStream.range(0, EXPONENTS * perExponent)
                .mapToDouble(i -> ofExponent(random, MAX_EXPONENT - i / perExponent))
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
            int exponent = base - random.nextInt(spread + 1);
            return ofExponent(random, exponent);
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
            return (random.nextLong() < 0 ? -1 : 1) * Math.min(e, LARGEST);
        });
        return residuals;
    }

    /** Zero, small and large ones, and the penalty's own scale with its neighbours. */
    static double[] edges(PenaltyCase penalty) {
        List<Double> edges = new ArrayList<>();
        for (double e : new double[] {
            0.0,
            0x1p-150,
            0x1p-60,
            0x1p-27,
            0x1p-26,
            1,
            2,
            28,
            29,
            40,
            41,
            0x1p128,
            LARGEST,
            penalty.scale(),
            penalty.scale() / 2,
            penalty.scale() * 2,
            penalty.scale() * 26,
            penalty.scale() * 27,
            penalty.scale() * 29,
            penalty.scale() * 30
        }) {
            for (double near : new double[] {e, Math.nextUp(e), Math.nextDown(e)}) {
                double inRange = Math.max(-LARGEST, Math.min(near, LARGEST));
                edges.add(inRange);
                edges.add(-inRange);
            }
        }
        return edges.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
