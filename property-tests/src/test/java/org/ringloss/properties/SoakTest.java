// SPDX-License-Identifier: Apache-2.0
package org.ringloss.properties;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A few seconds of what {@code property-tests/soak} does for minutes. */
class SoakTest {
    @Test
    void everyCallOfEveryThreadGivesTheBitsOfOneThread() throws InterruptedException {
        AtomicLong left = new AtomicLong(4000);
        assertThat(new Soak(1, 120).run(8, 1, () -> left.getAndDecrement() > 0)).isEqualTo(4000);
    }
}
