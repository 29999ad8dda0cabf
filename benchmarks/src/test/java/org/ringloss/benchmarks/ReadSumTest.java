package org.ringloss.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReadSumTest {
    /** Whole numbers, small enough for any order of their sum to be exact. */
    @Test
    void everyFloatIsRead() {
        float[] x = new float[4 * 128];
        for (int i = 0; i < x.length; i++) {
            x[i] = i;
        }
        assertThat(ReadSum.of(x)).isEqualTo(x.length * (x.length - 1) / 2f);
    }
}
