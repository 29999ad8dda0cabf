// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples.input;

import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;

/** Images of one shape and a label for each. The arrays are not copied and must not be changed. */
public final class LabelledImages {
    private final ImageShape shape;
    private final byte[][] pixels;
    private final int[] labels;
    private final List<String> classNames;

    /**
     * Images in a fixed order.
     *
     * @param pixels an array per image: a plane per channel, row by row, one byte (0 to 255) per pixel
     * @param labels an index into {@code classNames} per image
     */
    public LabelledImages(ImageShape shape, byte[][] pixels, int[] labels, List<String> classNames) {
        if (pixels.length != labels.length) {
            throw new IllegalArgumentException(pixels.length + " images, but " + labels.length + " labels");
        }
        for (byte[] image : pixels) {
            if (image.length != shape.length()) {
                throw new IllegalArgumentException("an image of " + image.length + " bytes is not " + shape);
            }
        }
        this.shape = shape;
        this.pixels = pixels;
        this.labels = labels;
        this.classNames = List.copyOf(classNames);
    }

    /** How many images there are. */
    public int count() {
        return labels.length;
    }

    /** The shape of each image. */
    public ImageShape shape() {
        return shape;
    }

    /** The label of an image, from 0 to {@link #classes()} - 1. */
    public int label(int image) {
        return labels[image];
    }

    /** The labels of all images, as a copy. */
    public int[] labels() {
        return labels.clone();
    }

    /** How many labels there may be. */
    public int classes() {
        return classNames.size();
    }

    /** The names of the classes, by label. */
    public List<String> classNames() {
        return classNames;
    }

    /** How many images each class has. */
    public int[] countByClass() {
        int[] counts = new int[classes()];
        for (int label : labels) {
            counts[label]++;
        }
        return counts;
    }

    /** How many classes have an image. */
    public int classesWithImages() {
        return (int) Arrays.stream(countByClass()).filter(count -> count > 0).count();
    }

    /** The pixels of an image, not copied. */
    public byte[] pixels(int image) {
        return pixels[image];
    }

    /** Writes an image as numbers from 0 to 1. */
    public void copyTo(int image, float[] into, int offset) {
        byte[] from = pixels[image];
        for (int i = 0; i < from.length; i++) {
            into[offset + i] = (from[i] & 0xff) / 255f;
        }
    }

    /** The images of these indices, in this order, with the same labels. */
    public LabelledImages select(int[] indices) {
        byte[][] chosen = new byte[indices.length][];
        int[] chosenLabels = new int[indices.length];
        for (int i = 0; i < indices.length; i++) {
            chosen[i] = pixels[indices[i]];
            chosenLabels[i] = labels[indices[i]];
        }
        return new LabelledImages(shape, chosen, chosenLabels, classNames);
    }

    /** The same images with labels that leave no gap: {@code classes[i]} becomes label i. All images must be of these classes. */
    LabelledImages relabelled(int[] classes) {
        int[] newLabel = new int[classes()];
        Arrays.fill(newLabel, -1);
        for (int i = 0; i < classes.length; i++) {
            newLabel[classes[i]] = i;
        }
        return new LabelledImages(
                shape,
                pixels,
                Arrays.stream(labels).map(label -> newLabel[label]).toArray(),
                Arrays.stream(classes).mapToObj(classNames::get).toList());
    }

    /** A checksum of pixels and labels. */
    public long checksum() {
        CRC32 crc = new CRC32();
        for (int i = 0; i < labels.length; i++) {
            crc.update(pixels[i]);
            crc.update(labels[i]);
            crc.update(labels[i] >>> 8);
            crc.update(labels[i] >>> 16);
        }
        return crc.getValue();
    }
}
