// SPDX-License-Identifier: Apache-2.0
package org.ringloss.spark.command;

import java.util.SplittableRandom;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Embeddings like those of a classifier without ring loss: a direction for each class, norms around 16 that spread more in some
 * classes than in others, and a few rows with each of the faults that an audit is for. Everything depends on the seed and the
 * row's number alone.
 */
final class MadeEmbeddings {
    private static final StructType SCHEMA = new StructType()
            .add("id", DataTypes.LongType, false)
            .add("label", DataTypes.StringType, false)
            .add("embedding", DataTypes.createArrayType(DataTypes.FloatType, true), true);

    private MadeEmbeddings() {}

    static Dataset<Row> make(SparkSession spark, long rows, int dim, int classes, long seed) {
        MapFunction<Long, Row> row =
                id -> RowFactory.create(id, label(id, classes, seed), embedding(id, dim, classes, seed));
        return spark.range(rows).map(row, Encoders.row(SCHEMA));
    }

    private static int classOf(long id, int classes, long seed) {
        return new SplittableRandom(seed + 31 * id).nextInt(classes);
    }

    private static String label(long id, int classes, long seed) {
        int width = Integer.toString(classes - 1).length();
        String number = Integer.toString(classOf(id, classes, seed));
        return "class " + "0".repeat(width - number.length()) + number;
    }

    /** Floats; null, of another length, or with a null element in rare rows. */
    private static @Nullable Object embedding(long id, int dim, int classes, long seed) {
        SplittableRandom random = new SplittableRandom(seed + 31 * id);
        int label = random.nextInt(classes);
        SplittableRandom ofClass = new SplittableRandom(seed ^ 0x9e3779b97f4a7c15L * (label + 1));
        double level = 16 * StrictMath.exp(0.15 * gaussian(ofClass));
        double spread = ofClass.nextDouble(0.05, 0.35);
        Float[] row = new Float[dim];
        double[] values = new double[dim];
        double square = 0;
        for (int j = 0; j < dim; j++) {
            values[j] = 2 * gaussian(ofClass) + gaussian(random);
            square += values[j] * values[j];
        }
        double scale = level * StrictMath.exp(spread * gaussian(random)) / Math.sqrt(square);
        for (int j = 0; j < dim; j++) {
            row[j] = (float) (scale * values[j]);
        }
        return spoilt(row, random.nextInt(20_000));
    }

    /** One row of 20,000 for each kind of trouble. */
    private static @Nullable Object spoilt(Float[] row, int lot) {
        switch (lot) {
            case 0 -> {
                return null;
            }
            case 1 -> {
                return java.util.Arrays.copyOf(row, row.length / 2);
            }
            case 2 -> java.util.Arrays.fill(row, 0f);
            case 3 -> row[row.length / 2] = Float.NaN;
            case 4 -> row[row.length / 2] = null;
            default -> {}
        }
        return row;
    }

    /** From the sum of twelve uniform numbers: the same bits on every machine, which the logarithms of others would not promise. */
    private static double gaussian(SplittableRandom random) {
        double sum = -6;
        for (int i = 0; i < 12; i++) {
            sum += random.nextDouble();
        }
        return sum;
    }
}
