// SPDX-License-Identifier: Apache-2.0
package org.ringloss.spark;

import static org.apache.spark.sql.functions.call_function;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ringloss.FloatMatrix;
import org.ringloss.Penalty;
import org.ringloss.Reduction;
import org.ringloss.RingLoss;
import org.ringloss.RingLossResult;

/** The functions wherever SQL lets functions stand, against the library on plain arrays. */
class SqlFunctionsTest {
    private static final SparkSession SPARK = LocalSpark.SESSION;
    private static final int ROWS = 300;
    private static final int DIM = EmbeddingRows.DIM;
    private static final double RADIUS = 7;
    private static final RingLoss RING =
            RingLoss.builder().penalty(Penalty.huber(2)).weight(0.5).build();

    @BeforeEach
    void register() {
        RingLossFunctions.register(SPARK, RING, RADIUS, DIM);
        EmbeddingRows.table(SPARK, ROWS, 4, DIM).createOrReplaceTempView("embeddings");
    }

    /** The library on the rows of these ids. */
    private static RingLossResult expected(long... ids) {
        float[] rows = new float[ids.length * DIM];
        for (int i = 0; i < ids.length; i++) {
            System.arraycopy(EmbeddingRows.embedding(ids[i], DIM), 0, rows, i * DIM, DIM);
        }
        return RING.forward(FloatMatrix.of(rows, ids.length, DIM), RADIUS).result();
    }

    private static long[] idsOfLabel(int label) {
        return java.util.stream.LongStream.range(0, ROWS)
                .filter(id -> EmbeddingRows.label(id) == label)
                .toArray();
    }

    private static void check(Row audit, RingLossResult expected) {
        assertThat(audit.<Long>getAs("rows")).isEqualTo(expected.rows());
        assertThat(audit.<Double>getAs("loss")).isEqualTo(expected.loss());
        assertThat(audit.<Double>getAs("radius_gradient")).isEqualTo(expected.radiusGradient());
        assertThat(audit.<Double>getAs("mean")).isEqualTo(expected.normSummary().mean());
        assertThat(audit.<Double>getAs("deviation"))
                .isEqualTo(expected.normSummary().deviation());
        assertThat(audit.<Double>getAs("min")).isEqualTo(expected.normSummary().min());
        assertThat(audit.<Double>getAs("max")).isEqualTo(expected.normSummary().max());
        assertThat(EmbeddingTotals.fromBytes(audit.getAs("totals")).ringLossTotals())
                .isEqualTo(expected.totals());
    }

    private static Row one(String query) {
        return SPARK.sql(query).head().getStruct(0);
    }

    @Test
    void groupBy() {
        List<Row> rows = SPARK.sql("SELECT label, ring_audit(embedding) FROM embeddings GROUP BY label")
                .collectAsList();
        assertThat(rows).hasSize(7);
        for (Row row : rows) {
            check(row.getStruct(1), expected(idsOfLabel(row.getInt(0))));
        }
    }

    @Test
    void rollupHasTheGrandTotalToo() {
        for (Row row : SPARK.sql("SELECT label, ring_audit(embedding) FROM embeddings GROUP BY ROLLUP(label)")
                .collectAsList()) {
            long[] ids =
                    row.isNullAt(0) ? java.util.stream.LongStream.range(0, ROWS).toArray() : idsOfLabel(row.getInt(0));
            check(row.getStruct(1), expected(ids));
        }
    }

    @Test
    void filter() {
        check(one("SELECT ring_audit(embedding) FILTER (WHERE label = 3) FROM embeddings"), expected(idsOfLabel(3)));
    }

    /** A growing frame asks for the result after every row. */
    @Test
    void window() {
        List<Row> rows = SPARK.sql("SELECT id, ring_audit(embedding) OVER (ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING"
                        + " AND CURRENT ROW) FROM embeddings WHERE id < 20 ORDER BY id")
                .collectAsList();
        for (int i = 0; i < 20; i++) {
            check(
                    rows.get(i).getStruct(1),
                    expected(java.util.stream.LongStream.rangeClosed(0, i).toArray()));
        }
        rows = SPARK.sql("SELECT id, ring_audit(embedding) OVER (ORDER BY id ROWS BETWEEN 2 PRECEDING AND CURRENT ROW)"
                        + " FROM embeddings WHERE id < 20 ORDER BY id")
                .collectAsList();
        check(rows.get(9).getStruct(1), expected(7, 8, 9));
    }

    @Test
    void severalInOneQueryAndItsFields() {
        Row row = SPARK.sql("SELECT a.loss, a.mean, n, avg_label FROM (SELECT ring_audit(embedding) a, count(*) n,"
                        + " avg(label) avg_label FROM embeddings)")
                .head();
        RingLossResult all = expected(java.util.stream.LongStream.range(0, ROWS).toArray());
        assertThat(row.getDouble(0)).isEqualTo(all.loss());
        assertThat(row.getDouble(1)).isEqualTo(all.normSummary().mean());
        assertThat(row.getLong(2)).isEqualTo(ROWS);
    }

    @Test
    void observe() throws InterruptedException {
        Observation observation = new Observation("audit");
        Dataset<Row> rows = SPARK.table("embeddings")
                .observe(observation, expr("ring_audit(embedding)").as("audit"));
        assertThat(rows.collectAsList()).hasSize(ROWS);
        check(
                (Row) observation.get().apply("audit"),
                expected(java.util.stream.LongStream.range(0, ROWS).toArray()));
    }

    @Test
    void streaming(@TempDir Path folder) throws TimeoutException, StreamingQueryException {
        String files = folder.resolve("files").toString();
        Dataset<Row> table = SPARK.table("embeddings");
        // Several files, one a batch: the totals of a class go through the state store between batches.
        table.repartition(5).write().parquet(files);
        StreamingQuery query = SPARK.readStream()
                .schema(table.schema())
                .option("maxFilesPerTrigger", 1)
                .parquet(files)
                .groupBy("label")
                .agg(call_function("ring_audit", col("embedding")).as("audit"))
                .writeStream()
                .format("memory")
                .queryName("audits")
                .outputMode("complete")
                .option("checkpointLocation", folder.resolve("checkpoint").toString())
                .start();
        try {
            query.processAllAvailable();
            assertThat(query.lastProgress().batchId()).isGreaterThanOrEqualTo(4);
        } finally {
            query.stop();
        }
        List<Row> audits = SPARK.table("audits").collectAsList();
        assertThat(audits).hasSize(7);
        for (Row row : audits) {
            check(row.getStruct(1), expected(idsOfLabel(row.getInt(0))));
        }
    }

    @Test
    void storedDaysMerge(@TempDir Path folder) {
        String days = folder.resolve("days").toString();
        SPARK.sql("SELECT day, ring_audit(embedding).totals AS totals FROM embeddings GROUP BY day")
                .write()
                .parquet(days);
        SPARK.read().parquet(days).createOrReplaceTempView("days");
        check(
                one("SELECT ring_merge(totals) FROM days"),
                expected(java.util.stream.LongStream.range(0, ROWS).toArray()));
        assertThat(SPARK.table("days")
                        .select(expr("max(length(totals))"))
                        .head()
                        .getInt(0))
                .isLessThan(250);
    }

    @Test
    void totalsOfOtherThingsAreRefused() {
        SPARK.sql("SELECT ring_audit(embedding).totals AS totals FROM embeddings")
                .createOrReplaceTempView("days");
        assertThatThrownBy(() -> one("SELECT ring_merge(CAST(NULL AS BINARY)) FROM days"))
                .hasMessageContaining("CAST(NULL AS BINARY) is null in a row")
                .hasMessageContaining("FILTER (WHERE CAST(NULL AS BINARY) IS NOT NULL)");
        assertThatThrownBy(() -> one("SELECT ring_merge(CAST('abc' AS BINARY)) FROM days"))
                .hasMessageContaining("cannot be merged")
                .hasMessageContaining("no totals of embeddings");
        assertThatThrownBy(() -> one("SELECT ring_merge(5)"))
                .hasMessageContaining("ring_merge takes the binary totals")
                .hasMessageContaining("is int");
        List<Row> stored = SPARK.table("days").collectAsList();
        SPARK.createDataFrame(stored, SPARK.table("days").schema()).createOrReplaceTempView("days");
        RingLossFunctions.register(SPARK, RING, RADIUS, DIM + 1);
        assertThatThrownBy(() -> one("SELECT ring_merge(totals) FROM days"))
                .hasMessageContaining("other is of dim " + DIM + ", must be of dim " + (DIM + 1));
        RingLossFunctions.register(SPARK, RING, RADIUS + 1, DIM);
        assertThatThrownBy(() -> one("SELECT ring_merge(totals) FROM days"))
                .hasMessageContaining("days.totals holds totals that cannot be merged")
                .hasMessageContaining("other is of huber(2.0) with radius 7.0, must be of huber(2.0) with radius 8.0");
        RingLoss squared = RING.toBuilder().penalty(Penalty.squared()).build();
        RingLossFunctions.register(SPARK, squared, RADIUS, DIM);
        assertThatThrownBy(() -> one("SELECT ring_merge(totals) FROM days"))
                .hasMessageContaining("other is of huber(2.0) with radius 7.0, must be of squared");
    }

    @Test
    void normsAndGradients() {
        Map<Long, float[]> gradients = new HashMap<>();
        for (Row row : SPARK.sql("SELECT id, ring_norm(embedding), ring_gradient(embedding, (SELECT count(embedding)"
                        + " FROM embeddings)) FROM embeddings")
                .collectAsList()) {
            long id = row.getLong(0);
            assertThat(row.getDouble(1)).isEqualTo(expected(id).normSummary().mean());
            float[] gradient = new float[DIM];
            List<Float> list = row.getList(2);
            for (int j = 0; j < DIM; j++) {
                gradient[j] = list.get(j);
            }
            gradients.put(id, gradient);
        }
        checkGradients(gradients, RING);
    }

    private static void checkGradients(Map<Long, float[]> gradients, RingLoss ring) {
        float[] expected = new float[ROWS * DIM];
        ring.forwardBackward(
                FloatMatrix.of(EmbeddingRows.flat(ROWS, DIM), ROWS, DIM), RADIUS, FloatMatrix.of(expected, ROWS, DIM));
        assertThat(gradients).hasSize(ROWS);
        gradients.forEach((id, gradient) -> assertThat(gradient)
                .isEqualTo(java.util.Arrays.copyOfRange(expected, (int) (id * DIM), (int) ((id + 1) * DIM))));
    }

    @Test
    void gradientColumn() {
        for (RingLoss ring : List.of(
                RING,
                RING.toBuilder().reduction(Reduction.SUM).build(),
                RING.toBuilder().relative(true).build())) {
            Map<Long, float[]> gradients = new HashMap<>();
            for (Row row : EmbeddingGradient.of(SPARK.table("embeddings"), "embedding", "id", DIM, ring, RADIUS)
                    .collectAsList()) {
                List<Float> list = row.getList(row.fieldIndex("ring_gradient"));
                float[] gradient = new float[DIM];
                for (int j = 0; j < DIM; j++) {
                    gradient[j] = list.get(j);
                }
                gradients.put(row.getLong(0), gradient);
            }
            checkGradients(gradients, ring);
        }
    }

    @Test
    void gradientOfASumTakesNoNumberOfRows() {
        RingLossFunctions.register(
                SPARK, RING.toBuilder().reduction(Reduction.SUM).build(), RADIUS, DIM);
        assertThat(SPARK.sql("SELECT ring_gradient(embedding) FROM embeddings").collectAsList())
                .hasSize(ROWS);
    }

    @Test
    void wrongCalls() {
        assertThatThrownBy(() -> one("SELECT ring_audit() FROM embeddings")).hasMessageContaining("takes a column");
        assertThatThrownBy(() -> one("SELECT ring_audit(embedding, 3) FROM embeddings"))
                .hasMessageContaining("ring_audit takes one argument, not 2");
        assertThatThrownBy(() -> one("SELECT ring_norm(embedding, 3) FROM embeddings"))
                .hasMessageContaining("ring_norm takes one argument, not 2");
        assertThatThrownBy(() -> one("SELECT ring_gradient(embedding) FROM embeddings"))
                .hasMessageContaining("the number of rows that the loss is the mean of")
                .hasMessageContaining("Reduction.SUM");
        assertThatThrownBy(() -> one("SELECT ring_gradient(embedding, 'x') FROM embeddings"))
                .hasMessageContaining("BIGINT, INT or DOUBLE, and 'x' is string");
        assertThatThrownBy(() -> one("SELECT ring_gradient(embedding, 0) FROM embeddings"))
                .hasMessageContaining("the number of rows of ring_gradient is 0, must be positive");
    }

    @Test
    void describe() {
        assertThat(SPARK.sql("DESCRIBE FUNCTION ring_audit").collectAsList().toString())
                .contains("ring_audit(embedding) - Counts, norms, loss and radius gradient");
    }

    @Test
    void badArguments() {
        assertThatThrownBy(() -> RingLossFunctions.register(SPARK, RING, RADIUS, 0))
                .hasMessage("dim is 0, must be 1 or more");
        assertThatThrownBy(() -> RingLossFunctions.register(SPARK, RING, Double.NaN, 3))
                .hasMessageContaining("radius is NaN, must be finite");
        assertThatThrownBy(() -> RingLossFunctions.register(
                        SPARK, RING.toBuilder().reduction(Reduction.NONE).build(), 1, 3))
                .hasMessageContaining("reduction NONE, must have MEAN or SUM");
        assertThatThrownBy(() -> RingLossFunctions.register(
                        SPARK, RING.toBuilder().relative(true).build(), 1, 3))
                .hasMessageContaining("ring is relative")
                .hasMessageContaining("EmbeddingAudit.of");
        assertThatThrownBy(() -> RingLossFunctions.register(SPARK, (RingLoss) null, 1, 3))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("ring is null");
    }
}
