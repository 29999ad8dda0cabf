// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples;

import java.nio.file.Path;

/** Input that cannot be trained on; the message is one line that names the file and what is wrong with it. */
final class InputException extends Exception {
    private static final long serialVersionUID = 1;

    InputException(Path file, String what) {
        super(OneLine.of(file + ": " + what));
    }
}
