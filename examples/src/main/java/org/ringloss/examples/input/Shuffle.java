// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples.input;

import java.util.SplittableRandom;

/** The numbers from 0 in an order of chance that only the generator decides. */
public final class Shuffle {
    private Shuffle() {}

    /** The numbers from 0 to {@code count - 1}. */
    public static int[] of(int count, SplittableRandom random) {
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }
}
