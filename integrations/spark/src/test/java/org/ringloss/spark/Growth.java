// SPDX-License-Identifier: Apache-2.0
package org.ringloss.spark;

import static org.apache.spark.sql.functions.call_function;
import static org.apache.spark.sql.functions.col;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.ringloss.Penalty;
import org.ringloss.RingLoss;

/**
 * How the time of an audit grows with the rows, which it reads from Parquet. {@code integrations/spark/speed growth} runs it with
 * a heap of 1 GiB, however many rows there are.
 *
 * <p>Arguments: elements of a row, then numbers of rows.
 */
final class Growth {
    private static final int TURNS = 3;

    private Growth() {}

    public static void main(String[] args) throws IOException {
        int dim = Integer.parseInt(args[0]);
        long[] sizes = Arrays.stream(args).skip(1).mapToLong(Long::parseLong).toArray();
        SparkSession spark = SpeedTurns.session();
        RingLossFunctions.register(
                spark, RingLoss.builder().penalty(Penalty.huber(1)).weight(0.1).build(), 16, dim);
        System.out.printf(
                "Audits of Parquet with %d elements a row, Spark %s, local[2], JDK %s, %s, %s, heap of %d MiB;"
                        + " `integrations/spark/speed growth`:%n%n",
                dim,
                spark.version(),
                Runtime.version(),
                RingLoss.describe(),
                System.getProperty("cpu"),
                Runtime.getRuntime().maxMemory() >> 20);
        System.out.println("| rows | MiB of floats | s | ns a row |");
        System.out.println("| --- | --- | --- | --- |");
        for (long rows : sizes) {
            Path folder = Files.createTempDirectory("ringloss-growth");
            try {
                String file = folder.resolve("rows").toString();
                EmbeddingRows.table(spark, rows, 8, dim).write().parquet(file);
                measure(spark.read().parquet(file), rows, dim);
            } finally {
                SpeedTurns.delete(folder);
            }
        }
        spark.stop();
    }

    private static void measure(Dataset<Row> table, long rows, int dim) {
        double[] seconds = new double[TURNS];
        audit(table);
        for (int turn = 0; turn < TURNS; turn++) {
            long start = System.nanoTime();
            audit(table);
            seconds[turn] = (System.nanoTime() - start) / 1e9;
        }
        Arrays.sort(seconds);
        double median = seconds[TURNS / 2];
        System.out.printf(
                Locale.ROOT,
                "| %d | %d | %.2f | %.0f |%n",
                rows,
                (rows * dim * Float.BYTES) >> 20,
                median,
                median * 1e9 / rows);
    }

    private static void audit(Dataset<Row> table) {
        table.agg(call_function("ring_audit", col("embedding"))).head();
    }
}
