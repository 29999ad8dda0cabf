// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdxFolderTest {
    private static final String IMAGES = "t10k-images-idx3-ubyte";
    private static final String LABELS = "t10k-labels-idx1-ubyte";

    @TempDir
    Path folder;

    private final byte[] images = IdxFiles.images(30, 5, 7, 3);
    private final byte[] labels = IdxFiles.labels(30, 3);

    @BeforeEach
    void writeSoundPair() throws IOException {
        write(IMAGES, images);
        write(LABELS, labels);
    }

    private void write(String name, byte[] bytes) throws IOException {
        Files.write(folder.resolve(name), bytes);
    }

    private void delete(String name) throws IOException {
        Files.delete(folder.resolve(name));
    }

    private void assertRefused(String... parts) {
        assertThatThrownBy(() -> Data.read(folder, ImageFormat.DEFAULT))
                .isInstanceOf(InputException.class)
                .message()
                .startsWith(folder.toString())
                .contains(parts)
                .doesNotContain("\n");
    }

    @Test
    void readsASinglePair() throws InputException {
        DataSet data = Data.read(folder, ImageFormat.DEFAULT);
        assertThat(data.images().count()).isEqualTo(30);
        assertThat(data.test()).isNull();
        assertThat(data.images().classes()).isEqualTo(3);
        assertThat(data.images().shape()).isEqualTo(new ImageShape(1, 5, 7));
    }

    @Test
    void readsGzip() throws Exception {
        DataSet plain = Data.read(folder, ImageFormat.DEFAULT);
        delete(IMAGES);
        delete(LABELS);
        write(IMAGES + ".gz", IdxFiles.gzip(images));
        write(LABELS + ".gz", IdxFiles.gzip(labels));
        assertThat(pixels(Data.read(folder, ImageFormat.DEFAULT).images())).isEqualTo(pixels(plain.images()));
    }

    @Test
    void takesATrainingPairAndATestPairAsTheyAre() throws Exception {
        IdxFiles.write(folder, "train-", 40, 5, 7, 3);
        DataSet data = Data.read(folder, ImageFormat.DEFAULT);
        LabelledImages test = data.test();
        assertThat(data.images().count()).isEqualTo(40);
        assertThat(test).isNotNull();
        assertThat(test == null ? 0 : test.count()).isEqualTo(30);
        assertThat(data.count()).isEqualTo(70);
    }

    @Test
    void scalesWhereASizeIsAsked() throws InputException {
        DataSet data = Data.read(folder, new ImageFormat(OptionalInt.of(9), false));
        assertThat(data.images().shape()).isEqualTo(new ImageShape(1, 9, 9));
    }

    /** Content tells: what a file is called may be wrong, and both may be there. */
    @ParameterizedTest
    @CsvSource({
        "t10k-images.idx3-ubyte, t10k-labels.idx1-ubyte",
        "t10k-images-idx3-ubyte.gz, t10k-labels-idx1-ubyte.gz",
        "raw/t10k-images-idx3-ubyte, raw/t10k-labels-idx1-ubyte",
        "t10k-images-idx3-ubyte/t10k-images.idx3-ubyte, t10k-labels-idx1-ubyte/t10k-labels.idx1-ubyte",
        "T10K-IMAGES-IDX3-UBYTE, t10k-labels-idx1-ubyte",
        "emnist-letters-test-images-idx3-ubyte, emnist-letters-test-labels-idx1-ubyte",
        "test_images.bin, test_labels.bin",
        "images, labels",
    })
    void findsAllSpellings(String imageFile, String labelFile) throws Exception {
        float[] plain = pixels(Data.read(folder, ImageFormat.DEFAULT).images());
        delete(IMAGES);
        delete(LABELS);
        for (boolean packed : new boolean[] {false, true}) {
            for (String name : new String[] {imageFile, labelFile}) {
                Files.createDirectories(folder.resolve(name).resolveSibling("."));
                byte[] bytes = name.equals(imageFile) ? images : labels;
                write(name, packed ? IdxFiles.gzip(bytes) : bytes);
            }
            assertThat(pixels(Data.read(folder, ImageFormat.DEFAULT).images())).isEqualTo(plain);
        }
    }

    @Test
    void takesThePlainFileOfTwo() throws Exception {
        float[] plain = pixels(Data.read(folder, ImageFormat.DEFAULT).images());
        write(IMAGES + ".gz", IdxFiles.gzip(IdxFiles.images(30, 5, 7, 2)));
        write(LABELS + ".gz", IdxFiles.gzip(labels));
        assertThat(pixels(Data.read(folder, ImageFormat.DEFAULT).images())).isEqualTo(plain);
    }

    private static float[] pixels(LabelledImages images) {
        int size = images.shape().length();
        float[] pixels = new float[images.count() * size];
        for (int i = 0; i < images.count(); i++) {
            images.copyTo(i, pixels, i * size);
        }
        return pixels;
    }

    @Test
    void refusesAFolderThatIsNone() {
        assertThatThrownBy(() -> Data.read(folder.resolve("none"), ImageFormat.DEFAULT))
                .isInstanceOf(InputException.class)
                .hasMessageEndingWith("there is no such file or folder");
        assertThatThrownBy(() -> Data.read(folder.resolve(IMAGES), ImageFormat.DEFAULT))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("neither a folder nor a zip file");
    }

    @Test
    void refusesMissingFiles() throws IOException {
        delete(LABELS);
        assertRefused(IMAGES, "has no labels", LABELS);
        delete(IMAGES);
        assertRefused("has no images");
        write(LABELS, labels);
        assertRefused(LABELS, "has no images", IMAGES);
    }

    @Test
    void refusesAmbiguousFiles() throws IOException {
        write("t10k-images.idx3-ubyte", IdxFiles.images(30, 5, 7, 2));
        assertRefused("has both", IMAGES, "t10k-images.idx3-ubyte");
        delete("t10k-images.idx3-ubyte");
        IdxFiles.write(folder, "other-", 30, 5, 7, 3);
        assertRefused("has 2 pairs", "other-images-idx3-ubyte");
    }

    @Test
    void refusesTruncatedFiles() throws IOException {
        write(IMAGES, Arrays.copyOf(images, images.length - 1));
        assertRefused(IMAGES, "truncated", "1049", "1050");
        write(IMAGES, Arrays.copyOf(images, 9));
        assertRefused(IMAGES, "truncated", "9 bytes", "16");
        write(IMAGES, new byte[0]);
        assertRefused(IMAGES, "truncated", "0 bytes");
    }

    @Test
    void refusesTrailingBytes() throws IOException {
        write(LABELS, Arrays.copyOf(labels, labels.length + 1));
        assertRefused(LABELS, "more bytes", "38");
    }

    @Test
    void refusesAWrongMagicNumber() throws IOException {
        write(IMAGES, labels);
        assertRefused(IMAGES, "0x00000801", "0x00000803");
    }

    @Test
    void refusesCountsThatDiffer() throws IOException {
        write(LABELS, IdxFiles.labels(29, 3));
        assertRefused(LABELS, "29", "30", IMAGES);
    }

    @Test
    void refusesEmptyAndAbsurdSizes() throws IOException {
        write(IMAGES, IdxFiles.idx(2051, new int[] {0, 5, 7}, new byte[0]));
        assertRefused(IMAGES, "0 images of 5 x 7");
        write(IMAGES, IdxFiles.idx(2051, new int[] {-1, -1, -1}, new byte[0]));
        assertRefused(IMAGES, "4294967295");
        write(IMAGES, IdxFiles.idx(2051, new int[] {0x7fffffff, 0x7fffffff, 0x7fffffff}, new byte[0]));
        assertRefused(IMAGES, "at most");
        write(IMAGES, IdxFiles.idx(2051, new int[] {1 << 20, 1 << 5, 1 << 5}, new byte[10]));
        assertRefused(IMAGES, "truncated", "10 bytes");
    }

    @Test
    void refusesBadGzip() throws IOException {
        delete(IMAGES);
        byte[] packed = IdxFiles.gzip(images);
        write(IMAGES + ".gz", Arrays.copyOf(packed, packed.length - 12));
        assertRefused(IMAGES + ".gz", "no sound gzip file");
        packed[8] = 9;
        packed[12] ^= 0x55;
        write(IMAGES + ".gz", packed);
        assertRefused(IMAGES + ".gz", "no sound gzip file");
    }

    /** A black image of 64 MiB fits into 64 KiB. */
    @Test
    void refusesGzipThatExpandsTooFar() throws IOException {
        delete(IMAGES);
        byte[] packed = IdxFiles.gzip(IdxFiles.idx(2051, new int[] {1 << 10, 1 << 8, 1 << 8}, new byte[1 << 26]));
        write(IMAGES + ".gz", packed);
        assertRefused(IMAGES + ".gz", "1024 images of 256 x 256", "compressed file of " + packed.length + " bytes");
        write(IMAGES + ".gz", IdxFiles.gzip(images));
        delete(LABELS);
        write(LABELS + ".gz", IdxFiles.gzip(IdxFiles.idx(2049, new int[] {1 << 26}, new byte[1 << 26])));
        assertRefused(LABELS + ".gz", "67108864 labels");
    }

    /** The JDK's stream calls itself for each member. */
    @Test
    void refusesGzipOfVeryManyEmptyMembers() throws IOException {
        delete(IMAGES);
        byte[] empty = IdxFiles.gzip(new byte[0]);
        ByteArrayOutputStream many = new ByteArrayOutputStream();
        for (int i = 0; i < 100_000; i++) {
            many.write(empty);
        }
        write(IMAGES + ".gz", many.toByteArray());
        assertRefused(IMAGES + ".gz", "no sound gzip file");
    }

    @Test
    void readsGzipOfSeveralMembers() throws Exception {
        DataSet plain = Data.read(folder, ImageFormat.DEFAULT);
        delete(IMAGES);
        ByteArrayOutputStream members = new ByteArrayOutputStream();
        for (int i = 0; i < images.length; i += 10) {
            members.write(IdxFiles.gzip(Arrays.copyOfRange(images, i, Math.min(i + 10, images.length))));
        }
        write(IMAGES + ".gz", members.toByteArray());
        assertThat(pixels(Data.read(folder, ImageFormat.DEFAULT).images())).isEqualTo(pixels(plain.images()));
    }

    @Test
    void refusesWhatCannotBeTrainedOn() throws IOException {
        write(LABELS, IdxFiles.labels(30, 1));
        assertRefused(LABELS, "only the label 0");
        IdxFiles.write(folder, "t10k-", 19, 5, 7, 3);
        assertRefused(IMAGES, "19 images", "at least 20");
    }

    @Test
    void refusesSetsThatDoNotFit() throws IOException {
        IdxFiles.write(folder, "train-", 30, 5, 6, 3);
        assertRefused(IMAGES, "5 x 7", "5 x 6");
        IdxFiles.write(folder, "train-", 30, 5, 7, 2);
        assertRefused(LABELS, "label 2", "at most 1");
    }
}
