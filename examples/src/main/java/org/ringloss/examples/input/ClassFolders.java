// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples.input;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Images in folders, one for each class: a class is a folder with images in it, however deep. */
final class ClassFolders {
    /** So many images that were left out are named; the others are counted. */
    private static final int MAX_NAMED = 20;

    private static final long MAX_PIXELS = 1L << 31;
    private static final int MIN_IMAGES = 20;

    private final Path source;
    private final ImageFiles files;
    private final ImageDecoder decoder;
    private final ImageShape shape;
    private final List<String> remarks = new ArrayList<>();

    private ClassFolders(Path source, ImageFiles files, ImageFormat format) {
        this.source = source;
        this.files = files;
        shape = format.pictureShape();
        decoder = new ImageDecoder(shape);
    }

    /**
     * Reads all images.
     *
     * @throws InputException if there are too few images or classes to train on
     */
    static DataSet read(Path source, ImageFiles files, ImageFormat format) throws InputException {
        return new ClassFolders(source, files, format).read();
    }

    private DataSet read() throws InputException {
        List<String> names = imageNames();
        if ((long) names.size() * shape.length() > MAX_PIXELS) {
            throw new InputException(
                    source,
                    "has " + names.size() + " images, which at this size are more than 2 GiB; try a smaller --size");
        }
        Read[] images = IntStream.range(0, names.size())
                .parallel()
                .mapToObj(i -> read(names.get(i)))
                .toArray(Read[]::new);
        if (files instanceof ZipFiles zip && zip.isBomb()) {
            throw new InputException(
                    source,
                    "expands to far more bytes than images do (" + ZipFiles.MAX_EXPANSION
                            + " for each of its own); such a file is not trusted");
        }
        tellFailures(names, images);
        DataSet data = collect(names, images);
        check(data.images(), names, images);
        return data;
    }

    private List<String> imageNames() {
        Set<String> endings = ImageDecoder.fileEndings();
        List<String> images = new ArrayList<>();
        int others = 0;
        for (String name : files.names()) {
            if (isHidden(name)) {
                continue;
            }
            String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
            if (endings.contains(ending)) {
                images.add(name);
            } else {
                others++;
            }
        }
        if (others > 0) {
            remarks.add(others + (others == 1 ? " file that is" : " files that are") + " no image by name left alone");
        }
        tellEmptyFolders(new TreeSet<>(images));
        return images;
    }

    private void tellEmptyFolders(NavigableSet<String> images) {
        List<String> empty = files.folders().stream()
                .filter(folder -> !isHidden(folder))
                .filter(folder -> {
                    String next = images.ceiling(folder + "/");
                    return next == null || !next.startsWith(folder + "/");
                })
                .toList();
        if (!empty.isEmpty()) {
            remarks.add(OneLine.of(count(empty.size(), "folder") + " without images: "
                    + String.join(", ", empty.subList(0, Math.min(MAX_NAMED, empty.size())))
                    + (empty.size() > MAX_NAMED ? ", ..." : "")));
        }
    }

    /** What desktops leave behind: {@code .DS_Store}, {@code __MACOSX/._a.png}. */
    private static boolean isHidden(String name) {
        return Arrays.stream(name.split("/")).anyMatch(part -> part.startsWith(".") || part.equals("__MACOSX"));
    }

    /** The folder of a file; the topmost one is called {@code .}. */
    private static String folder(String name) {
        int slash = name.lastIndexOf('/');
        return slash < 0 ? "." : name.substring(0, slash);
    }

    /** What became of a file: pixels, or a reason why there are none. */
    private static final class Read {
        private final byte @Nullable [] pixels;
        private final @Nullable String fault;

        private Read(byte @Nullable [] pixels, @Nullable String fault) {
            this.pixels = pixels;
            this.fault = fault;
        }

        private byte @Nullable [] pixels() {
            return pixels;
        }

        private @Nullable String fault() {
            return fault;
        }
    }

    private Read read(String name) {
        try (InputStream in = files.open(name)) {
            ImageDecoder.Decoded decoded = decoder.decode(in);
            return new Read(decoded.pixels(), decoded.warning());
        } catch (IOException e) {
            return new Read(null, e.getMessage() == null ? "ends too early" : e.getMessage());
        }
    }

    private void tellFailures(List<String> names, Read[] images) {
        tell(names, images, true, "could not be read and are left out");
        tell(names, images, false, "were read, but with a warning");
    }

    private void tell(List<String> names, Read[] images, boolean lost, String what) {
        int[] rows = IntStream.range(0, images.length)
                .filter(i -> images[i].fault() != null && (images[i].pixels() == null) == lost)
                .toArray();
        if (rows.length == 0) {
            return;
        }
        StringBuilder text = new StringBuilder(count(rows.length, "image"))
                .append(' ')
                .append(what)
                .append(": ");
        for (int i = 0; i < Math.min(MAX_NAMED, rows.length); i++) {
            text.append(i == 0 ? "" : "; ")
                    .append(names.get(rows[i]))
                    .append(" (")
                    .append(images[rows[i]].fault())
                    .append(')');
        }
        if (rows.length > MAX_NAMED) {
            text.append("; and ").append(rows.length - MAX_NAMED).append(" more");
        }
        remarks.add(OneLine.of(text.toString()));
    }

    private DataSet collect(List<String> names, Read[] images) {
        List<byte[]> pixels = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        // The names are sorted, but a folder's files need not stand together: a/b/1.png lies between a/a.png and
        // a/c.png.
        TreeSet<String> folders = new TreeSet<>();
        for (int i = 0; i < images.length; i++) {
            if (images[i].pixels() != null) {
                folders.add(folder(names.get(i)));
            }
        }
        List<String> classes = List.copyOf(folders);
        for (int i = 0; i < images.length; i++) {
            byte[] image = images[i].pixels();
            if (image != null) {
                pixels.add(image);
                labels.add(Collections.binarySearch(classes, folder(names.get(i))));
            }
        }
        LabelledImages all = new LabelledImages(
                shape,
                pixels.toArray(byte[][]::new),
                labels.stream().mapToInt(Integer::intValue).toArray(),
                classes);
        int single = (int)
                Arrays.stream(all.countByClass()).filter(count -> count == 1).count();
        if (single > 0) {
            remarks.add(count(single, "class") + " with one image only: " + (single == 1 ? "it gives" : "they give")
                    + " no genuine pair and no held-out image");
        }
        return DataSet.of(String.valueOf(source.getFileName()), all, List.copyOf(remarks));
    }

    private void check(LabelledImages all, List<String> names, Read[] images) throws InputException {
        if (names.isEmpty()) {
            throw new InputException(
                    source,
                    "has no images; expected a folder for each class with PNG, JPEG, BMP or PGM files, a zip file of such"
                            + " folders, or the IDX files of MNIST");
        }
        if (all.count() == 0) {
            throw new InputException(
                    source, "has no image that can be read: " + names.get(0) + " " + images[0].fault());
        }
        if (all.classes() < 2) {
            throw new InputException(
                    source,
                    "has images in one folder only (" + all.classNames().get(0)
                            + "); expected a folder for each class, two at least");
        }
        if (all.count() < MIN_IMAGES) {
            throw new InputException(
                    source,
                    "has " + count(all.count(), "image") + ", expected at least " + MIN_IMAGES + " to train on");
        }
    }

    private static String count(int count, String what) {
        return count + " " + (count == 1 ? what : what.endsWith("s") ? what + "es" : what + "s");
    }
}
