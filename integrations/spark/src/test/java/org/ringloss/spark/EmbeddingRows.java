// SPDX-License-Identifier: Apache-2.0
package org.ringloss.spark;

import java.util.SplittableRandom;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Embeddings that depend on their id alone, so that every partitioning of a table has the same rows. */
final class EmbeddingRows {
    static final int DIM = 24;

    private static final StructType TABLE = new StructType()
            .add("id", DataTypes.LongType, false)
            .add("label", DataTypes.IntegerType, false)
            .add("day", DataTypes.IntegerType, false)
            .add("embedding", DataTypes.createArrayType(DataTypes.FloatType, false));

    private EmbeddingRows() {}

    /** Norms over six powers of ten, so that sums of doubles depend on their order. */
    static float[] embedding(long id, int dim) {
        SplittableRandom random = new SplittableRandom(0x5eedL + id);
        double scale = Math.pow(10, random.nextDouble(-3, 3));
        float[] row = new float[dim];
        for (int j = 0; j < dim; j++) {
            row[j] = (float) (scale * random.nextDouble(-1, 1));
        }
        return row;
    }

    static int label(long id) {
        return (int) (id % 7);
    }

    static Dataset<Row> table(SparkSession spark, long rows, int partitions, int dim) {
        return spark.range(0, rows, 1, partitions)
                .map(
                        (MapFunction<Long, Row>)
                                id -> RowFactory.create(id, label(id), (int) (id % 30), embedding(id, dim)),
                        Encoders.row(TABLE));
    }

    /** All rows one after another. */
    static float[] flat(int rows, int dim) {
        float[] all = new float[rows * dim];
        for (int i = 0; i < rows; i++) {
            System.arraycopy(embedding(i, dim), 0, all, i * dim, dim);
        }
        return all;
    }
}
