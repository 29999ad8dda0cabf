// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples.input;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What is trained on, and what is asked about afterwards. In an open set the classes of {@code compared} are none of
 * those of {@code train}; in a closed set {@code compared} is {@code heldOut}.
 *
 * @param train the images to train on; their labels are 0 to the number of seen classes - 1
 * @param heldOut images of the same classes that training never sees, for the accuracy
 * @param compared images whose features are compared in pairs, with the labels of the whole set
 * @param open whether the compared classes are unseen
 */
public record Split(LabelledImages train, LabelledImages heldOut, LabelledImages compared, boolean open) {
    /** Fewer classes than this stay together, unless a share is asked for: too few would be left on either side. */
    public static final int MIN_CLASSES_FOR_OPEN_SET = 20;

    /** The share of classes that is never seen in training, where none is asked for. */
    public static final double DEFAULT_UNSEEN = 0.3;

    /** One image in so many of a seen class is held out. */
    private static final int HELD_OUT = 5;

    /**
     * Splits by chance; the same seed gives the same parts.
     *
     * @param unseen the share of classes that training never sees, below 1; NaN for the default
     */
    public static Split of(DataSet data, double unseen, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        LabelledImages images = data.images();
        int[] present = present(images);
        int[] order = Shuffle.of(present.length, random);
        int unseenCount = unseenClasses(present.length, unseen);
        boolean[] isUnseen = new boolean[images.classes()];
        for (int i = 0; i < unseenCount; i++) {
            isUnseen[present[order[i]]] = true;
        }
        int[] seen = Arrays.stream(present).filter(label -> !isUnseen[label]).toArray();
        int[] ofSeen = rows(images, isUnseen, false);
        LabelledImages train;
        LabelledImages heldOut;
        LabelledImages test = data.test();
        if (test == null) {
            boolean[] held = heldOut(images, ofSeen, random);
            train = images.select(
                    Arrays.stream(ofSeen).filter(row -> !held[row]).toArray());
            heldOut =
                    images.select(Arrays.stream(ofSeen).filter(row -> held[row]).toArray());
        } else {
            train = images.select(ofSeen);
            heldOut = test.select(rows(test, isUnseen, false));
        }
        LabelledImages compared = unseenCount == 0 ? heldOut : unseen(images, test, isUnseen);
        return new Split(train.relabelled(seen), heldOut.relabelled(seen), compared, unseenCount > 0);
    }

    private static int unseenClasses(int classes, double unseen) {
        if (Double.isNaN(unseen)) {
            return classes < MIN_CLASSES_FOR_OPEN_SET ? 0 : (int) Math.round(DEFAULT_UNSEEN * classes);
        }
        // Two seen classes at least, or there is nothing to learn.
        return (int) Math.min(Math.round(unseen * classes), Math.max(0, classes - 2));
    }

    private static int[] present(LabelledImages images) {
        int[] counts = images.countByClass();
        return IntStream.range(0, counts.length)
                .filter(label -> counts[label] > 0)
                .toArray();
    }

    private static int[] rows(LabelledImages images, boolean[] isUnseen, boolean wanted) {
        return IntStream.range(0, images.count())
                .filter(row -> isUnseen[images.label(row)] == wanted)
                .toArray();
    }

    /** Of every class a fifth, but one at least, and never the only image. */
    private static boolean[] heldOut(LabelledImages images, int[] rows, SplittableRandom random) {
        int[] counts = images.countByClass();
        int[] left = Arrays.stream(counts)
                .map(count -> count < 2 ? 0 : Math.max(1, count / HELD_OUT))
                .toArray();
        boolean[] held = new boolean[images.count()];
        for (int i : Shuffle.of(rows.length, random)) {
            int label = images.label(rows[i]);
            if (left[label] > 0) {
                left[label]--;
                held[rows[i]] = true;
            }
        }
        return held;
    }

    /** Everything there is of the unseen classes: nothing of it was trained on. */
    private static LabelledImages unseen(LabelledImages images, @Nullable LabelledImages test, boolean[] isUnseen) {
        LabelledImages first = images.select(rows(images, isUnseen, true));
        if (test == null) {
            return first;
        }
        LabelledImages second = test.select(rows(test, isUnseen, true));
        byte[][] pixels = new byte[first.count() + second.count()][];
        int[] labels = new int[pixels.length];
        int row = 0;
        for (LabelledImages part : List.of(first, second)) {
            for (int i = 0; i < part.count(); i++) {
                pixels[row] = part.pixels(i);
                labels[row++] = part.label(i);
            }
        }
        return new LabelledImages(images.shape(), pixels, labels, images.classNames());
    }
}
