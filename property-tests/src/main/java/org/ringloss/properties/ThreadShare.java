// SPDX-License-Identifier: Apache-2.0
package org.ringloss.properties;

/** Batches of tests are small: threads share them all the same. */
final class ThreadShare {
    /** Floats of a batch for each thread, to be had with few rows. */
    static final int FLOATS = 1 << 14;

    private ThreadShare() {}
}
