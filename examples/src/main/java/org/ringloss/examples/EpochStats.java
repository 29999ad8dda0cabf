// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples;

/**
 * How a run stands after some epochs.
 *
 * @param epoch counted from 1
 * @param softmaxLoss mean over the epoch's batches
 * @param ringLoss mean over the epoch's batches; 0 in the run without
 * @param trainAccuracy the share of right answers while training
 * @param testAccuracy the share of right answers on the test images
 * @param radius the radius; NaN in the run without
 * @param meanNorm of the test images' features
 */
record EpochStats(
        int epoch,
        double softmaxLoss,
        double ringLoss,
        double trainAccuracy,
        double testAccuracy,
        double radius,
        double meanNorm) {

    double loss() {
        return softmaxLoss + ringLoss;
    }
}
