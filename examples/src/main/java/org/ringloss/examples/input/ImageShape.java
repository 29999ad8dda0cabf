// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples.input;

/**
 * The size of every image of a set.
 *
 * @param channels 1 for grey, 3 for red, green and blue
 */
public record ImageShape(int channels, int height, int width) {
    /** Numbers of one image: a plane per channel, row by row. */
    public int length() {
        return channels * height * width;
    }

    @Override
    public String toString() {
        return height + " x " + width + (channels == 1 ? ", grey" : ", colour");
    }
}
