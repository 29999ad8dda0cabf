// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples.evaluation;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.ringloss.examples.input.LabelledImages;
import org.ringloss.examples.input.Shuffle;

/** Which images are compared in pairs. Pairs grow with the square of the images, so that there must be a limit. */
public final class ComparedRows {
    /** So many images make two million pairs. */
    public static final int MAX = 2000;

    /** So many images of a class are taken at least, before another class is. */
    private static final int MIN_PER_CLASS = 20;

    private ComparedRows() {}

    /** All images, or {@link #MAX} of them drawn by the seed: of many classes, and many enough of each for genuine pairs. */
    public static int[] draw(LabelledImages images, long seed) {
        if (images.count() <= MAX) {
            return IntStream.range(0, images.count()).toArray();
        }
        SplittableRandom random = new SplittableRandom(seed);
        int perClass = Math.max(MIN_PER_CLASS, MAX / images.classesWithImages());
        int[] rankOfClass = Shuffle.of(images.classes(), random);
        int[] taken = new int[images.classes()];
        int[][] rowsOfRank = new int[images.classes()][perClass];
        for (int row : Shuffle.of(images.count(), random)) {
            int rank = rankOfClass[images.label(row)];
            if (taken[rank] < perClass) {
                rowsOfRank[rank][taken[rank]++] = row;
            }
        }
        return IntStream.range(0, rowsOfRank.length)
                .flatMap(rank -> Arrays.stream(rowsOfRank[rank], 0, taken[rank]))
                .limit(MAX)
                .sorted()
                .toArray();
    }
}
