// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples.training;

/** Is told how an arm goes. */
public interface Progress {
    /**
     * After every step.
     *
     * @param done the share of the arm that is done, 0 to 1
     * @param loss mean of the epoch so far
     * @param accuracy share of right answers of the epoch so far
     */
    void step(double done, double loss, double accuracy);

    /** After every epoch. */
    void epoch(EpochStats stats);
}
