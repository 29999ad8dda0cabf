// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class SyntheticDigitsTest {
    /** The pixels are part of what a seed means: the same on every JVM. */
    @Test
    void drawsTheSamePixelsEverywhere() {
        assertThat(hash(SyntheticDigits.draw(500, 1))).isEqualTo(2_598_514_360L);
    }

    @Test
    void drawsOtherPixelsForAnotherSeed() {
        assertThat(hash(SyntheticDigits.draw(20, 2))).isNotEqualTo(hash(SyntheticDigits.draw(20, 1)));
    }

    @Test
    void drawsEveryDigitAsOften() {
        LabelledImages images = SyntheticDigits.draw(30, 1);
        assertThat(images.distinctLabels()).isEqualTo(10);
        assertThat(images.label(23)).isEqualTo(3);
    }

    /** A digit is neither an empty image nor a full one. */
    @Test
    void drawsStrokes() {
        LabelledImages images = SyntheticDigits.draw(200, 3);
        float[] pixels = new float[SyntheticDigits.SIZE * SyntheticDigits.SIZE];
        for (int i = 0; i < images.count(); i++) {
            images.copyTo(i, pixels, 0);
            int ink = 0;
            for (float pixel : pixels) {
                ink += pixel > 0.5f ? 1 : 0;
            }
            assertThat(ink).isBetween(15, 250);
        }
    }

    private static long hash(LabelledImages images) {
        CRC32 crc = new CRC32();
        int size = images.height() * images.width();
        float[] pixels = new float[size];
        for (int i = 0; i < images.count(); i++) {
            images.copyTo(i, pixels, 0);
            for (float pixel : pixels) {
                crc.update(Math.round(255 * pixel));
            }
        }
        return crc.getValue();
    }
}
