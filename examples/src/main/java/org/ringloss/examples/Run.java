// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples;

import java.util.List;
import org.ringloss.NormSummary;

/**
 * A finished run.
 *
 * @param name for people
 * @param epochs one entry per epoch
 * @param test the features of the test images
 * @param accuracy the share of right answers on the test images
 * @param norms of the test images' features
 * @param radius the final radius; NaN in the run without ring loss
 * @param seconds how long it took
 */
record Run(
        String name,
        List<EpochStats> epochs,
        Features test,
        double accuracy,
        NormSummary norms,
        double radius,
        double seconds) {

    boolean hasRadius() {
        return !Double.isNaN(radius);
    }
}
