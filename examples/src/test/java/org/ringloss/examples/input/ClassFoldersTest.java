// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassFoldersTest {
    @TempDir
    Path folder;

    private final Map<String, byte[]> files = new LinkedHashMap<>();

    private static byte[] png(int value, int size) throws IOException {
        BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < size * size; i++) {
            image.getRaster().setSample(i % size, i / size, 0, value);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        return out.toByteArray();
    }

    /** Ten images of each of three classes, sizes mixed; the image of class c, number i, is grey 50 c + i. */
    private void addClasses() throws IOException {
        String[] names = {"b/two", "a", "b/one"};
        for (int i = 0; i < 10; i++) {
            for (int c = 0; c < names.length; c++) {
                files.put(names[c] + "/" + i + ".PNG", png(50 * c + i, 1 + i % 3));
            }
        }
    }

    private Path asFolder() throws IOException {
        Path root = folder.resolve("images");
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path path = root.resolve(file.getKey());
            Files.createDirectories(path.resolveSibling("."));
            Files.write(path, file.getValue());
        }
        return root;
    }

    private Path asZip() throws IOException {
        Path zip = folder.resolve("images.zip");
        try (OutputStream out = Files.newOutputStream(zip);
                ZipOutputStream entries = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                entries.putNextEntry(new ZipEntry(file.getKey()));
                entries.write(file.getValue());
            }
        }
        return zip;
    }

    private static DataSet read(Path path) throws InputException {
        return Data.read(path, ImageFormat.DEFAULT);
    }

    private static void assertRefused(Path path, String... parts) {
        assertThatThrownBy(() -> read(path))
                .isInstanceOf(InputException.class)
                .message()
                .startsWith(path.toString())
                .contains(parts)
                .doesNotContain("\n");
    }

    @Test
    void aFolderAndAZipFileOfItGiveTheSameImagesInTheSameOrder() throws Exception {
        addClasses();
        for (Path path : List.of(asFolder(), asZip())) {
            DataSet data = read(path);
            LabelledImages images = data.images();
            assertThat(images.classNames()).containsExactly("a", "b/one", "b/two");
            assertThat(images.shape()).isEqualTo(new ImageShape(1, 28, 28));
            assertThat(images.count()).isEqualTo(30);
            assertThat(images.label(12)).isEqualTo(1);
            assertThat(images.pixels(12)).containsOnly((byte) 102);
            assertThat(images.pixels(29)).containsOnly((byte) 9);
            assertThat(data.remarks()).isEmpty();
        }
    }

    @Test
    void tellsWhatIsLeftOut() throws Exception {
        addClasses();
        files.put("a/text.png", "no image".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        byte[] whole = png(3, 9);
        files.put("a/cut.png", java.util.Arrays.copyOf(whole, whole.length / 2));
        files.put("single/1.png", png(1, 5));
        files.put("notes.txt", new byte[] {65});
        files.put("a/.DS_Store", new byte[] {65});
        files.put("__MACOSX/a/._1.png", new byte[] {65});
        Path root = asFolder();
        Files.createDirectories(root.resolve("empty/deep"));
        DataSet data = read(root);
        assertThat(data.images().count()).isEqualTo(31);
        assertThat(String.join("\n", data.remarks()))
                .contains("2 images could not be read and are left out: a/cut.png (", "; a/text.png (is no image")
                .contains("1 class with one image only")
                .contains("1 file that is no image by name")
                .contains("2 folders without images: empty, empty/deep")
                .doesNotContain("DS_Store", "MACOSX");
    }

    /** With a folder beneath a class, sorted names of one class do not stand together. */
    @Test
    void classesMayLieWithinClasses() throws Exception {
        for (int i = 0; i < 10; i++) {
            files.put("a/" + i + ".png", png(10, 3));
            files.put("a/5x/" + i + ".png", png(20, 3));
        }
        LabelledImages images = read(asFolder()).images();
        assertThat(images.classNames()).containsExactly("a", "a/5x");
        for (int i = 0; i < images.count(); i++) {
            assertThat(images.pixels(i)[0]).isEqualTo((byte) (images.label(i) == 0 ? 10 : 20));
        }
    }

    @Test
    void refusesWhatCannotBeTrainedOn() throws IOException {
        Path root = Files.createDirectories(folder.resolve("images"));
        assertRefused(root, "has no images", "a folder for each class");
        files.put("a/1.png", new byte[] {1});
        assertRefused(asFolder(), "has no image that can be read: a/1.png is no image");
        files.put("a/2.png", png(1, 4));
        assertRefused(asFolder(), "has images in one folder only (a)");
        files.put("b/1.png", png(1, 4));
        assertRefused(asFolder(), "has 2 images, expected at least 20");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../evil.png", "a/../../evil.png", "/evil.png", "C:/evil.png", "a\\..\\..\\evil.png"})
    void refusesZipFilesThatLeadOutOfTheirFolder(String name) throws IOException {
        addClasses();
        files.put(name, png(1, 4));
        assertRefused(asZip(), "leads out of its folder");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(folder.resolve("images.zip"));
        }
    }

    @Test
    void refusesWhatIsNoZipFile() throws IOException {
        Path file = Files.write(folder.resolve("a.zip"), new byte[] {'P', 'K', 3, 4, 5, 6, 7, 8, 9});
        assertRefused(file, "is no sound zip file");
        assertRefused(Files.writeString(folder.resolve("a.txt"), "hello"), "neither a folder nor a zip file");
    }

    /** Eight images of 25 million black pixels pack into 200 KB. */
    @Test
    void refusesZipFilesThatExpandTooFar() throws IOException {
        byte[] head = "P5 5000 5000 255\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        byte[] black = java.util.Arrays.copyOf(head, head.length + 25_000_000);
        for (int i = 0; i < 8; i++) {
            files.put("a/" + i + ".pgm", black);
        }
        assertRefused(asZip(), "expands to far more bytes than images do");
    }
}
