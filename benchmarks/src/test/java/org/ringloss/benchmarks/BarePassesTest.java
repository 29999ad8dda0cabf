package org.ringloss.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BarePassesTest {
    /** Whole numbers, small enough for any order of the sum of their squares to be exact. */
    @Test
    void everyFloatIsReadAndScaled() {
        int dim = 2 * BarePasses.BLOCK;
        float[] x = new float[3 * dim];
        float[] g = new float[x.length];
        double squares = 0;
        for (int i = 0; i < x.length; i++) {
            x[i] = i + 1;
            squares += (i + 1.0) * (i + 1.0);
        }
        assertThat(BarePasses.of(x, g, dim)).isEqualTo(squares);
        for (int i = 0; i < x.length; i++) {
            assertThat(g[i]).isEqualTo(BarePasses.COEFFICIENT * (i + 1));
        }
    }
}
