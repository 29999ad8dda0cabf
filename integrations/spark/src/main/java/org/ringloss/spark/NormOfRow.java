// SPDX-License-Identifier: Apache-2.0
package org.ringloss.spark;

import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;
import org.ringloss.FloatMatrix;
import org.ringloss.Norms;

/** {@code ring_norm(embedding)}: null where the row has none. */
record NormOfRow(int dim) implements RowFunction.Body {
    static final String NAME = "ring_norm";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public DataType type() {
        return DataTypes.DoubleType;
    }

    @Override
    public @Nullable Object of(@Nullable ArrayData embedding, String column, Object[] others) {
        if (embedding == null || RowProblem.of(embedding, dim) != null) {
            return null;
        }
        double[] norm = new double[1];
        Norms.compute(FloatMatrix.of(embedding.toFloatArray(), 1, dim), norm);
        return norm[0];
    }
}
