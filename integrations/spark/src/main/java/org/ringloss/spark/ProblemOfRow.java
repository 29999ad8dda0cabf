// SPDX-License-Identifier: Apache-2.0
package org.ringloss.spark;

import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** {@code ring_problem(embedding)}: what is wrong with a row in words, null where nothing is. */
record ProblemOfRow(int dim) implements RowFunction.Body {
    static final String NAME = "ring_problem";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public DataType type() {
        return DataTypes.StringType;
    }

    @Override
    public @Nullable Object of(@Nullable ArrayData embedding, String column, Object[] others) {
        return UTF8String.fromString(RowProblem.describe(embedding, dim));
    }
}
