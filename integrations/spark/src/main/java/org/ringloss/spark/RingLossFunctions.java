// SPDX-License-Identifier: Apache-2.0
package org.ringloss.spark;

import java.util.Objects;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.analysis.FunctionRegistry;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.ExpressionInfo;
import org.ringloss.RingLoss;
import scala.collection.immutable.Seq;

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
 * FILTER, windows, rollup, {@code observe} and streaming.
 */
public final class RingLossFunctions {
    private RingLossFunctions() {}

    /** Makes the expression of a call. */
    private interface Call {
        Expression of(String column, Seq<Expression> arguments);
    }

    /**
     * Registers the functions as temporary functions of a session. Calling again replaces them: the loss and the radius
     * are those of the last call, also in queries that were written before and run later.
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
        LossSettings settings = LossSettings.of(ring, radius, Double.NaN, dim);
        if (ring.isRelative()) {
            throw new IllegalArgumentException("ring is relative, must not be: a function cannot know the mean norm"
                    + " before it has seen all rows. EmbeddingAudit.of passes over them twice");
        }
        FunctionRegistry registry = Sessions.classic(spark).sessionState().functionRegistry();
        add(
                registry,
                RingAudit.NAME,
                "_FUNC_(embedding) - Counts, norms, loss and radius gradient of " + settings,
                (column, arguments) ->
                        new RingAudit(settings, column, RingAggregate.Place.of(requireOne(RingAudit.NAME, arguments))));
        add(
                registry,
                RingMerge.NAME,
                "_FUNC_(totals) - The audit of all rows behind totals that ring_audit gave, of " + settings,
                (column, arguments) ->
                        new RingMerge(settings, column, RingAggregate.Place.of(requireOne(RingMerge.NAME, arguments))));
        addRow(registry, "_FUNC_(embedding, n) - The gradient of the row, of " + settings, new GradientOfRow(settings));
        addRow(registry, "_FUNC_(embedding) - The Euclidean norm of " + dim + " floats", new NormOfRow(dim));
        addRow(
                registry,
                "_FUNC_(embedding) - What keeps it from being " + dim + " finite floats",
                new ProblemOfRow(dim));
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

    private static Seq<Expression> requireOne(String name, Seq<Expression> arguments) {
        if (arguments.size() != 1) {
            throw new IllegalArgumentException(name + " takes one argument, not " + arguments.size());
        }
        return arguments;
    }

    private static void addRow(FunctionRegistry registry, String usage, RowFunction.Body body) {
        add(registry, body.name(), usage, (column, arguments) -> new RowFunction(body, column, arguments));
    }

    private static void add(FunctionRegistry registry, String name, String usage, Call call) {
        ExpressionInfo info = new ExpressionInfo(
                RingLossFunctions.class.getName(), "", name, usage, "", "", "", "", "", "", "scala_udf");
        registry.registerFunction(new FunctionIdentifier(name), info, arguments -> {
            if (arguments.isEmpty()) {
                throw new IllegalArgumentException(name + " takes a column, and there is none");
            }
            return call.of(arguments.head().sql(), arguments);
        });
    }
}
