// SPDX-License-Identifier: Apache-2.0
package org.ringloss.properties;

import java.util.Arrays;

/** Rows of the kinds on which norms go wrong. */
final class SpecialRows {
    private SpecialRows() {}

    /** A row of a random kind: ordinary, zero, subnormal, tiny, huge, mixed, with a NaN or an infinity, any bits. */
    static float[] of(SplitMix64 random, int dim) {
        float[] row = random.floats(dim, 1);
        int place = random.nextInt(dim);
        switch (random.nextInt(14)) {
            case 0 -> Arrays.fill(row, 0);
            case 1 -> Arrays.fill(row, -0.0f);
            case 2 -> Arrays.fill(row, Float.MIN_VALUE);
            case 3 -> Arrays.fill(row, 1e-23f);
            case 4 -> Arrays.fill(row, 3e19f);
            case 5 -> Arrays.fill(row, -Float.MAX_VALUE);
            case 6 -> row[place] = Float.NaN;
            case 7 -> row[place] = Float.POSITIVE_INFINITY;
            case 8 -> row[place] = Float.NEGATIVE_INFINITY;
            case 9 -> row[place] = 1e30f;
            case 10 -> {
                Arrays.fill(row, 0);
                row[place] = Float.MIN_VALUE;
            }
            case 11 -> {
                for (int j = 0; j < dim; j++) {
                    row[j] = Float.intBitsToFloat((int) random.nextLong() & 0x807fffff);
                }
            }
            case 12 -> {
                for (int j = 0; j < dim; j++) {
                    row[j] = Float.intBitsToFloat((int) random.nextLong());
                }
            }
            default -> {}
        }
        return row;
    }
}
