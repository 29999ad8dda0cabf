// SPDX-License-Identifier: Apache-2.0
package org.ringloss.properties;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.ringloss.BackendInfo;
import org.ringloss.RingLoss;

/** A run names the backend that it requires; this fails where another one ran. */
class BackendIsTheExpectedOneTest {
    @Test
    void theBackendIsTheOneThatThisRunIsFor() {
        String expected = System.getProperty("ringloss.expected", "");
        if (!expected.isEmpty()) {
            assertThat(RingLoss.builder().build().backend().name())
                    .as(RingLoss.describe())
                    .isEqualTo(expected);
        }
    }

    @Test
    void theVectorsAreAsWideAsThisRunIsFor() {
        String expected = System.getProperty("ringloss.expected.bits", "");
        // The scalar run of a build gets the property of the command line too.
        boolean vectors = !System.getProperty("ringloss.expected", "").equals("scalar");
        if (!expected.isEmpty() && vectors) {
            assertThat(RingLoss.builder().build().backend().vectorBits())
                    .as(RingLoss.describe())
                    .isEqualTo(Integer.parseInt(expected));
        }
    }

    @Test
    void aBackendDescribesItself() {
        BackendInfo backend = RingLoss.builder().build().backend();
        String bits = backend.vectorBits() == 0 ? "" : ", " + backend.vectorBits() + "-bit vectors";
        assertThat(backend.reason()).isNotBlank();
        assertThat(RingLoss.describe())
                .matches("ringloss [0-9]+\\.[0-9]+\\.[0-9]+(-SNAPSHOT)? runs on the .*")
                .endsWith(" runs on the " + backend.name() + " backend" + bits + ": " + backend.reason());
        assertThat(bits.isEmpty()).isEqualTo(backend.name().equals("scalar"));
    }
}
