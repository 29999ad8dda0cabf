// SPDX-License-Identifier: Apache-2.0
package org.ringloss;

import java.util.Locale;

/** Which implementation of the kernels to use. All give the same bits. */
public enum BackendChoice {
    /** SIMD where it can run, else scalar. */
    AUTO,
    /** Plain Java. */
    SCALAR,
    /** The kernels of {@code ringloss-simd} on {@code jdk.incubator.vector}. */
    SIMD;

    /** As the system property {@code ringloss.backend} takes it. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static BackendChoice of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
