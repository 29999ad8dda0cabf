// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples.input;

import java.nio.file.Path;

/** Input that cannot be used; the message is one line that names the file and what is wrong with it. */
public final class InputException extends Exception {
    private static final long serialVersionUID = 1;

    /** Puts file and fault into one line. */
    public InputException(Path file, String what) {
        super(OneLine.of(file + ": " + what));
    }
}
