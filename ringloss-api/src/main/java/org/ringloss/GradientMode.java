// SPDX-License-Identifier: Apache-2.0
package org.ringloss;

/** What a backward pass does with the values that the gradient matrix holds already. */
public enum GradientMode {
    /** Overwrite them. */
    WRITE,

    /**
     * Add to them, so that the gradient of a classifier's loss and the ring gradient share one buffer. The ring
     * gradient is rounded to float first, then the float sum is.
     */
    ADD
}
