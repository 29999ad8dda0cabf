// SPDX-License-Identifier: Apache-2.0
package org.ringloss.spark;

import java.util.Objects;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.FunctionRegistry;
import org.ringloss.RingLoss;

/**
 * The functions of SQL. Embeddings are {@code array<float>} of one length; other types are refused with the conversion
 * to write.
 *
 * <table>
 * <caption>Functions</caption>
 * <tr><th>function</th><th>gives</th></tr>
 * <tr><td>{@code ring_audit(embedding)}</td><td>an aggregate: a struct of row counts, norms, loss, radius gradient and
 *     the totals as bytes</td></tr>
 * <tr><td>{@code ring_merge(totals)}</td><td>an aggregate: the struct of all rows behind stored totals</td></tr>
 * <tr><td>{@code ring_gradient(embedding, n [, key])}</td><td>dL/dx of the row in the mean over n rows; null for a null
 *     row, an error for other rows without a norm</td></tr>
 * <tr><td>{@code ring_norm(embedding)}</td><td>the norm, null where the row has none</td></tr>
 * <tr><td>{@code ring_problem(embedding)}</td><td>what is wrong with the row in words, null where nothing is</td></tr>
 * </table>
 *
 * <p>The same rows give the same bits for any number of partitions, any order, any cluster. The aggregates work with GROUP BY,
 * FILTER, windows, rollup, {@code observe} and streaming. For sessions that no Java or Scala code prepares there is
 * {@link RingLossExtensions}.
 */
public final class RingLossFunctions {
    private RingLossFunctions() {}

    /**
     * Registers the functions as temporary functions of a session. Calling again replaces them; a data
     * frame keeps the loss and the radius of the call before it was made.
     *
     * @param spark a session inside the driver
     * @param ring the loss, with reduction MEAN or SUM, not in relative mode
     * @param radius the radius of all rows, finite
     * @param dim the length of every embedding, 1 or more
     * @throws NullPointerException if {@code spark} or {@code ring} is null
     * @throws IllegalArgumentException if an argument is out of range
     */
    public static void register(SparkSession spark, RingLoss ring, double radius, int dim) {
        Objects.requireNonNull(spark, "spark is null");
        LossSettings settings = settings(ring, radius, dim);
        FunctionRegistry registry = Sessions.classic(spark).sessionState().functionRegistry();
        for (SqlFunction function : SqlFunction.ALL) {
            registry.registerFunction(function.identifier(), function.info(), function.builder(() -> settings));
        }
    }

    /**
     * {@link #register(SparkSession, RingLoss, double, int)} with the loss as text, for callers from other languages.
     *
     * @param spark a session inside the driver
     * @param ring what {@link RingLoss#parse} reads
     * @param radius the radius of all rows, finite
     * @param dim the length of every embedding, 1 or more
     */
    public static void register(SparkSession spark, String ring, double radius, int dim) {
        register(spark, RingLoss.parse(ring), radius, dim);
    }

    static LossSettings settings(RingLoss ring, double radius, int dim) {
        LossSettings settings = LossSettings.of(ring, radius, Double.NaN, dim);
        if (ring.isRelative()) {
            throw new IllegalArgumentException("ring is relative, must not be: a function cannot know the mean norm"
                    + " before it has seen all rows. EmbeddingAudit.of passes over them twice");
        }
        return settings;
    }
}
