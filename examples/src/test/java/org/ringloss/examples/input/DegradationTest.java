// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DegradationTest {
    private static final ImageShape SHAPE = new ImageShape(3, 28, 28);

    private static LabelledImages image(byte[] pixels) {
        return new LabelledImages(SHAPE, new byte[][] {pixels}, new int[] {0}, List.of("a"));
    }

    private static byte[] flat(int value) {
        byte[] pixels = new byte[SHAPE.length()];
        java.util.Arrays.fill(pixels, (byte) value);
        return pixels;
    }

    @Test
    void blurAndHalfResolutionLeaveFlatImagesAlone() {
        for (Degradation degradation : List.of(Degradation.BLUR, Degradation.HALF_RESOLUTION)) {
            assertThat(degradation.of(image(flat(90)), 1).pixels(0)).containsOnly((byte) 90);
        }
    }

    @Test
    void noiseHasItsDeviation() {
        byte[] noisy = Degradation.NOISE.of(image(flat(128)), 1).pixels(0);
        double sum = 0;
        double squares = 0;
        for (byte pixel : noisy) {
            double value = ((pixel & 0xff) - 128) / 255.0;
            sum += value;
            squares += value * value;
        }
        assertThat(sum / noisy.length).isCloseTo(0, within(0.02));
        assertThat(Math.sqrt(squares / noisy.length)).isCloseTo(0.2, within(0.02));
        assertThat(Degradation.NOISE.of(image(flat(128)), 1).pixels(0)).isEqualTo(noisy);
        assertThat(Degradation.NOISE.of(image(flat(128)), 2).pixels(0)).isNotEqualTo(noisy);
    }

    /** A point becomes the product of two Gaussians, in its own plane only. */
    @Test
    void blurSpreadsAPoint() {
        byte[] point = flat(0);
        point[14 * 28 + 10] = (byte) 255;
        byte[] blurred = Degradation.BLUR.of(image(point), 1).pixels(0);
        double sum = 0;
        for (int k = -3; k <= 3; k++) {
            sum += Math.exp(-0.5 * k * k / 0.81);
        }
        for (int y = -2; y <= 2; y++) {
            for (int x = -2; x <= 2; x++) {
                double expected = 255 * Math.exp(-0.5 * (x * x + y * y) / 0.81) / (sum * sum);
                assertThat((double) (blurred[(14 + y) * 28 + 10 + x] & 0xff)).isCloseTo(expected, within(0.6));
            }
        }
        for (int i = 28 * 28; i < blurred.length; i++) {
            assertThat(blurred[i]).isZero();
        }
    }

    @Test
    void halfResolutionLosesStripesOfOnePixel() {
        byte[] stripes = flat(0);
        for (int i = 0; i < stripes.length; i += 2) {
            stripes[i] = (byte) 255;
        }
        byte[] half = Degradation.HALF_RESOLUTION.of(image(stripes), 1).pixels(0);
        // In the middle; at the edges the filter has one neighbour less.
        for (int x = 4; x < 24; x++) {
            assertThat((double) (half[14 * 28 + x] & 0xff)).isCloseTo(127.5, within(2.0));
        }
    }

    @Test
    void imagesOfOnePixelSurvive() {
        LabelledImages tiny =
                new LabelledImages(new ImageShape(1, 1, 1), new byte[][] {{5}}, new int[] {0}, List.of("a"));
        for (Degradation degradation : Degradation.values()) {
            assertThat(degradation.of(tiny, new Random(1).nextLong()).pixels(0)).hasSize(1);
        }
    }
}
