// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples.input;

/**
 * Scales planes of pixels with a triangle filter, first along rows, then along columns. When an image shrinks the filter
 * widens, so that every pixel counts.
 */
final class Resampling {
    private final int[] first;
    private final float[][] weights;

    /** The weights of the {@code from} pixels of a line for each of {@code to}. */
    private Resampling(int from, int to) {
        first = new int[to];
        weights = new float[to][];
        double scale = (double) from / to;
        double reach = Math.max(1, scale);
        for (int i = 0; i < to; i++) {
            double centre = (i + 0.5) * scale;
            int low = Math.max(0, (int) Math.floor(centre - reach));
            int high = Math.min(from, (int) Math.ceil(centre + reach));
            double[] line = new double[high - low];
            double sum = 0;
            for (int k = low; k < high; k++) {
                line[k - low] = Math.max(0, 1 - Math.abs((k + 0.5 - centre) / reach));
                sum += line[k - low];
            }
            first[i] = low;
            weights[i] = new float[line.length];
            for (int k = 0; k < line.length; k++) {
                weights[i][k] = (float) (line[k] / sum);
            }
        }
    }

    /** Gives one row of pixels after another, each from 0 to 255. */
    interface Rows {
        void read(int row, float[] into);
    }

    /** Scales a plane of {@code height} rows of {@code width} pixels. */
    static float[] scale(Rows rows, int height, int width, int toHeight, int toWidth) {
        Resampling across = new Resampling(width, toWidth);
        Resampling down = new Resampling(height, toHeight);
        float[] scaled = new float[toHeight * toWidth];
        float[] row = new float[width];
        float[] narrow = new float[toWidth];
        int open = 0;
        for (int y = 0; y < height; y++) {
            rows.read(y, row);
            across.apply(row, narrow);
            // Only the lines that this row reaches.
            while (down.first[open] + down.weights[open].length <= y) {
                open++;
            }
            for (int i = open; i < toHeight && down.first[i] <= y; i++) {
                float weight = down.weights[i][y - down.first[i]];
                for (int x = 0; x < toWidth; x++) {
                    scaled[i * toWidth + x] += weight * narrow[x];
                }
            }
        }
        return scaled;
    }

    private void apply(float[] line, float[] into) {
        for (int i = 0; i < into.length; i++) {
            float sum = 0;
            for (int k = 0; k < weights[i].length; k++) {
                sum += weights[i][k] * line[first[i] + k];
            }
            into[i] = sum;
        }
    }

    /** A plane of bytes in another size. */
    static void scale(
            byte[] from, int fromOffset, int height, int width, byte[] to, int toOffset, int toHeight, int toWidth) {
        float[] scaled = scale(
                (y, into) -> {
                    for (int x = 0; x < width; x++) {
                        into[x] = from[fromOffset + y * width + x] & 0xff;
                    }
                },
                height,
                width,
                toHeight,
                toWidth);
        for (int i = 0; i < scaled.length; i++) {
            to[toOffset + i] = toByte(scaled[i]);
        }
    }

    /** The nearest whole number from 0 to 255. */
    static byte toByte(float value) {
        return (byte) Math.round(Math.max(0, Math.min(255, value)));
    }
}
