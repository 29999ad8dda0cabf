// SPDX-License-Identifier: Apache-2.0
package org.ringloss.guide;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The program of docs/trainers.md does what the page says. */
class PlainJavaTrainingTest {
    @Test
    void ringLossEvensTheNorms() {
        double without = PlainJavaTraining.train(0).coefficientOfVariation();
        double with = PlainJavaTraining.train(1).coefficientOfVariation();
        assertThat(with).isLessThan(0.6 * without);
    }
}
