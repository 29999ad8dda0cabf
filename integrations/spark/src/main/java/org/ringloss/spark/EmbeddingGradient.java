// SPDX-License-Identifier: Apache-2.0
package org.ringloss.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.classic.ExpressionUtils;
import org.apache.spark.sql.functions;
import org.ringloss.Reduction;
import org.ringloss.RingLoss;

/** Gradients of the loss of a whole column of embeddings, as a column of the same shape. */
public final class EmbeddingGradient {
    /** Name of the added column. */
    public static final String COLUMN = "ring_gradient";

    private EmbeddingGradient() {}

    /**
     * Adds the column {@link #COLUMN} of dL/dx. What a row needs to know of the others, N of {@link Reduction#MEAN} and the
     * norm scale of relative mode, is found at once in passes before; the gradients run when the result is used. A
     * row that is null has a null gradient.
     *
     * @param rows the data
     * @param column name of a column of {@code array<float>}
     * @param key name of the column by which people find a row again
     * @param dim the length of every embedding, 1 or more
     * @param ring the loss, with reduction MEAN or SUM. N of MEAN is the number of rows that have a norm
     * @param radius the radius of all rows, finite
     * @return the rows with their gradients
     * @throws NullPointerException if an argument is null
     * @throws IllegalArgumentException if a number is out of range, or a row is of another length or has a null element:
     *     the message has the key
     */
    public static Dataset<Row> of(Dataset<?> rows, String column, String key, int dim, RingLoss ring, double radius) {
        Objects.requireNonNull(key, "key is null");
        Column keyColumn = rows.col(key);
        LossSettings settings = EmbeddingAudit.settings(rows, column, dim, ring, radius);
        List<Expression> arguments = new ArrayList<>();
        arguments.add(ExpressionUtils.expression(rows.col(column)));
        EmbeddingTotals totals = EmbeddingAudit.run(rows, EmbeddingAudit.audit(rows, column, settings));
        if (totals.wrongLengthRows() + totals.nullElementRows() > 0) {
            BadRows.refuse(rows.filter(rows.col(column).isNotNull()), column, key, dim);
        }
        if (ring.reduction() == Reduction.MEAN) {
            arguments.add(ExpressionUtils.expression(
                    functions.lit(Math.max(1, totals.ringLossTotals().rows()))));
        }
        arguments.add(ExpressionUtils.expression(keyColumn));
        return rows.withColumn(
                COLUMN,
                Sessions.column(new RowFunction(new GradientOfRow(settings), column, Sessions.expressions(arguments))));
    }
}
