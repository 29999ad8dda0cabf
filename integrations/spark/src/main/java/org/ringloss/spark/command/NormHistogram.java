// SPDX-License-Identifier: Apache-2.0
package org.ringloss.spark.command;

import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.ringloss.NormSummary;

/**
 * How many norms of each class lie in each of some intervals of equal width; the outermost ones hold what lies beyond them.
 *
 * @param from where the first interval begins
 * @param width of an interval
 * @param counts by class
 */
record NormHistogram(double from, double width, Map<String, long[]> counts) {
    static final int BINS = 48;
    private static final double DEVIATIONS = 4;

    /**
     * Counts; one pass over the rows.
     *
     * @param rows with columns {@code label} and {@code norm}, the norms finite
     * @param all of the norms
     */
    static NormHistogram of(Dataset<Row> rows, NormSummary all) {
        double from = Math.max(all.min(), all.mean() - DEVIATIONS * all.deviation());
        double to = Math.min(all.max(), all.mean() + DEVIATIONS * all.deviation());
        double width = to > from ? (to - from) / BINS : 1;
        Column bin = functions.floor(rows.col("norm").minus(functions.lit(from)).divide(functions.lit(width)));
        Column inside =
                functions.greatest(functions.lit(0L), functions.least(functions.lit(BINS - 1L), bin.cast("bigint")));
        Map<String, long[]> counts = new HashMap<>();
        for (Row row : rows.groupBy(rows.col("label"), inside.as("bin")).count().collectAsList()) {
            counts.computeIfAbsent(String.valueOf(row.get(0)), label -> new long[BINS])[(int) row.getLong(1)] =
                    row.getLong(2);
        }
        return new NormHistogram(from, width, counts);
    }

    /** Of one class. */
    long[] counts(String label) {
        return counts.getOrDefault(label, new long[BINS]);
    }

    /** Of all classes together. */
    long[] sum() {
        long[] sum = new long[BINS];
        for (long[] ofClass : counts.values()) {
            for (int i = 0; i < BINS; i++) {
                sum[i] += ofClass[i];
            }
        }
        return sum;
    }
}
