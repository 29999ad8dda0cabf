// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples;

import java.util.SplittableRandom;

/** The numbers from 0 in an order of chance that only the generator decides. */
final class Shuffle {
    private Shuffle() {}

    static int[] of(int count, SplittableRandom random) {
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }
}
