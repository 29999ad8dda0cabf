// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * What is trained on and what is tested on.
 *
 * @param source where the images come from, for people
 * @param train the images to train on
 * @param test the images that training never sees
 */
record DataSet(String source, LabelledImages train, LabelledImages test) {
    /** One image in so many is for testing, where a set does not come in two parts. */
    private static final int TEST_SHARE = 5;

    /** Splits one set by chance; the same seed gives the same two parts. */
    static DataSet split(String source, LabelledImages all, long seed) {
        int[] order = Shuffle.of(all.count(), new SplittableRandom(seed));
        int forTraining = all.count() - all.count() / TEST_SHARE;
        return new DataSet(
                source,
                all.select(Arrays.copyOfRange(order, 0, forTraining)),
                all.select(Arrays.copyOfRange(order, forTraining, order.length)));
    }

    int classes() {
        return Math.max(train.classes(), test.classes());
    }

    int height() {
        return train.height();
    }

    int width() {
        return train.width();
    }
}
