// SPDX-License-Identifier: Apache-2.0
package org.ringloss;

/** How the per-row losses of a batch become the loss. */
public enum Reduction {
    /**
     * Their sum divided by N, the number of rows of the batch. Rows of weight zero count in N too. A caller that holds
     * one shard of a larger batch gives N itself: {@link RingLossBatch#withDivisor(double)}.
     */
    MEAN,

    /** Their sum. */
    SUM,

    /** No reduction: the losses stay one per row, see {@link RingLossResult#rowLosses()}. */
    NONE
}
