// SPDX-License-Identifier: Apache-2.0
package org.ringloss.spark;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.ml.functions;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ringloss.Penalty;
import org.ringloss.RingLoss;

/** Rows that are not what they should be are counted or refused, and never taken for others. */
class BadRowsTest {
    private static final SparkSession SPARK = LocalSpark.SESSION;
    private static final RingLoss RING =
            RingLoss.builder().penalty(Penalty.squared()).build();

    /** Norms 5, 10 and 0; then one row of each kind of trouble. */
    private static final Dataset<Row> TABLE = LocalSpark.table(List.of(
            LocalSpark.row(0, "a", 3f, 4f),
            LocalSpark.row(1, "a", 6f, 8f),
            LocalSpark.row(2, "b", 0f, 0f),
            LocalSpark.row(3, "b", (Object[]) null),
            LocalSpark.row(4, "b", 1f),
            LocalSpark.row(5, "c", 1f, 2f, 3f),
            LocalSpark.row(6, "c"),
            LocalSpark.rowWithNulls(7, "d", 3f, null),
            LocalSpark.rowWithNulls(8, null, null, null)));

    private static final Dataset<Row> NOT_FINITE = LocalSpark.table(List.of(
            LocalSpark.row(0, "a", 3f, 4f),
            LocalSpark.row(1, "a", Float.NaN, 4f),
            LocalSpark.row(2, "b", 3f, Float.NEGATIVE_INFINITY)));

    @BeforeEach
    void register() {
        RingLossFunctions.register(SPARK, RING, 5, 2);
        TABLE.createOrReplaceTempView("t");
    }

    @Test
    void areCounted() {
        EmbeddingAudit audit = EmbeddingAudit.of(TABLE, "embedding", 2, RING, 5);
        assertThat(audit.rows()).isEqualTo(9);
        assertThat(audit.nullRows()).isEqualTo(1);
        assertThat(audit.wrongLengthRows()).isEqualTo(3);
        assertThat(audit.nullElementRows()).isEqualTo(2);
        assertThat(audit.rowsWithoutNorm()).isEqualTo(6);
        assertThat(audit.norms().rows()).isEqualTo(3);
        assertThat(audit.norms().zeroRows()).isEqualTo(1);
        assertThat(audit.norms().mean()).isEqualTo(5);
        // Squares of 0, 5 and -5, halved, over three rows.
        assertThat(audit.loss()).isEqualTo(1.0 / 3 * 25);
        assertThat(audit.totals())
                .hasToString("9 rows of dim 2 (1 null, 3 of another length, 2 with a null element), 3"
                        + " rows, penalty sum 25.0, derivative sum 0.0");
    }

    @Test
    void areCountedPerClass() {
        Map<String, Row> classes =
                EmbeddingAudit.perClass(TABLE, "embedding", "label", 2, RING, 5).collectAsList().stream()
                        .collect(Collectors.toMap(row -> String.valueOf(row.get(0)), row -> row));
        assertThat(classes.get("c").<Long>getAs("wrong_lengths")).isEqualTo(2);
        assertThat(classes.get("d").<Long>getAs("null_elements")).isEqualTo(1);
        assertThat(classes.get("null").<Long>getAs("null_elements")).isEqualTo(1);
        // No row of the class has a norm: no number is made up.
        for (String number : List.of("mean", "deviation", "min", "max", "loss", "radius_gradient")) {
            assertThat(classes.get("c").<Object>getAs(number)).as(number).isNull();
        }
    }

    @Test
    void areNamed() {
        Map<Long, String> problems = BadRows.of(TABLE, "embedding", 2).collectAsList().stream()
                .collect(Collectors.toMap(row -> row.getAs("id"), row -> row.getAs("problem")));
        assertThat(problems)
                .isEqualTo(Map.of(
                        3L, "null",
                        4L, "length 1 instead of 2",
                        5L, "length 3 instead of 2",
                        6L, "length 0 instead of 2",
                        7L, "null at element 1",
                        8L, "null at element 0"));
        assertThat(SPARK
                        .createDataFrame(NOT_FINITE.collectAsList(), NOT_FINITE.schema())
                        .transform(rows -> BadRows.of(rows, "embedding", 2))
                        .collectAsList()
                        .stream()
                        .map(row -> row.<String>getAs("problem")))
                .containsExactly("NaN at element 0", "-Infinity at element 1");
    }

    @Test
    void areRefusedWithTheirKeys() {
        assertThatThrownBy(() -> BadRows.refuse(TABLE, "embedding", "id", 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("embedding has 6 bad rows: id 3: null; id 4: length 1 instead of 2; id 5:")
                .hasMessageEndingWith("; .... Leave them out with WHERE ring_problem(embedding) IS NULL");
        BadRows.refuse(TABLE.filter("ring_problem(embedding) IS NULL"), "embedding", "id", 2);
    }

    @Test
    void haveNoGradient() {
        assertThatThrownBy(() -> EmbeddingGradient.of(TABLE, "embedding", "id", 2, RING, 5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("id 4: length 1 instead of 2")
                .hasMessageContaining("5 bad rows");
        Dataset<Row> good = TABLE.filter("id < 4");
        Map<Long, Object> gradients = EmbeddingGradient.of(good, "embedding", "id", 2, RING, 5).collectAsList().stream()
                .collect(
                        java.util.HashMap::new,
                        (map, row) -> map.put(row.getAs("id"), row.getAs("ring_gradient")),
                        Map::putAll);
        assertThat(gradients.get(3L)).isNull();
        assertThat(gradients).hasSize(4);
        assertThatThrownBy(() -> SPARK.sql("SELECT ring_gradient(embedding, 3, id) FROM t WHERE id = 7")
                        .collectAsList())
                .hasMessageContaining("row 7 has no gradient: null at element 1")
                .hasMessageContaining("WHERE ring_problem(");
    }

    @Test
    void notFiniteIsCountedAndShows() {
        EmbeddingAudit audit = EmbeddingAudit.of(NOT_FINITE, "embedding", 2, RING, 5);
        assertThat(audit.norms().nonFiniteRows()).isEqualTo(2);
        assertThat(audit.norms().mean()).isEqualTo(5);
        assertThat(audit.loss()).isNaN();
        assertThat(audit.rowsWithoutNorm()).isZero();
    }

    @Test
    void emptyTable() {
        EmbeddingAudit audit = EmbeddingAudit.of(TABLE.filter("id < 0"), "embedding", 2, RING, 5);
        assertThat(audit.rows()).isZero();
        Row row = SPARK.sql("SELECT ring_audit(embedding) FROM t WHERE id < 0")
                .head()
                .getStruct(0);
        assertThat(row.<Long>getAs("rows")).isZero();
        assertThat(row.<Object>getAs("loss")).isNull();
        assertThat(row.<Object>getAs("mean")).isNull();
        assertThat(EmbeddingTotals.fromBytes(row.getAs("totals"))).isEqualTo(new EmbeddingTotals(2));
        assertThatThrownBy(() -> RadiusFit.on(TABLE.filter("id > 2"), "embedding", 2, RING)
                        .fit())
                .hasMessageContaining("embedding has no row with a norm");
    }

    @Test
    void otherTypesAreRefusedWithTheConversion() {
        TABLE.selectExpr("CAST(embedding AS ARRAY<DOUBLE>) AS wide").createOrReplaceTempView("doubles");
        assertThatThrownBy(() -> SPARK.sql("SELECT ring_audit(wide) FROM doubles"))
                .hasMessageContaining("ring_audit takes array<float>, and doubles.wide is array<double>:"
                        + " write CAST(doubles.wide AS ARRAY<FLOAT>), which rounds");
        assertThat(SPARK.sql("SELECT ring_audit(CAST(doubles.wide AS ARRAY<FLOAT>)) FROM doubles")
                        .head()
                        .getStruct(0)
                        .<Double>getAs("mean"))
                .isEqualTo(5);
        assertThatThrownBy(() -> SPARK.sql("SELECT ring_norm(label) FROM t"))
                .hasMessageContaining(
                        "ring_norm takes array<float>, and t.label is string: give it a column of arrays");
        Dataset<Row> vectors = SPARK.createDataFrame(
                List.of(RowFactory.create(Vectors.dense(3, 4)), RowFactory.create(Vectors.dense(6, 8))),
                new StructType().add("features", SQLDataTypes.VectorType()));
        assertThatThrownBy(() -> EmbeddingAudit.of(vectors, "features", 2, RING, 5))
                .hasMessageContaining("features is")
                .hasMessageContaining("vector_to_array(col, \"float32\")");
        Dataset<Row> converted = vectors.withColumn("embedding", functions.vector_to_array(col("features"), "float32"));
        assertThat(EmbeddingAudit.of(converted, "embedding", 2, RING, 5).norms().mean())
                .isEqualTo(7.5);
        assertThatThrownBy(() -> EmbeddingAudit.of(TABLE, "embeding", 2, RING, 5))
                .hasMessageContaining("`embeding`")
                .hasMessageContaining("`embedding`");
    }
}
