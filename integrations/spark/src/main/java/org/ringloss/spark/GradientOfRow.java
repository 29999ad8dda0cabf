// SPDX-License-Identifier: Apache-2.0
package org.ringloss.spark;

import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;
import org.ringloss.FloatMatrix;
import org.ringloss.GradientMode;
import org.ringloss.Reduction;
import org.ringloss.RingLossBatch;
import org.ringloss.RingLossResult;
import scala.collection.immutable.Seq;

/**
 * {@code ring_gradient(embedding, n [, key])}: dL/dx of the row. n is the number of rows that the loss is the mean of;
 * with {@link Reduction#SUM} it is left out. The key is for the error message of a row that has no gradient.
 */
record GradientOfRow(LossSettings settings) implements RowFunction.Body {
    static final String NAME = "ring_gradient";
    private static final ThreadLocal<RingLossResult> RESULT = ThreadLocal.withInitial(RingLossResult::new);

    private boolean isMean() {
        return settings.ring().reduction() == Reduction.MEAN;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public DataType type() {
        return DataTypes.createArrayType(DataTypes.FloatType, false);
    }

    @Override
    public @Nullable String refuse(Seq<Expression> arguments) {
        int first = isMean() ? 2 : 1;
        if (arguments.size() < first || arguments.size() > first + 1) {
            return isMean()
                    ? NAME + " takes the embedding, the number of rows that the loss is the mean of, such as (SELECT"
                            + " count(embedding) FROM t), and optionally a key; or register a loss with Reduction.SUM"
                    : NAME + " takes the embedding and optionally a key, as the reduction is SUM";
        }
        DataType type = isMean() ? arguments.apply(1).dataType() : DataTypes.LongType;
        boolean isNumber = type.equals(DataTypes.LongType)
                || type.equals(DataTypes.IntegerType)
                || type.equals(DataTypes.DoubleType);
        return isNumber
                ? null
                : NAME + " takes a number of rows that is BIGINT, INT or DOUBLE, and "
                        + arguments.apply(1).sql() + " is " + type.simpleString();
    }

    @Override
    public @Nullable Object of(@Nullable ArrayData embedding, String column, Object[] others) {
        if (embedding == null) {
            return null;
        }
        int dim = settings.dim();
        if (RowProblem.of(embedding, dim) != null) {
            int keyAt = isMean() ? 1 : 0;
            String row = others.length > keyAt ? " of row " + text(others[keyAt]) : "";
            throw new IllegalArgumentException(column + row + " has no gradient: " + RowProblem.describe(embedding, dim)
                    + ". Leave such rows out with WHERE " + ProblemOfRow.NAME + "(" + column + ") IS NULL");
        }
        FloatMatrix row = FloatMatrix.of(embedding.toFloatArray(), 1, dim);
        float[] gradient = new float[dim];
        RingLossBatch batch = settings.batch(row);
        if (isMean()) {
            if (!(others[0] instanceof Number rows) || !(rows.doubleValue() > 0)) {
                throw new IllegalArgumentException(
                        "the number of rows of " + NAME + " is " + text(others[0]) + ", must be positive");
            }
            batch = batch.withDivisor(rows.doubleValue());
        }
        settings.ring().forwardBackward(batch, 1, FloatMatrix.of(gradient, 1, dim), GradientMode.WRITE, RESULT.get());
        return UnsafeArrayData.fromPrimitiveArray(gradient);
    }

    private static String text(@Nullable Object value) {
        return value instanceof UTF8String string ? "'" + string + "'" : String.valueOf(value);
    }
}
