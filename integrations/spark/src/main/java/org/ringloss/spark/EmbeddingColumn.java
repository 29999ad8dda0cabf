// SPDX-License-Identifier: Apache-2.0
package org.ringloss.spark;

import org.apache.spark.sql.catalyst.analysis.TypeCheckResult;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.UserDefinedType;

/** Which columns are taken for embeddings: {@code array<float>}, nothing else, and nothing is cast in silence. */
final class EmbeddingColumn {
    private EmbeddingColumn() {}

    static TypeCheckResult check(String function, String column, DataType type) {
        if (type instanceof ArrayType array && array.elementType().equals(DataTypes.FloatType)) {
            return success();
        }
        return failure(function + " takes array<float>, and " + column + " is " + type.simpleString() + ": "
                + remedy(column, type));
    }

    private static String remedy(String column, DataType type) {
        if (type instanceof UserDefinedType<?>
                && type.getClass().getSimpleName().equals("VectorUDT")) {
            return "convert it with org.apache.spark.ml.functions.vector_to_array(col, \"float32\")";
        }
        if (type instanceof ArrayType) {
            return "write CAST(" + column + " AS ARRAY<FLOAT>), which rounds each element to float";
        }
        return "give it a column of arrays";
    }

    static TypeCheckResult success() {
        return TypeCheckResult.TypeCheckSuccess$.MODULE$;
    }

    static TypeCheckResult failure(String message) {
        return new TypeCheckResult.TypeCheckFailure(message);
    }
}
