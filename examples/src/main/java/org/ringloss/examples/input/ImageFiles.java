// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples.input;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Files in folders, wherever they lie. */
interface ImageFiles extends AutoCloseable {
    /** Names of all files, relative, with {@code /} between folders, in the order of their characters. */
    List<String> names();

    /** Names of all folders below the topmost, relative, without a {@code /} at the end. */
    List<String> folders();

    /**
     * Opens a file; may be called by several threads at once.
     *
     * @throws IOException if it cannot be read
     */
    InputStream open(String name) throws IOException;

    @Override
    void close() throws IOException;
}
