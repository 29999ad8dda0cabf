// SPDX-License-Identifier: Apache-2.0
package org.ringloss.internal;

/** The system property that keeps the SIMD backend from vectors wider than it says. */
public final class MaxVectorBits {
    /** The name of the property. */
    public static final String PROPERTY = "ringloss.maxVectorBits";

    private MaxVectorBits() {}

    /**
     * Reads the property.
     *
     * @return 128, 256 or 512, which is also the default
     * @throws IllegalArgumentException if the property is anything else
     */
    public static int read() {
        String bits = System.getProperty(PROPERTY, "512");
        return switch (bits) {
            case "128" -> 128;
            case "256" -> 256;
            case "512" -> 512;
            default ->
                throw new IllegalArgumentException(
                        "system property " + PROPERTY + " is '" + bits + "', must be 128, 256 or 512");
        };
    }
}
