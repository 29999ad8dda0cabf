// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples;

import org.ringloss.examples.evaluation.ArmResult;
import org.ringloss.examples.training.Arm;
import org.ringloss.examples.training.Progress;

/** Shows how all arms of all seeds go. */
interface RunProgress extends Progress, AutoCloseable {
    /** An arm begins; the first is number 0. */
    void begin(int number, long seed, Arm arm);

    /** The arm is trained, and its pairs are compared. */
    void end(ArmResult result);

    @Override
    void close();
}
