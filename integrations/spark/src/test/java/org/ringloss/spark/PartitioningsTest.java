// SPDX-License-Identifier: Apache-2.0
package org.ringloss.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.rand;
import static org.apache.spark.sql.functions.when;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.ringloss.FloatMatrix;
import org.ringloss.Penalty;
import org.ringloss.RingLoss;
import org.ringloss.RingLossResult;

/** However the rows are split and ordered, the audit has the bytes of one pass over one array. */
class PartitioningsTest {
    private static final int ROWS = 4000;
    private static final int DIM = EmbeddingRows.DIM;
    private static final double RADIUS = 16;
    private static final RingLoss RING =
            RingLoss.builder().penalty(Penalty.pseudoHuber(2)).weight(0.1).build();

    private static final RingLossResult EXPECTED = RING.forward(
                    FloatMatrix.of(EmbeddingRows.flat(ROWS, DIM), ROWS, DIM), RADIUS)
            .result();

    private static EmbeddingAudit audit(Dataset<Row> rows) {
        return EmbeddingAudit.of(rows, "embedding", DIM, RING, RADIUS);
    }

    private static void check(Dataset<Row> rows) {
        EmbeddingAudit audit = audit(rows);
        assertThat(audit.totals().ringLossTotals()).isEqualTo(EXPECTED.totals());
        assertThat(audit.loss()).isEqualTo(EXPECTED.loss());
        assertThat(audit.radiusGradient()).isEqualTo(EXPECTED.radiusGradient());
        assertThat(audit.norms()).isEqualTo(EXPECTED.normSummary());
        assertThat(audit.rows()).isEqualTo(ROWS);
        assertThat(audit.rowsWithoutNorm()).isZero();
    }

    private static Dataset<Row> table(int partitions) {
        return EmbeddingRows.table(LocalSpark.SESSION, ROWS, partitions, DIM);
    }

    @Test
    void anyNumberOfPartitions() {
        for (int partitions : new int[] {1, 3, 8, 200}) {
            check(table(partitions));
        }
    }

    @Test
    void anyOrder() {
        check(table(3).orderBy(rand(1)));
        check(table(3).orderBy(col("id").desc()));
    }

    @Test
    void skewAndEmptyPartitions() {
        check(table(8).repartition(40, when(col("id").lt(ROWS - 10), 0).otherwise(col("id"))));
    }

    @Test
    void cachedAndFromParquet(@org.junit.jupiter.api.io.TempDir java.nio.file.Path folder) {
        Dataset<Row> cached = table(3).cache();
        check(cached);
        check(cached);
        String file = folder.resolve("embeddings").toString();
        cached.write().parquet(file);
        cached.unpersist(true);
        check(LocalSpark.SESSION.read().parquet(file));
    }

    @Test
    void groupsMergeToTheWhole() {
        for (int partitions : new int[] {1, 8}) {
            EmbeddingTotals all = new EmbeddingTotals(DIM);
            for (Row row : EmbeddingAudit.perClass(table(partitions), "embedding", "label", DIM, RING, RADIUS)
                    .collectAsList()) {
                all.merge(EmbeddingTotals.fromBytes(row.getAs("totals")));
            }
            assertThat(all.ringLossTotals()).isEqualTo(EXPECTED.totals());
        }
    }

    /** More groups than the hash map of an aggregation keeps: it goes over to sorting, and buffers travel as bytes. */
    @Test
    void manyGroups() {
        EmbeddingTotals all = new EmbeddingTotals(DIM);
        Dataset<Row> rows = table(3).withColumn("group", col("id").mod(500));
        for (Row row : EmbeddingAudit.perClass(rows, "embedding", "group", DIM, RING, RADIUS)
                .collectAsList()) {
            all.merge(EmbeddingTotals.fromBytes(row.getAs("totals")));
        }
        assertThat(all.ringLossTotals()).isEqualTo(EXPECTED.totals());
    }

    @Test
    void relativeMode() {
        RingLoss relative = RING.toBuilder().relative(true).build();
        RingLossResult expected = relative.forward(FloatMatrix.of(EmbeddingRows.flat(ROWS, DIM), ROWS, DIM), RADIUS)
                .result();
        for (int partitions : new int[] {1, 8}) {
            EmbeddingAudit audit = EmbeddingAudit.of(table(partitions), "embedding", DIM, relative, RADIUS);
            assertThat(audit.totals().ringLossTotals()).isEqualTo(expected.totals());
            assertThat(audit.loss()).isEqualTo(expected.loss());
        }
    }

    /** What these tests would find: the same norms, added up in plain doubles, depend on the partitions. */
    @Test
    void plainDoubleSumsDoNot() {
        RingLossFunctions.register(LocalSpark.SESSION, RING, RADIUS, DIM);
        Set<Double> means = new HashSet<>();
        for (int partitions : new int[] {1, 3, 8, 200}) {
            means.add(table(partitions)
                    .agg(expr("avg(ring_norm(embedding))"))
                    .head()
                    .getDouble(0));
        }
        assertThat(means).hasSizeGreaterThan(1);
    }
}
