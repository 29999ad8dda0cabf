// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageDecoderTest {
    private final ImageDecoder grey = new ImageDecoder(new ImageShape(1, 2, 2));
    private final ImageDecoder colour = new ImageDecoder(new ImageShape(3, 2, 2));

    private static byte[] file(BufferedImage image, String format) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, format, out)).isTrue();
        return out.toByteArray();
    }

    private static int[] decoded(ImageDecoder decoder, byte[] file) throws IOException {
        byte[] pixels = decoder.decode(new ByteArrayInputStream(file)).pixels();
        int[] values = new int[pixels.length];
        Arrays.setAll(values, i -> pixels[i] & 0xff);
        return values;
    }

    /** Four grey samples, in the order of rows. */
    private static BufferedImage greys(int type, int... samples) {
        BufferedImage image = new BufferedImage(2, 2, type);
        image.getRaster().setPixels(0, 0, 2, 2, samples);
        return image;
    }

    @Test
    void greyValuesAreTheSamplesOfTheFile() throws IOException {
        BufferedImage image = greys(BufferedImage.TYPE_BYTE_GRAY, 0, 128, 200, 255);
        assertThat(decoded(grey, file(image, "png"))).containsExactly(0, 128, 200, 255);
        assertThat(decoded(grey, file(image, "bmp"))).containsExactly(0, 128, 200, 255);
        assertThat(decoded(colour, file(image, "png"))).startsWith(0, 128, 200, 255, 0, 128);
    }

    @Test
    void samplesOfSixteenBitsAreScaled() throws IOException {
        BufferedImage image = greys(BufferedImage.TYPE_USHORT_GRAY, 0, 128 * 257, 200 * 257, 65535);
        assertThat(decoded(grey, file(image, "png"))).containsExactly(0, 128, 200, 255);
    }

    @Test
    void samplesOfFewBitsAreScaled() throws IOException {
        byte[] levels = {0, 85, (byte) 170, (byte) 255};
        IndexColorModel palette = new IndexColorModel(2, 4, levels, levels, levels);
        BufferedImage image = new BufferedImage(2, 2, BufferedImage.TYPE_BYTE_BINARY, palette);
        image.getRaster().setPixels(0, 0, 2, 2, new int[] {0, 1, 2, 3});
        assertThat(decoded(grey, file(image, "png"))).containsExactly(0, 85, 170, 255);
    }

    @Test
    void coloursKeepTheirPlanesOrBecomeGrey() throws IOException {
        BufferedImage image = new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, 0xff0000);
        image.setRGB(1, 0, 0x00ff00);
        image.setRGB(0, 1, 0x0000ff);
        image.setRGB(1, 1, 0xffffff);
        for (String format : new String[] {"png", "bmp"}) {
            assertThat(decoded(colour, file(image, format)))
                    .containsExactly(255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255);
            assertThat(decoded(grey, file(image, format))).containsExactly(76, 150, 29, 255);
        }
    }

    @Test
    void whatIsTransparentLiesOnWhite() throws IOException {
        BufferedImage image = new BufferedImage(2, 2, BufferedImage.TYPE_INT_ARGB);
        image.setRGB(0, 0, 0x00000000);
        image.setRGB(1, 0, 0xff000000);
        image.setRGB(0, 1, 0x80000000);
        image.setRGB(1, 1, 0xffffffff);
        assertThat(decoded(grey, file(image, "png"))).containsExactly(255, 0, 127, 255);
    }

    @ParameterizedTest
    @ValueSource(strings = {"P2 2 2 255\n0 128 200 255\n", "P2\n# a comment\n2 2\n255\n0 128\n200 255\n"})
    void readsPgmAsText(String text) throws IOException {
        assertThat(decoded(grey, text.getBytes(StandardCharsets.US_ASCII))).containsExactly(0, 128, 200, 255);
    }

    @Test
    void readsPgmAsBytes() throws IOException {
        byte[] head = "P5 2 2 255\n".getBytes(StandardCharsets.US_ASCII);
        byte[] pgm = Arrays.copyOf(head, head.length + 4);
        pgm[head.length + 1] = (byte) 128;
        pgm[head.length + 2] = (byte) 200;
        pgm[head.length + 3] = (byte) 255;
        assertThat(decoded(grey, pgm)).containsExactly(0, 128, 200, 255);
    }

    @Test
    void readsJpeg() throws IOException {
        BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < 256; i++) {
            image.getRaster().setSample(i % 16, i / 16, 0, 128);
        }
        assertThat(Arrays.stream(decoded(grey, file(image, "jpg")))).allMatch(value -> Math.abs(value - 128) <= 2);
    }

    @Test
    void imagesOfOnePixelFillTheirPlace() throws IOException {
        BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setSample(0, 0, 0, 77);
        assertThat(decoded(grey, file(image, "png"))).containsExactly(77, 77, 77, 77);
    }

    @Test
    void refusesWhatIsNoImage() throws IOException {
        assertRefused("hello".getBytes(StandardCharsets.US_ASCII), "is no image that can be read");
        assertRefused(new byte[0], "is no image that can be read");
        BufferedImage image = new BufferedImage(20, 20, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < 400; i++) {
            image.getRaster().setSample(i % 20, i / 20, 0, i * i % 251);
        }
        byte[] png = file(image, "png");
        assertRefused(Arrays.copyOf(png, 20), "");
        assertRefused(Arrays.copyOf(png, png.length / 2), "");
    }

    /** The JDK's reader fills up what is missing, and warns. */
    @Test
    void tellsWhatIsCutOff() throws IOException {
        BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < 64 * 64; i++) {
            image.getRaster().setSample(i % 64, i / 64, 0, i * i % 251);
        }
        byte[] jpeg = file(image, "jpg");
        byte[] cut = Arrays.copyOf(jpeg, jpeg.length / 2);
        assertThat(grey.decode(new ByteArrayInputStream(cut)).warning()).isNotNull();
        assertThat(grey.decode(new ByteArrayInputStream(jpeg)).warning()).isNull();
    }

    /** A small file, which would take 200 MB if it were decoded. */
    @Test
    void refusesManyPixelsBeforeTheyAreDecoded() {
        byte[] header = ByteBuffer.allocate(17)
                .put("IHDR".getBytes(StandardCharsets.US_ASCII))
                .putInt(20_000)
                .putInt(10_000)
                .put(new byte[] {8, 0, 0, 0, 0})
                .array();
        CRC32 crc = new CRC32();
        crc.update(header);
        byte[] png = ByteBuffer.allocate(33)
                .put(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10})
                .putInt(13)
                .put(header)
                .putInt((int) crc.getValue())
                .array();
        assertRefused(png, "has 20000 x 10000 pixels, at most 50 million are read");
    }

    private void assertRefused(byte[] file, String message) {
        assertThatThrownBy(() -> grey.decode(new ByteArrayInputStream(file)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(message);
    }
}
