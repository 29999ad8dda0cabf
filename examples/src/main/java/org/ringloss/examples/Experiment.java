// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples;

import java.util.List;

/** Both runs, and what they are compared by. */
record Experiment(DataSet data, Settings settings, Run softmax, Run ring) {
    List<Run> runs() {
        return List.of(softmax, ring);
    }
}
