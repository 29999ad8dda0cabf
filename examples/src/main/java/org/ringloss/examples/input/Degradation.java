// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples.input;

import java.util.Random;

/** How images become worse than those of training. Sizes are those for images of 28 pixels and grow with the image. */
public enum Degradation {
    /** Normal noise of deviation 0.2, where black is 0 and white is 1. */
    NOISE("noise", "noise of deviation 0.2") {
        @Override
        byte[] apply(byte[] image, ImageShape shape, Random random) {
            byte[] noisy = new byte[image.length];
            for (int i = 0; i < image.length; i++) {
                noisy[i] =
                        Resampling.toByte((float) ((image[i] & 0xff) + 255 * NOISE_DEVIATION * random.nextGaussian()));
            }
            return noisy;
        }
    },

    /** A Gaussian of deviation 0.9 pixels. */
    BLUR("blur", "a blur of 0.9 pixels in 28") {
        @Override
        byte[] apply(byte[] image, ImageShape shape, Random random) {
            int h = shape.height();
            int w = shape.width();
            byte[] blurred = new byte[image.length];
            float[] plane = new float[h * w];
            for (int channel = 0; channel < shape.channels(); channel++) {
                int start = channel * h * w;
                for (int i = 0; i < plane.length; i++) {
                    plane[i] = image[start + i] & 0xff;
                }
                float[] both = blurColumns(blurRows(plane, h, w), h, w);
                for (int i = 0; i < plane.length; i++) {
                    blurred[start + i] = Resampling.toByte(both[i]);
                }
            }
            return blurred;
        }
    },

    /** Scaled to half the size and back. */
    HALF_RESOLUTION("half resolution", "half resolution") {
        @Override
        byte[] apply(byte[] image, ImageShape shape, Random random) {
            int h = shape.height();
            int w = shape.width();
            int halfH = Math.max(1, h / 2);
            int halfW = Math.max(1, w / 2);
            byte[] half = new byte[halfH * halfW];
            byte[] back = new byte[image.length];
            for (int channel = 0; channel < shape.channels(); channel++) {
                Resampling.scale(image, channel * h * w, h, w, half, 0, halfH, halfW);
                Resampling.scale(half, 0, halfH, halfW, back, channel * h * w, h, w);
            }
            return back;
        }
    };

    private static final double NOISE_DEVIATION = 0.2;
    private static final double BLUR_DEVIATION = 0.9 / 28;

    private final String label;
    private final String description;

    Degradation(String label, String description) {
        this.label = label;
        this.description = description;
    }

    /** A word for tables. */
    public String label() {
        return label;
    }

    /** What it does, with its size. */
    public String description() {
        return description;
    }

    private static float[] blurRows(float[] plane, int height, int width) {
        float[] kernel = kernel(BLUR_DEVIATION * width);
        float[] blurred = new float[plane.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                blurred[y * width + x] = weighted(plane, y * width, 1, x, width, kernel);
            }
        }
        return blurred;
    }

    private static float[] blurColumns(float[] plane, int height, int width) {
        float[] kernel = kernel(BLUR_DEVIATION * height);
        float[] blurred = new float[plane.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                blurred[y * width + x] = weighted(plane, x, width, y, height, kernel);
            }
        }
        return blurred;
    }

    /** The sum around an element of a line; beyond its ends the line goes on as it ended. */
    private static float weighted(float[] plane, int start, int step, int at, int length, float[] kernel) {
        int reach = kernel.length / 2;
        float sum = 0;
        for (int k = -reach; k <= reach; k++) {
            int i = Math.max(0, Math.min(length - 1, at + k));
            sum += kernel[k + reach] * plane[start + i * step];
        }
        return sum;
    }

    private static float[] kernel(double deviation) {
        int reach = (int) Math.ceil(3 * deviation);
        float[] kernel = new float[2 * reach + 1];
        double sum = 0;
        for (int k = -reach; k <= reach; k++) {
            sum += StrictMath.exp(-0.5 * k * k / (deviation * deviation));
        }
        for (int k = -reach; k <= reach; k++) {
            kernel[k + reach] = (float) (StrictMath.exp(-0.5 * k * k / (deviation * deviation)) / sum);
        }
        return kernel;
    }

    abstract byte[] apply(byte[] image, ImageShape shape, Random random);

    /** Degraded copies; the same seed gives the same ones. */
    public LabelledImages of(LabelledImages images, long seed) {
        byte[][] degraded = new byte[images.count()][];
        for (int i = 0; i < degraded.length; i++) {
            degraded[i] = apply(images.pixels(i), images.shape(), new Random(seed * 1_000_003 + i));
        }
        return new LabelledImages(images.shape(), degraded, images.labels(), images.classNames());
    }
}
