// SPDX-License-Identifier: Apache-2.0
package org.ringloss.spark;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.ExpressionInfo;
import scala.Function1;
import scala.collection.immutable.Seq;

/**
 * A function of SQL.
 *
 * @param name what queries call
 * @param usage for DESCRIBE FUNCTION
 * @param call makes the expression of a call
 */
record SqlFunction(String name, String usage, Call call) {

    /** Makes the expression of a call. */
    interface Call {
        /**
         * The expression.
         *
         * @param settings of the session
         * @param column the first argument as the query has it
         * @param arguments all of them, one at least
         */
        Expression of(LossSettings settings, String column, Seq<Expression> arguments);
    }

    static final List<SqlFunction> ALL = List.of(
            new SqlFunction(
                    RingAudit.NAME,
                    "_FUNC_(embedding) - Counts, norms, loss and radius gradient, with the totals as bytes.",
                    (settings, column, arguments) -> new RingAudit(
                            settings, column, RingAggregate.Place.of(requireOne(RingAudit.NAME, arguments)))),
            new SqlFunction(
                    RingMerge.NAME,
                    "_FUNC_(totals) - The audit of all rows behind totals that ring_audit gave.",
                    (settings, column, arguments) -> new RingMerge(
                            settings, column, RingAggregate.Place.of(requireOne(RingMerge.NAME, arguments)))),
            ofRow(
                    GradientOfRow.NAME,
                    "_FUNC_(embedding, n [, key]) - The gradient of the row in the mean loss of n rows.",
                    GradientOfRow::new),
            ofRow(
                    NormOfRow.NAME,
                    "_FUNC_(embedding) - The Euclidean norm; null where the row has none.",
                    settings -> new NormOfRow(settings.dim())),
            ofRow(
                    ProblemOfRow.NAME,
                    "_FUNC_(embedding) - What keeps the row from being finite floats of the right number; null if nothing.",
                    settings -> new ProblemOfRow(settings.dim())));

    private static SqlFunction ofRow(String name, String usage, Function<LossSettings, RowFunction.Body> body) {
        return new SqlFunction(
                name, usage, (settings, column, arguments) -> new RowFunction(body.apply(settings), column, arguments));
    }

    private static Seq<Expression> requireOne(String name, Seq<Expression> arguments) {
        if (arguments.size() != 1) {
            throw new IllegalArgumentException(name + " takes one argument, not " + arguments.size());
        }
        return arguments;
    }

    FunctionIdentifier identifier() {
        return new FunctionIdentifier(name);
    }

    ExpressionInfo info() {
        return new ExpressionInfo(
                RingLossFunctions.class.getName(), "", name, usage, "", "", "", "", "", "", "scala_udf");
    }

    /** What Spark calls for every use in a query. */
    Function1<Seq<Expression>, Expression> builder(Supplier<LossSettings> settings) {
        return arguments -> {
            if (arguments.isEmpty()) {
                throw new IllegalArgumentException(name + " takes a column, and there is none");
            }
            return call.of(settings.get(), arguments.head().sql(), arguments);
        };
    }
}
