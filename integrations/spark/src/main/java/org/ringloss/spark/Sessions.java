// SPDX-License-Identifier: Apache-2.0
package org.ringloss.spark;

import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.classic.ExpressionUtils;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** The way into Spark's own expressions, which is open where the program runs in the driver. */
final class Sessions {
    private Sessions() {}

    static org.apache.spark.sql.classic.SparkSession classic(SparkSession spark) {
        if (spark instanceof org.apache.spark.sql.classic.SparkSession classic) {
            return classic;
        }
        throw new IllegalArgumentException("spark is a " + spark.getClass().getName()
                + ", must be a session inside the driver: a Spark Connect client cannot bring functions to its server."
                + " Register them there");
    }

    /** A column of a data set as an argument of an expression. */
    static Seq<Expression> argument(Dataset<?> rows, String... columns) {
        classic(rows.sparkSession());
        return expressions(java.util.Arrays.stream(columns)
                .map(column -> ExpressionUtils.expression(rows.col(column)))
                .toList());
    }

    static Seq<Expression> expressions(List<Expression> list) {
        return CollectionConverters.asScala(list).toSeq();
    }

    static Column column(Expression expression) {
        return ExpressionUtils.column(expression);
    }

    static Column column(RingAggregate<?> aggregate) {
        return ExpressionUtils.column(aggregate.toAggregateExpression());
    }
}
