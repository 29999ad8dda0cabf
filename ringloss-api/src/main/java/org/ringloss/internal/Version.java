// SPDX-License-Identifier: Apache-2.0
package org.ringloss.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The version of a jar, from a file that the build fills in beside its classes. Unlike a manifest it stays with them in a
 * shaded jar, in a jlink image and in a folder of classes.
 */
public final class Version {
    /** The name of the file, relative to a class of the jar. */
    public static final String FILE = "version.txt";

    /** Where the file is missing. */
    public static final String UNKNOWN = "of unknown version";

    private Version() {}

    /**
     * Reads the file and closes it. Each jar opens its own: a module hides its files from others.
     *
     * @param file what {@code getResourceAsStream(FILE)} gives
     * @return the version, or {@link #UNKNOWN}
     */
    public static String read(@Nullable InputStream file) {
        if (file == null) {
            return UNKNOWN;
        }
        try (file) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(FILE + " cannot be read", e);
        }
    }
}
