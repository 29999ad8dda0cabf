// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.ringloss.examples.input.ImageShape;
import org.ringloss.examples.input.LabelledImages;

class ComparedRowsTest {
    /** Sorted by class, as folders are. */
    private static LabelledImages images(int classes, int perClass) {
        int[] labels =
                IntStream.range(0, classes * perClass).map(i -> i / perClass).toArray();
        return new LabelledImages(
                new ImageShape(1, 1, 1),
                new byte[labels.length][1],
                labels,
                IntStream.range(0, classes).mapToObj(Integer::toString).toList());
    }

    @Test
    void takesAllOfFew() {
        assertThat(ComparedRows.draw(images(10, 30), 1))
                .isEqualTo(IntStream.range(0, 300).toArray());
    }

    @Test
    void takesAsManyOfEachOfFewClasses() {
        LabelledImages drawn = images(10, 1000).select(ComparedRows.draw(images(10, 1000), 1));
        assertThat(drawn.countByClass()).containsOnly(200);
    }

    /** Many classes of many images: enough of each that there are genuine pairs. */
    @Test
    void takesSomeOfManyClasses() {
        LabelledImages all = images(1000, 30);
        LabelledImages drawn = all.select(ComparedRows.draw(all, 1));
        assertThat(drawn.count()).isEqualTo(ComparedRows.MAX);
        assertThat(drawn.classesWithImages()).isEqualTo(100);
        assertThat(ComparedRows.draw(all, 1)).isNotEqualTo(ComparedRows.draw(all, 2));
    }
}
