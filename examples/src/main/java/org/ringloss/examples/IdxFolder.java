// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the images and labels of a folder by the ends of their names. What stands before {@code images-idx3-ubyte} tells
 * which labels belong to it, and whether the pair is for training or for testing.
 */
final class IdxFolder {
    private static final String IMAGES = "images-idx3-ubyte";
    private static final String LABELS = "labels-idx1-ubyte";
    private static final int MIN_TRAIN = 16;
    private static final int MIN_TEST = 4;

    private final Path folder;
    private final NavigableMap<String, Path> images = new TreeMap<>();
    private final NavigableMap<String, Path> labels = new TreeMap<>();

    private IdxFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * Reads a folder: a training pair and a test pair, or one pair, which the seed splits.
     *
     * @throws InputException if that is not what the folder holds
     */
    static DataSet read(Path folder, long seed) throws InputException {
        IdxFolder idx = new IdxFolder(folder);
        idx.list();
        return idx.load(seed);
    }

    private void list() throws InputException {
        if (!Files.isDirectory(folder)) {
            throw new InputException(folder, Files.exists(folder) ? "is no folder" : "there is no such folder");
        }
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path file : entries.filter(Files::isRegularFile).sorted().toList()) {
                collect(file, IMAGES, images);
                collect(file, LABELS, labels);
            }
        } catch (IOException e) {
            throw new InputException(folder, "cannot be listed: " + e);
        }
    }

    private void collect(Path file, String ending, NavigableMap<String, Path> into) throws InputException {
        String name = String.valueOf(file.getFileName());
        String plain = name.endsWith(".gz") ? name.substring(0, name.length() - ".gz".length()) : name;
        if (!plain.endsWith(ending)) {
            return;
        }
        Path other = into.put(plain.substring(0, plain.length() - ending.length()), file);
        if (other != null) {
            throw new InputException(folder, "has both " + other.getFileName() + " and " + name + ", expected one");
        }
    }

    private DataSet load(long seed) throws InputException {
        NavigableSet<String> pairs = new TreeSet<>(images.keySet());
        pairs.addAll(labels.keySet());
        if (pairs.isEmpty()) {
            throw new InputException(
                    folder, "has no images, expected files named like *" + IMAGES + "[.gz] and *" + LABELS + "[.gz]");
        }
        for (String pair : pairs) {
            requireBoth(images.get(pair), labels.get(pair), pair);
        }
        if (pairs.size() == 1) {
            String pair = pairs.first();
            LabelledImages all = read(pair);
            requireCount(pair, all, MIN_TRAIN + MIN_TEST, "split into training and test images");
            requireClasses(pair, all);
            return DataSet.split(folder + " (" + all.count() + " images, split by the seed)", all, seed);
        }
        String train = only(pairs, List.of("train"));
        String test = only(pairs, List.of("t10k", "test"));
        if (pairs.size() != 2 || train == null || test == null) {
            throw new InputException(
                    folder,
                    "has " + pairs.size() + " pairs of images and labels ("
                            + pairs.stream().map(pair -> pair + "*").collect(Collectors.joining(", "))
                            + "), expected one pair, or train-* and t10k-* or test-*");
        }
        return together(train, test);
    }

    private DataSet together(String train, String test) throws InputException {
        LabelledImages forTraining = read(train);
        LabelledImages forTesting = read(test);
        if (forTraining.height() != forTesting.height() || forTraining.width() != forTesting.width()) {
            throw new InputException(
                    file(images, test),
                    "has images of " + forTesting.height() + " x " + forTesting.width() + ", expected "
                            + forTraining.height() + " x " + forTraining.width() + " as in "
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
        return new DataSet(folder + " (training and test set)", forTraining, forTesting);
    }

    private LabelledImages read(String pair) throws InputException {
        return IdxReader.read(file(images, pair), file(labels, pair));
    }

    private static Path file(NavigableMap<String, Path> files, String pair) {
        Path file = files.get(pair);
        if (file == null) {
            throw new IllegalStateException("no file of pair " + pair);
        }
        return file;
    }

    private static @Nullable String only(NavigableSet<String> pairs, List<String> starts) {
        List<String> found = pairs.stream()
                .filter(pair -> starts.stream().anyMatch(pair::startsWith))
                .toList();
        return found.size() == 1 ? found.get(0) : null;
    }

    private static void requireBoth(@Nullable Path imageFile, @Nullable Path labelFile, String pair)
            throws InputException {
        if (labelFile == null && imageFile != null) {
            throw new InputException(imageFile, "has no labels, expected " + pair + LABELS + "[.gz] beside it");
        }
        if (imageFile == null && labelFile != null) {
            throw new InputException(labelFile, "has no images, expected " + pair + IMAGES + "[.gz] beside it");
        }
    }

    private void requireCount(String pair, LabelledImages found, int least, String purpose) throws InputException {
        if (found.count() < least) {
            throw new InputException(
                    file(images, pair),
                    "has " + found.count() + " images, expected at least " + least + " to " + purpose);
        }
    }

    private void requireClasses(String pair, LabelledImages found) throws InputException {
        if (found.distinctLabels() < 2) {
            throw new InputException(
                    file(labels, pair), "has only the label " + found.label(0) + ", expected two classes or more");
        }
    }
}
