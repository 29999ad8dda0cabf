// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
        assertThatThrownBy(() -> IdxFolder.read(folder, 1))
                .isInstanceOf(InputException.class)
                .message()
                .startsWith(folder.toString())
                .contains(parts)
                .doesNotContain("\n");
    }

    @Test
    void splitsASinglePair() throws InputException {
        DataSet data = IdxFolder.read(folder, 1);
        assertThat(data.train().count()).isEqualTo(24);
        assertThat(data.test().count()).isEqualTo(6);
        assertThat(data.classes()).isEqualTo(3);
        assertThat(data.height()).isEqualTo(5);
        assertThat(data.width()).isEqualTo(7);
    }

    @Test
    void readsGzip() throws Exception {
        DataSet plain = IdxFolder.read(folder, 1);
        delete(IMAGES);
        delete(LABELS);
        write(IMAGES + ".gz", IdxFiles.gzip(images));
        write(LABELS + ".gz", IdxFiles.gzip(labels));
        assertThat(pixels(IdxFolder.read(folder, 1).test())).isEqualTo(pixels(plain.test()));
    }

    @Test
    void takesATrainingPairAndATestPairAsTheyAre() throws Exception {
        IdxFiles.write(folder, "train-", 40, 5, 7, 3);
        DataSet data = IdxFolder.read(folder, 1);
        assertThat(data.train().count()).isEqualTo(40);
        assertThat(data.test().count()).isEqualTo(30);
        assertThat(data.test().label(4)).isEqualTo(1);
    }

    @Test
    void splitsAlikeForTheSameSeed() throws InputException {
        float[] first = pixels(IdxFolder.read(folder, 7).train());
        assertThat(pixels(IdxFolder.read(folder, 7).train())).isEqualTo(first);
        assertThat(pixels(IdxFolder.read(folder, 8).train())).isNotEqualTo(first);
    }

    private static float[] pixels(LabelledImages images) {
        int size = images.height() * images.width();
        float[] pixels = new float[images.count() * size];
        for (int i = 0; i < images.count(); i++) {
            images.copyTo(i, pixels, i * size);
        }
        return pixels;
    }

    @Test
    void refusesAFolderThatIsNone() {
        assertThatThrownBy(() -> IdxFolder.read(folder.resolve("none"), 1))
                .isInstanceOf(InputException.class)
                .hasMessageEndingWith("there is no such folder");
        assertThatThrownBy(() -> IdxFolder.read(folder.resolve(IMAGES), 1))
                .isInstanceOf(InputException.class)
                .hasMessageEndingWith("is no folder");
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
        write(IMAGES + ".gz", IdxFiles.gzip(images));
        assertRefused("has both", IMAGES);
        delete(IMAGES + ".gz");
        IdxFiles.write(folder, "other-", 30, 5, 7, 3);
        assertRefused("has 2 pairs", "other-*");
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
        write(IMAGES + ".gz", images);
        assertRefused(IMAGES + ".gz", "no sound gzip file");
        byte[] packed = IdxFiles.gzip(images);
        write(IMAGES + ".gz", Arrays.copyOf(packed, packed.length - 12));
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
        DataSet plain = IdxFolder.read(folder, 1);
        delete(IMAGES);
        ByteArrayOutputStream members = new ByteArrayOutputStream();
        for (int i = 0; i < images.length; i += 10) {
            members.write(IdxFiles.gzip(Arrays.copyOfRange(images, i, Math.min(i + 10, images.length))));
        }
        write(IMAGES + ".gz", members.toByteArray());
        assertThat(pixels(IdxFolder.read(folder, 1).test())).isEqualTo(pixels(plain.test()));
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
