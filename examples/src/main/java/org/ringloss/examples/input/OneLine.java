// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples.input;

/** Text for a message. */
public final class OneLine {
    private OneLine() {}

    /** The text without line breaks and other control characters: file names may hold them. */
    public static String of(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ").strip();
    }
}
