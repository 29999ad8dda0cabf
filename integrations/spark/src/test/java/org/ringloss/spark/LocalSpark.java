// SPDX-License-Identifier: Apache-2.0
package org.ringloss.spark;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** One session of two threads for all tests of a JVM, and small tables. */
public final class LocalSpark {
    /** The session. */
    public static final SparkSession SESSION = SparkSession.builder()
            .master("local[2]")
            .appName("ringloss tests")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.extensions", RingLossExtensions.class.getName())
            .config("spark.sql.shuffle.partitions", "3")
            .config("spark.sql.warehouse.dir", "target/warehouse")
            .getOrCreate();

    private static final StructType TABLE = new StructType()
            .add("id", DataTypes.LongType, false)
            .add("label", DataTypes.StringType)
            .add("embedding", DataTypes.createArrayType(DataTypes.FloatType, true));

    private LocalSpark() {}

    /** A table with columns id, label and embedding; an embedding is a list of floats with nulls, or null. */
    public static Dataset<Row> table(List<Row> rows) {
        return SESSION.createDataFrame(rows, TABLE);
    }

    /** A row of that table. */
    public static Row row(long id, @Nullable String label, Object @Nullable ... elements) {
        return RowFactory.create(id, label, elements == null ? null : List.of(elements));
    }

    /** As {@link #row}, for elements that may be null. */
    public static Row rowWithNulls(long id, @Nullable String label, @Nullable Float... elements) {
        List<@Nullable Float> list = new ArrayList<>();
        for (Float element : elements) {
            list.add(element);
        }
        return RowFactory.create(id, label, list);
    }
}
