// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples.input;

import java.util.OptionalInt;

/**
 * What images are turned into.
 *
 * @param size height and width; empty for the default: 28 for pictures, their own size for IDX files
 * @param colour whether red, green and blue are kept
 */
public record ImageFormat(OptionalInt size, boolean colour) {
    static final int DEFAULT_SIZE = 28;

    /** Grey pictures of the default size. */
    public static final ImageFormat DEFAULT = new ImageFormat(OptionalInt.empty(), false);

    ImageShape pictureShape() {
        int side = size.orElse(DEFAULT_SIZE);
        return new ImageShape(colour ? 3 : 1, side, side);
    }
}
