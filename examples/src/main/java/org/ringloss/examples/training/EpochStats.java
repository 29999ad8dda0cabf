// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples.training;

/**
 * How a run stands after some epochs.
 *
 * @param epoch counted from 1
 * @param softmaxLoss mean over the epoch's batches
 * @param ringLoss mean over the epoch's batches; NaN as long as there is none
 * @param trainAccuracy the share of right answers while training
 * @param heldOutAccuracy the share of right answers on the held-out images
 * @param radius the radius; NaN as long as there is none
 * @param meanNorm of the held-out images' features
 */
public record EpochStats(
        int epoch,
        double softmaxLoss,
        double ringLoss,
        double trainAccuracy,
        double heldOutAccuracy,
        double radius,
        double meanNorm) {}
