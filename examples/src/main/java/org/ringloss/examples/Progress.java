// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples;

/** Shows how a run goes. */
interface Progress extends AutoCloseable {
    /** After every step. */
    void step(double loss, double accuracy, double radius, double meanNorm);

    /** After every epoch. */
    void epoch(EpochStats stats);

    @Override
    void close();

    /** Opens a display for each run. */
    @FunctionalInterface
    interface Factory {
        Progress open(String run, int epochs, int stepsPerEpoch);
    }
}
