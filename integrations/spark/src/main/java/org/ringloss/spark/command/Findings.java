// SPDX-License-Identifier: Apache-2.0
package org.ringloss.spark.command;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.ringloss.RingLoss;

/**
 * Everything that a report shows.
 *
 * @param source where the rows come from
 * @param ring the loss
 * @param radius the radius
 * @param radiusOrigin how the radius was found
 * @param dim the length of an embedding
 * @param all all rows
 * @param classes each class, by name; none where rows have no label
 * @param histogram the norms
 * @param badRows some bad rows: key and problem
 * @param environment where it ran
 */
record Findings(
        String source,
        RingLoss ring,
        double radius,
        String radiusOrigin,
        int dim,
        ClassAudit all,
        List<ClassAudit> classes,
        NormHistogram histogram,
        List<String> badRows,
        Map<String, String> environment) {

    /** The classes of largest loss. */
    List<ClassAudit> worst(int count) {
        return classes.stream()
                .filter(one -> !Double.isNaN(one.loss()))
                .sorted(Comparator.comparingDouble(ClassAudit::loss).reversed().thenComparing(ClassAudit::name))
                .limit(count)
                .toList();
    }
}
