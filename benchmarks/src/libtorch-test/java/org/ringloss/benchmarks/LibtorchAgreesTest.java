// SPDX-License-Identifier: Apache-2.0
package org.ringloss.benchmarks;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** As {@link PeersAgreeTest}, without a row of zeros: autograd's gradient of its norm is its own affair. */
class LibtorchAgreesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"1x1", "1x8", "4x4", "256x1", "256x2", "7x3", "256x13", "31x127", "64x128", "9x1000", "5x1023"})
    void eagerMode(String shape) {
        PeerCheck.agree(new Batch(shape), new Batch(shape), TorchLoss::new);
    }
}
