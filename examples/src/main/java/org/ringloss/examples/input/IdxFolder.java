// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples.input;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The IDX files in a folder and below. A file is one by its name or by its first bytes, so that every spelling is found
 * that tools give them; what its name says beside "images" or "labels" tells which two belong together, and whether they
 * are for training or for testing.
 */
final class IdxFolder {
    private static final int MIN_TRAIN = 16;
    private static final int MIN_TEST = 4;

    private final Path folder;
    private final Map<String, Path> images = new TreeMap<>();
    private final Map<String, Path> labels = new TreeMap<>();

    private IdxFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * Looks for IDX files.
     *
     * @param names of files, relative to the folder
     * @return empty if there are none
     */
    static Optional<IdxFolder> find(Path folder, List<String> names) throws InputException {
        IdxFolder idx = new IdxFolder(folder);
        Set<String> pictures = ImageDecoder.fileEndings();
        for (String name : names) {
            if (!pictures.contains(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT))) {
                idx.collect(folder.resolve(name));
            }
        }
        return idx.images.isEmpty() && idx.labels.isEmpty() ? Optional.empty() : Optional.of(idx);
    }

    private void collect(Path file) throws InputException {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        int magic;
        try {
            magic = IdxReader.magic(file);
        } catch (IOException e) {
            throw new InputException(file, "cannot be read: " + e.getMessage());
        }
        boolean named = name.matches(".*idx[0-9].*") && (name.contains("images") || name.contains("labels"));
        boolean isImages = name.contains("images") || (IdxReader.isImages(magic) && !name.contains("labels"));
        if (named || IdxReader.isImages(magic) || IdxReader.isLabels(magic)) {
            Map<String, Path> files = isImages ? images : labels;
            String pair = pair(name);
            Path other = files.get(pair);
            files.put(pair, other == null ? file : better(other, file));
        }
    }

    /** What is left of {@code train-images.idx3-ubyte.gz}: {@code train}. */
    private static String pair(String name) {
        return name.replaceAll("images|labels|idx[0-9]|u?byte|\\.gz$|\\.bin$|[^a-z0-9]", "");
    }

    /** Of a file and its compressed copy the plain one. */
    private Path better(Path first, Path second) throws InputException {
        try {
            if (IdxReader.isGzip(first) != IdxReader.isGzip(second)) {
                return IdxReader.isGzip(first) ? second : first;
            }
            if (Files.mismatch(first, second) < 0) {
                return first;
            }
        } catch (IOException e) {
            throw new InputException(second, "cannot be read: " + e.getMessage());
        }
        throw new InputException(
                folder,
                "has both " + folder.relativize(first) + " and " + folder.relativize(second) + ", expected one");
    }

    /**
     * Reads a training pair and a test pair, or one pair without a test set.
     *
     * @throws InputException if that is not what the folder holds
     */
    DataSet read(ImageFormat format) throws InputException {
        Set<String> pairs = new TreeSet<>(images.keySet());
        pairs.addAll(labels.keySet());
        for (String pair : pairs) {
            requireBoth(images.get(pair), labels.get(pair));
        }
        List<String> remarks = new ArrayList<>();
        if (format.colour()) {
            remarks.add("IDX files are grey: they stay so");
        }
        if (pairs.size() == 1) {
            String pair = pairs.iterator().next();
            LabelledImages all = read(pair, format);
            requireCount(pair, all, MIN_TRAIN + MIN_TEST, "split into training and test images");
            requireClasses(pair, all);
            return new DataSet(name(), all, null, List.copyOf(remarks));
        }
        String train = only(pairs, "train");
        String test = only(pairs, "t10k|test");
        if (pairs.size() != 2 || train == null || test == null) {
            throw new InputException(
                    folder,
                    "has " + pairs.size() + " pairs of images and labels ("
                            + pairs.stream().map(this::shown).collect(Collectors.joining(", "))
                            + "), expected one pair, or one of train and one of t10k or test");
        }
        return together(train, test, format, remarks);
    }

    private String name() {
        return String.valueOf(folder.toAbsolutePath().normalize().getFileName());
    }

    private String shown(String pair) {
        return String.valueOf(file(images, pair).getFileName());
    }

    private DataSet together(String train, String test, ImageFormat format, List<String> remarks)
            throws InputException {
        LabelledImages forTraining = read(train, format);
        LabelledImages forTesting = read(test, format);
        if (!forTraining.shape().equals(forTesting.shape())) {
            throw new InputException(
                    file(images, test),
                    "has images of " + forTesting.shape() + ", expected " + forTraining.shape() + " as in "
                            + file(images, train).getFileName());
        }
        requireCount(train, forTraining, MIN_TRAIN, "train on");
        requireCount(test, forTesting, MIN_TEST, "test on");
        requireClasses(train, forTraining);
        if (forTesting.classes() > forTraining.classes()) {
            throw new InputException(
                    file(labels, test),
                    "has label " + (forTesting.classes() - 1) + ", expected at most " + (forTraining.classes() - 1)
                            + ", the largest in " + file(labels, train).getFileName());
        }
        return new DataSet(name(), forTraining, forTesting, List.copyOf(remarks));
    }

    private LabelledImages read(String pair, ImageFormat format) throws InputException {
        LabelledImages read = IdxReader.read(file(images, pair), file(labels, pair));
        if (format.size().isEmpty()) {
            return read;
        }
        int side = format.size().getAsInt();
        ImageShape from = read.shape();
        byte[][] scaled = new byte[read.count()][side * side];
        for (int i = 0; i < scaled.length; i++) {
            Resampling.scale(read.pixels(i), 0, from.height(), from.width(), scaled[i], 0, side, side);
        }
        return new LabelledImages(new ImageShape(1, side, side), scaled, read.labels(), read.classNames());
    }

    private static Path file(Map<String, Path> files, String pair) {
        Path file = files.get(pair);
        if (file == null) {
            throw new IllegalStateException("no file of pair " + pair);
        }
        return file;
    }

    private static @Nullable String only(Set<String> pairs, String purpose) {
        List<String> found = pairs.stream()
                .filter(pair -> pair.matches(".*(" + purpose + ").*"))
                .toList();
        return found.size() == 1 ? found.get(0) : null;
    }

    private static void requireBoth(@Nullable Path imageFile, @Nullable Path labelFile) throws InputException {
        if (labelFile == null && imageFile != null) {
            throw new InputException(imageFile, "has no labels, expected " + counterpart(imageFile) + " beside it");
        }
        if (imageFile == null && labelFile != null) {
            throw new InputException(labelFile, "has no images, expected " + counterpart(labelFile) + " beside it");
        }
    }

    private static String counterpart(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.contains("images")
                ? name.replace("images", "labels").replace("idx3", "idx1")
                : name.replace("labels", "images").replace("idx1", "idx3");
    }

    private void requireCount(String pair, LabelledImages found, int least, String purpose) throws InputException {
        if (found.count() < least) {
            throw new InputException(
                    file(images, pair),
                    "has " + found.count() + " images, expected at least " + least + " to " + purpose);
        }
    }

    private void requireClasses(String pair, LabelledImages found) throws InputException {
        if (found.classesWithImages() < 2) {
            throw new InputException(
                    file(labels, pair), "has only the label " + found.label(0) + ", expected two classes or more");
        }
    }
}
