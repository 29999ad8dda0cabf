// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples.training;

/** Training cannot go on; the message is for people. */
public final class TrainingException extends RuntimeException {
    private static final long serialVersionUID = 1;

    TrainingException(String message) {
        super(message);
    }
}
