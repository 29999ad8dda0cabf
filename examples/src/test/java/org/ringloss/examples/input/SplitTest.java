// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SplitTest {
    /** Images of one pixel that is their number; some classes have one image only, or none. */
    private static LabelledImages images(int count, int classes, Random random) {
        byte[][] pixels = new byte[count][2];
        int[] labels = new int[count];
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            pixels[i][0] = (byte) i;
            pixels[i][1] = (byte) (i >> 8);
            labels[i] = random.nextInt(classes);
        }
        for (int i = 0; i < classes; i++) {
            names.add("class " + i);
        }
        return new LabelledImages(new ImageShape(1, 1, 2), pixels, labels, names);
    }

    private static int number(LabelledImages images, int i) {
        return (images.pixels(i)[0] & 0xff) | (images.pixels(i)[1] & 0xff) << 8;
    }

    private static Set<Integer> numbers(LabelledImages images) {
        Set<Integer> numbers = new HashSet<>();
        for (int i = 0; i < images.count(); i++) {
            assertThat(numbers.add(number(images, i))).isTrue();
        }
        return numbers;
    }

    private static Set<String> names(LabelledImages images) {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < images.count(); i++) {
            names.add(images.classNames().get(images.label(i)));
        }
        return names;
    }

    @Property(tries = 300)
    void everyImageGoesToOnePartAndUnseenClassesStayUnseen(
            @ForAll @IntRange(min = 25, max = 60) int classes,
            @ForAll @IntRange(min = 200, max = 900) int count,
            @ForAll long seed) {
        LabelledImages all = images(count, classes, new Random(seed));
        Split split = Split.of(DataSet.of("", all, List.of()), Double.NaN, seed);
        assertThat(split.open()).isTrue();
        Set<Integer> together = numbers(split.train());
        assertThat(together.addAll(numbers(split.heldOut()))).isTrue();
        together.addAll(numbers(split.compared()));
        assertThat(together).hasSize(count);
        assertThat(split.train().count()
                        + split.heldOut().count()
                        + split.compared().count())
                .isEqualTo(count);

        assertThat(names(split.compared())).hasSize((int) Math.round(0.3 * all.classesWithImages()));
        assertThat(names(split.train())).doesNotContainAnyElementsOf(names(split.compared()));
        assertThat(names(split.train())).containsAll(names(split.heldOut()));
        assertThat(split.train().classes()).isEqualTo(split.train().classesWithImages());
        int[] held = split.heldOut().countByClass();
        int[] trained = split.train().countByClass();
        for (int label = 0; label < trained.length; label++) {
            int both = held[label] + trained[label];
            assertThat(held[label]).isEqualTo(both == 1 ? 0 : Math.max(1, both / 5));
        }
        for (int i = 0; i < split.train().count(); i++) {
            int number = number(split.train(), i);
            assertThat(split.train().classNames().get(split.train().label(i)))
                    .isEqualTo(all.classNames().get(all.label(number)));
        }
    }

    @Test
    void theSeedDecides() {
        DataSet data = DataSet.of("", images(500, 30, new Random(1)), List.of());
        assertThat(numbers(Split.of(data, 0.5, 3).train()))
                .isEqualTo(numbers(Split.of(data, 0.5, 3).train()))
                .isNotEqualTo(numbers(Split.of(data, 0.5, 4).train()));
    }

    @Test
    void fewClassesStayTogether() {
        DataSet data = DataSet.of("", images(200, 10, new Random(1)), List.of());
        Split split = Split.of(data, Double.NaN, 1);
        assertThat(split.open()).isFalse();
        assertThat(split.compared().count()).isEqualTo(split.heldOut().count());
        assertThat(names(split.compared())).hasSize(10);
        assertThat(names(Split.of(data, 0.4, 1).compared())).hasSize(4);
        assertThat(names(Split.of(data, 0.99, 1).train())).hasSize(2);
    }

    /** A test set is for seen classes what is held out; of unseen classes all images are compared. */
    @Test
    void aTestSetIsHeldOut() {
        LabelledImages train = images(300, 30, new Random(1));
        LabelledImages test = images(100, 30, new Random(2));
        Split closed = Split.of(new DataSet("", train, test, List.of()), 0, 1);
        assertThat(closed.train().count()).isEqualTo(300);
        assertThat(closed.heldOut().count()).isEqualTo(100);
        Split open = Split.of(new DataSet("", train, test, List.of()), 0.5, 1);
        assertThat(open.train().count()
                        + open.heldOut().count()
                        + open.compared().count())
                .isEqualTo(400);
        assertThat(names(open.compared()))
                .hasSize(15)
                .doesNotContainAnyElementsOf(names(open.train()))
                .doesNotContainAnyElementsOf(names(open.heldOut()));
    }
}
