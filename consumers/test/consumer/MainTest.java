// SPDX-License-Identifier: Apache-2.0
package consumer;

import org.junit.jupiter.api.Test;

/** Runs the program; consumers/check reads what it printed. */
class MainTest {
    @Test
    void runs() {
        Main.main(new String[0]);
    }
}
