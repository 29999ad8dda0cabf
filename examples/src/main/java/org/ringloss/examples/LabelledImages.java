// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples;

/** Grey images of one size and a label for each. The arrays are not copied and must not be changed. */
final class LabelledImages {
    private final int height;
    private final int width;
    private final byte[] pixels;
    private final byte[] labels;

    /**
     * Images that follow one another, row by row.
     *
     * @param pixels one byte per pixel, 0 to 255
     * @param labels one byte per image, 0 to 255
     */
    LabelledImages(int height, int width, byte[] pixels, byte[] labels) {
        if (pixels.length != (long) height * width * labels.length) {
            throw new IllegalArgumentException(
                    pixels.length + " pixels are not " + labels.length + " images of " + height + " x " + width);
        }
        this.height = height;
        this.width = width;
        this.pixels = pixels;
        this.labels = labels;
    }

    int count() {
        return labels.length;
    }

    int height() {
        return height;
    }

    int width() {
        return width;
    }

    int label(int image) {
        return labels[image] & 0xff;
    }

    /** The largest label plus 1, or 0 if there are no images. */
    int classes() {
        int classes = 0;
        for (int i = 0; i < labels.length; i++) {
            classes = Math.max(classes, label(i) + 1);
        }
        return classes;
    }

    /** How many different labels there are. */
    int distinctLabels() {
        boolean[] seen = new boolean[256];
        int distinct = 0;
        for (int i = 0; i < labels.length; i++) {
            distinct += seen[label(i)] ? 0 : 1;
            seen[label(i)] = true;
        }
        return distinct;
    }

    /** Writes an image as numbers from 0 to 1. */
    void copyTo(int image, float[] into, int offset) {
        int size = height * width;
        int start = image * size;
        for (int i = 0; i < size; i++) {
            into[offset + i] = (pixels[start + i] & 0xff) / 255f;
        }
    }

    /** The images of these indices, in this order. */
    LabelledImages select(int[] indices) {
        int size = height * width;
        byte[] chosenPixels = new byte[indices.length * size];
        byte[] chosenLabels = new byte[indices.length];
        for (int i = 0; i < indices.length; i++) {
            System.arraycopy(pixels, indices[i] * size, chosenPixels, i * size, size);
            chosenLabels[i] = labels[indices[i]];
        }
        return new LabelledImages(height, width, chosenPixels, chosenLabels);
    }
}
