// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples.input;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Images as they were found.
 *
 * @param source where they come from, for people
 * @param images all of them, or those to train on if there is a test set
 * @param test a test set that came with them
 * @param remarks what was left out or is unusual, a sentence each
 */
public record DataSet(
        String source, LabelledImages images, @Nullable LabelledImages test, List<String> remarks) {
    /** Images without a test set of their own. */
    static DataSet of(String source, LabelledImages images, List<String> remarks) {
        return new DataSet(source, images, null, remarks);
    }

    /** How many images there are in all. */
    public int count() {
        return images.count() + (test == null ? 0 : test.count());
    }
}
