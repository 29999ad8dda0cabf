// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples.input;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DrawnCharactersTest {
    /** The pixels are part of what a seed means: the same on every JVM. */
    @Test
    void drawsTheSamePixelsEverywhere() {
        assertThat(DrawnCharacters.draw(20, 1).images().checksum()).isEqualTo(2_986_630_515L);
    }

    @Test
    void drawsOtherPixelsForAnotherSeed() {
        assertThat(DrawnCharacters.draw(2, 2).images().checksum())
                .isNotEqualTo(DrawnCharacters.draw(2, 1).images().checksum());
    }

    @Test
    void everyHandWritesEveryCharacterOnce() {
        LabelledImages images = DrawnCharacters.draw(7, 1).images();
        assertThat(images.countByClass()).hasSize(7).containsOnly(DrawnCharacters.HANDS);
    }

    /** A character is neither an empty image nor a full one. */
    @Test
    void drawsStrokes() {
        LabelledImages images = DrawnCharacters.draw(50, 3).images();
        float[] pixels = new float[images.shape().length()];
        for (int i = 0; i < images.count(); i++) {
            images.copyTo(i, pixels, 0);
            int ink = 0;
            for (float pixel : pixels) {
                ink += pixel > 0.4f ? 1 : 0;
            }
            assertThat(ink).as("image %d", i).isBetween(8, 400);
        }
    }
}
