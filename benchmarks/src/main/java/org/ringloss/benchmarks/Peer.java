// SPDX-License-Identifier: Apache-2.0
package org.ringloss.benchmarks;

/** The same loss by other means: {@code huber(1)}, MEAN, weight and radius of {@link Batch}, over its features. */
interface Peer {
    /** Both passes: returns the loss. */
    double forwardBackward();

    /** dL/dR of the last call. */
    double radiusGradient();

    /** dL/dx of the last call, row by row. May copy: it is for tests. */
    float[] gradient();
}
