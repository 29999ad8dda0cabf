// SPDX-License-Identifier: Apache-2.0
package org.ringloss.properties;

import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.Combinators;
import org.ringloss.Reduction;

/** Loss cases with finite rows of ordinary size, some of them zero, and norms on both sides of their radii. */
final class LossCases implements ArbitrarySupplier<LossCase> {
    @Override
    public Arbitrary<LossCase> get() {
        return Combinators.combine(
                        Arbitraries.of(PenaltyCase.ALL),
                        Arbitraries.of(Reduction.class),
                        Arbitraries.of(true, false),
                        Arbitraries.integers().between(0, 20),
                        Arbitraries.integers().between(1, 70),
                        Arbitraries.of(LossCase.RadiusKind.class),
                        Arbitraries.integers().between(0, 7),
                        Arbitraries.longs())
                .as(LossCases::of)
                // Small ranges meet their ends anyway; the edge cases of eight of them together would take all tries.
                .withoutEdgeCases();
    }

    /** The case of a seed; bits of {@code options} give row weights, a divisor and a scale. */
    static LossCase of(
            PenaltyCase penalty,
            Reduction reduction,
            boolean relative,
            int rows,
            int dim,
            LossCase.RadiusKind kind,
            int options,
            long seed) {
        SplitMix64 random = new SplitMix64(seed);
        float[] x = random.floats(rows * dim, (float) (6 / Math.sqrt(dim)));
        int classes = 1 + random.nextInt(5);
        double[] radii = new double
                [kind == LossCase.RadiusKind.SHARED ? 1 : kind == LossCase.RadiusKind.PER_ROW ? rows : classes];
        Arrays.setAll(radii, i -> 6 * random.nextDouble());
        int[] labels = new int[kind == LossCase.RadiusKind.PER_CLASS ? rows : 0];
        Arrays.setAll(labels, i -> random.nextInt(classes));
        double[] weights = (options & 1) == 0 ? null : new double[rows];
        for (int i = 0; i < rows; i++) {
            if (random.nextInt(12) == 0) {
                Arrays.fill(x, i * dim, (i + 1) * dim, 0);
            }
            if (weights != null) {
                weights[i] = random.nextInt(4) == 0 ? 0 : 3 * random.nextDouble();
            }
        }
        boolean divided = (options & 2) != 0 && reduction == Reduction.MEAN;
        boolean scaled = (options & 4) != 0 && relative;
        return new LossCase(
                penalty,
                0.05 + random.nextDouble(),
                reduction,
                relative,
                rows,
                dim,
                x,
                kind,
                radii,
                labels,
                weights,
                divided ? 1 + 50 * random.nextDouble() : Double.NaN,
                scaled ? 0.2 + 3 * random.nextDouble() : Double.NaN,
                4 * random.nextDouble() - 2);
    }
}
