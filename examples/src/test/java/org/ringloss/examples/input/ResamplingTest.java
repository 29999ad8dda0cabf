// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ResamplingTest {
    /** Against the definition: every output is the weighted mean of all inputs, in double, rows and columns at once. */
    @Property(tries = 200)
    void isTheWeightedMeanOfAllPixels(
            @ForAll @IntRange(min = 1, max = 12) int height,
            @ForAll @IntRange(min = 1, max = 12) int width,
            @ForAll @IntRange(min = 1, max = 12) int toHeight,
            @ForAll @IntRange(min = 1, max = 12) int toWidth,
            @ForAll long seed) {
        Random random = new Random(seed);
        float[] plane = new float[height * width];
        for (int i = 0; i < plane.length; i++) {
            plane[i] = random.nextInt(256);
        }
        float[] scaled = Resampling.scale(
                (row, into) -> System.arraycopy(plane, row * width, into, 0, width), height, width, toHeight, toWidth);
        for (int y = 0; y < toHeight; y++) {
            for (int x = 0; x < toWidth; x++) {
                double sum = 0;
                double weights = 0;
                for (int i = 0; i < height; i++) {
                    for (int j = 0; j < width; j++) {
                        double weight = weight(y, i, height, toHeight) * weight(x, j, width, toWidth);
                        sum += weight * plane[i * width + j];
                        weights += weight;
                    }
                }
                assertThat((double) scaled[y * toWidth + x]).isCloseTo(sum / weights, within(1e-3));
            }
        }
    }

    /** A triangle around the place of the output pixel, as wide as one pixel of the coarser grid on either side. */
    private static double weight(int output, int input, int from, int to) {
        double distance = Math.abs((input + 0.5) - (output + 0.5) * from / to);
        return Math.max(0, 1 - distance / Math.max(1, (double) from / to));
    }
}
