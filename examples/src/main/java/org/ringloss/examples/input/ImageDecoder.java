// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples.input;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Turns the bytes of an image file into pixels of one shape. Grey values are the samples of the file, scaled by their bit
 * depth: a conversion between colour spaces would bend them.
 */
final class ImageDecoder {
    /** More is not decoded: a small file may claim any size. */
    static final long MAX_PIXELS = 50_000_000;

    /** An image file is never read further than this. */
    static final long MAX_BYTES = 64L << 20;

    private static final float WHITE = 255;

    private final ImageShape shape;

    ImageDecoder(ImageShape shape) {
        this.shape = shape;
    }

    /** Endings of file names, in lower case and without the dot, that some reader is for. */
    static Set<String> fileEndings() {
        Set<String> endings = new TreeSet<>();
        for (String ending : ImageIO.getReaderFileSuffixes()) {
            endings.add(ending.toLowerCase(Locale.ROOT));
        }
        endings.remove("");
        return endings;
    }

    /** What a file came to. */
    static final class Decoded {
        private final byte[] pixels;
        private final @Nullable String warning;

        private Decoded(byte[] pixels, @Nullable String warning) {
            this.pixels = pixels;
            this.warning = warning;
        }

        /** A plane per channel, 0 to 255. */
        byte[] pixels() {
            return pixels;
        }

        /** What the reader found strange, such as an end that comes too early. */
        @Nullable String warning() {
            return warning;
        }
    }

    /**
     * Reads one image to its end.
     *
     * @throws IOException if it is no image, broken, or too large; the message says which
     */
    Decoded decode(InputStream file) throws IOException {
        try (ImageInputStream in =
                new MemoryCacheImageInputStream(new LimitedInput(file, MAX_BYTES, "is longer than"))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw new IOException("is no image that can be read here (PNG, JPEG, BMP, PGM, ...)");
            }
            ImageReader reader = readers.next();
            try {
                return decode(reader, in);
            } finally {
                reader.dispose();
            }
        } catch (RuntimeException e) {
            // Readers meet broken files with exceptions of many kinds.
            throw new IOException("is broken: " + e, e);
        }
    }

    private Decoded decode(ImageReader reader, ImageInputStream in) throws IOException {
        reader.setInput(in, true, true);
        String[] warning = new String[1];
        reader.addIIOReadWarningListener((source, text) -> warning[0] = text);
        int width = reader.getWidth(0);
        int height = reader.getHeight(0);
        if ((long) width * height > MAX_PIXELS) {
            throw new IOException("has " + width + " x " + height + " pixels, at most " + MAX_PIXELS / 1_000_000
                    + " million are read");
        }
        BufferedImage image = reader.read(0);
        byte[] pixels = new byte[shape.length()];
        int plane = shape.height() * shape.width();
        PixelRows rows = new PixelRows(image);
        for (int channel = 0; channel < shape.channels(); channel++) {
            int wanted = shape.channels() == 1 ? PixelRows.GREY : channel;
            float[] scaled = Resampling.scale(
                    (y, into) -> rows.read(y, wanted, into), height, width, shape.height(), shape.width());
            for (int i = 0; i < plane; i++) {
                pixels[channel * plane + i] = Resampling.toByte(scaled[i]);
            }
        }
        return new Decoded(pixels, warning[0]);
    }

    /** The pixels of an image as numbers from 0 to 255; what is transparent lies on white. */
    private static final class PixelRows {
        static final int GREY = -1;

        private final Raster raster;
        private final ColorModel colours;
        private final int bands;
        private final float[] perSample;
        private final double[] samples;
        private final float[] pixel = new float[4];

        PixelRows(BufferedImage image) throws IOException {
            raster = image.getRaster();
            colours = image.getColorModel();
            bands = raster.getNumBands();
            int space = colours.getColorSpace().getType();
            int expected = (space == ColorSpace.TYPE_GRAY ? 1 : 3) + (colours.hasAlpha() ? 1 : 0);
            if (!(colours instanceof IndexColorModel)
                    && ((space != ColorSpace.TYPE_GRAY && space != ColorSpace.TYPE_RGB) || bands != expected)) {
                throw new IOException("has colours that are neither grey nor red, green and blue");
            }
            samples = new double[bands * raster.getWidth()];
            perSample = new float[bands];
            boolean whole = raster.getTransferType() <= java.awt.image.DataBuffer.TYPE_INT;
            for (int band = 0; band < bands; band++) {
                int bits = whole ? colours.getComponentSize(Math.min(band, colours.getNumComponents() - 1)) : 0;
                perSample[band] = whole ? WHITE / ((1L << bits) - 1) : WHITE;
            }
        }

        void read(int row, int channel, float[] into) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + row, raster.getWidth(), 1, samples);
            for (int x = 0; x < into.length; x++) {
                float alpha = colours instanceof IndexColorModel palette
                        ? fromPalette(palette, (int) samples[x])
                        : fromSamples(x * bands);
                float value =
                        channel == GREY ? 0.299f * pixel[0] + 0.587f * pixel[1] + 0.114f * pixel[2] : pixel[channel];
                into[x] = WHITE + (value - WHITE) * alpha / WHITE;
            }
        }

        private float fromPalette(IndexColorModel palette, int index) {
            pixel[0] = palette.getRed(index);
            pixel[1] = palette.getGreen(index);
            pixel[2] = palette.getBlue(index);
            return palette.getAlpha(index);
        }

        private float fromSamples(int at) {
            if (bands < 3) {
                Arrays.fill(pixel, 0, 3, (float) samples[at] * perSample[0]);
            } else {
                for (int band = 0; band < 3; band++) {
                    pixel[band] = (float) samples[at + band] * perSample[band];
                }
            }
            return colours.hasAlpha() ? (float) samples[at + bands - 1] * perSample[bands - 1] : WHITE;
        }
    }
}
