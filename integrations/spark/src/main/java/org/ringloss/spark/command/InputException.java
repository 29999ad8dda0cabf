// SPDX-License-Identifier: Apache-2.0
package org.ringloss.spark.command;

/** Something that the user gave is not as it must be; the message says what. */
final class InputException extends RuntimeException {
    private static final long serialVersionUID = 1;

    InputException(String message) {
        super(message);
    }
}
