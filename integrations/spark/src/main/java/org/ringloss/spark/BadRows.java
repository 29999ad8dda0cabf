// SPDX-License-Identifier: Apache-2.0
package org.ringloss.spark;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The rows of a column of embeddings that are not {@code dim} finite floats: to look at, or to refuse. */
public final class BadRows {
    private static final String PROBLEM = "problem";
    private static final int SHOWN = 5;

    private BadRows() {}

    /**
     * The rows with a problem.
     *
     * @param rows the data
     * @param column name of a column of {@code array<float>}
     * @param dim the length that every embedding should have, 1 or more
     * @return these rows, with a further column {@code problem} that tells what is wrong: null, another length, a null,
     *     NaN or infinite element
     */
    public static Dataset<Row> of(Dataset<?> rows, String column, int dim) {
        Column problem = problem(rows, column, dim);
        return rows.filter(problem.isNotNull()).withColumn(PROBLEM, problem);
    }

    /**
     * Throws if there are rows with a problem.
     *
     * @param rows the data
     * @param column name of a column of {@code array<float>}
     * @param key name of the column by which people find a row again
     * @param dim the length that every embedding should have, 1 or more
     * @throws IllegalArgumentException if there are any: the message has their number, key and problem of some, and the
     *     remedy
     */
    public static void refuse(Dataset<?> rows, String column, String key, int dim) {
        Objects.requireNonNull(key, "key is null");
        Column problem = problem(rows, column, dim);
        Dataset<Row> bad = rows.filter(problem.isNotNull()).select(rows.col(key).cast("string"), problem);
        List<Row> some = bad.limit(SHOWN).collectAsList();
        if (!some.isEmpty()) {
            long all = bad.count();
            throw new IllegalArgumentException(column + " has " + all + (all == 1 ? " bad row: " : " bad rows: ")
                    + some.stream()
                            .map(row -> key + " " + row.get(0) + ": " + row.get(1))
                            .collect(Collectors.joining("; "))
                    + (all > some.size() ? "; ..." : "")
                    + ". Leave them out with WHERE " + ProblemOfRow.NAME + "(" + column + ") IS NULL");
        }
    }

    private static Column problem(Dataset<?> rows, String column, int dim) {
        Objects.requireNonNull(rows, "rows is null");
        Objects.requireNonNull(column, "column is null");
        ProblemOfRow body = new ProblemOfRow(LossSettings.requireDim(dim));
        return Sessions.column(new RowFunction(body, column, Sessions.argument(rows, column)));
    }
}
