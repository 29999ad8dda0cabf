// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples.report;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import javax.imageio.ImageIO;
import org.ringloss.examples.evaluation.ChangedPairs;
import org.ringloss.examples.input.ImageShape;
import org.ringloss.examples.input.LabelledImages;

/** Two images side by side, as an {@code img} element that needs no other file. */
final class PairPictures {
    private static final int GAP = 2;

    private PairPictures() {}

    static String element(LabelledImages images, ChangedPairs.Pair pair) {
        ImageShape shape = images.shape();
        BufferedImage picture = new BufferedImage(2 * shape.width() + GAP, shape.height(), BufferedImage.TYPE_INT_ARGB);
        draw(images.pixels(pair.first()), shape, picture, 0);
        draw(images.pixels(pair.second()), shape, picture, shape.width() + GAP);
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try {
            ImageIO.write(picture, "png", png);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String first = images.classNames().get(images.label(pair.first()));
        String second = images.classNames().get(images.label(pair.second()));
        return "<img alt=\"" + Html.escape("Images of " + first + " and " + second) + "\" title=\""
                + Html.escape(first + " | " + second) + "\" width=\"" + 2 * picture.getWidth()
                + "\" src=\"data:image/png;base64,"
                + Base64.getEncoder().encodeToString(png.toByteArray()) + "\">";
    }

    private static void draw(byte[] pixels, ImageShape shape, BufferedImage into, int left) {
        int plane = shape.height() * shape.width();
        for (int i = 0; i < plane; i++) {
            int red = pixels[i] & 0xff;
            int green = shape.channels() == 1 ? red : pixels[plane + i] & 0xff;
            int blue = shape.channels() == 1 ? red : pixels[2 * plane + i] & 0xff;
            into.setRGB(left + i % shape.width(), i / shape.width(), 0xff000000 | red << 16 | green << 8 | blue);
        }
    }
}
