// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PairedMetricTest {
    private static PairedMetric paired(double... softmaxThenRing) {
        int seeds = softmaxThenRing.length / 2;
        double[] softmax = new double[seeds];
        double[] ring = new double[seeds];
        System.arraycopy(softmaxThenRing, 0, softmax, 0, seeds);
        System.arraycopy(softmaxThenRing, seeds, ring, 0, seeds);
        return new PairedMetric(Metric.ACCURACY, softmax, ring);
    }

    /** Differences 1, 2, 3: mean 2, deviation 1, t = 2 sqrt 3 = 3.46, below 4.30, the 97.5 % quantile for 2 degrees. */
    @Test
    void differencesWithinTheirSpreadAreNoMove() {
        PairedMetric paired = paired(5, 5, 5, 6, 7, 8);
        assertThat(paired.meanDifference()).isCloseTo(2, within(1e-12));
        assertThat(PairedMetric.deviation(paired.differences())).isCloseTo(1, within(1e-12));
        assertThat(paired.change()).isEqualTo(PairedMetric.Change.UNMOVED);
        assertThat(paired.seedsAbove()).isEqualTo(3);
    }

    /** Differences 2, 3, 3 (t = 8): beyond it. The values themselves may scatter as they like. */
    @Test
    void differencesBeyondTheirSpreadAreAMove() {
        assertThat(paired(5, 50, 500, 7, 53, 503).change()).isEqualTo(PairedMetric.Change.ROSE);
        assertThat(paired(7, 53, 503, 5, 50, 500).change()).isEqualTo(PairedMetric.Change.FELL);
        assertThat(paired(7, 53, 503, 5, 50, 500).seedsBelow()).isEqualTo(3);
    }

    @Test
    void equalDifferencesAreJudgedWithoutSpread() {
        assertThat(paired(1, 2, 2, 3).change()).isEqualTo(PairedMetric.Change.ROSE);
        assertThat(paired(1, 2, 1, 2).change()).isEqualTo(PairedMetric.Change.UNMOVED);
    }

    @Test
    void oneSeedTellsNothing() {
        assertThat(paired(1, 9).change()).isEqualTo(PairedMetric.Change.UNKNOWN);
        assertThat(paired(1, Double.NaN).change()).isEqualTo(PairedMetric.Change.NONE);
        assertThat(PairedMetric.deviation(new double[] {1})).isNaN();
    }
}
