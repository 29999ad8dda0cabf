// SPDX-License-Identifier: Apache-2.0
package org.ringloss.properties;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** This JVM, its backend and any number of threads compute the recorded bits. */
class GoldenBitsTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7})
    void areTheRecordedOnes(int threads) {
        for (GoldenSize size : GoldenSize.values()) {
            assertThat(GoldenHash.compute(size, threads)).as(size.name()).isEqualTo(size.recorded());
        }
    }
}
