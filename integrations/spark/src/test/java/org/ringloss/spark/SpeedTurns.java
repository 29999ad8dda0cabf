// SPDX-License-Identifier: Apache-2.0
package org.ringloss.spark;

import static org.apache.spark.sql.functions.call_function;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.ringloss.Penalty;
import org.ringloss.RingLoss;

/**
 * Times the audit against what people write without it, in turns within one session, so that whatever else the machine does
 * meets all of them alike. Prints medians and ratios.
 *
 * <p>Arguments: rows, elements of a row, turns.
 */
final class SpeedTurns {
    private static final double RADIUS = 16;

    private SpeedTurns() {}

    /** One pass over a table. */
    private interface Pass {
        Object over(Dataset<Row> table);
    }

    /** The norm of a row as a Java UDF computes it: Spark hands over a Scala sequence of boxed floats. */
    private static final class NormUdf implements UDF1<scala.collection.Seq<Float>, Double> {
        private static final long serialVersionUID = 1;

        @Override
        public Double call(scala.collection.Seq<Float> row) {
            double sum = 0;
            for (int i = 0; i < row.size(); i++) {
                double x = row.apply(i);
                sum += x * x;
            }
            return Math.sqrt(sum);
        }
    }

    public static void main(String[] args) throws IOException {
        int rows = Integer.parseInt(args[0]);
        int dim = Integer.parseInt(args[1]);
        int turns = Integer.parseInt(args[2]);
        SparkSession spark = session();
        RingLoss ring = RingLoss.builder().penalty(Penalty.huber(1)).weight(0.1).build();
        RingLossFunctions.register(spark, ring, RADIUS, dim);
        spark.udf().register("norm_udf", new NormUdf(), DataTypes.DoubleType);

        Path folder = Files.createTempDirectory("ringloss-speed");
        String file = folder.resolve("rows").toString();
        EmbeddingRows.table(spark, rows, 4, dim).write().parquet(file);
        Dataset<Row> parquet = spark.read().parquet(file);
        Dataset<Row> cached = spark.read().parquet(file).cache();
        cached.count();

        Map<String, Pass> passes = passes();
        System.out.printf(
                Locale.ROOT,
                "Spark %s, local[2], %d x %d, JDK %s, %s, %s, %s; `integrations/spark/speed`; medians of %d turns in ms:%n%n",
                spark.version(),
                rows,
                dim,
                Runtime.version(),
                RingLoss.describe(),
                System.getProperty("cpu"),
                System.getProperty("os.name"),
                turns);
        Map<String, double[]> inCache = time(cached, passes, turns);
        Map<String, double[]> fromFile = time(parquet, passes, turns);
        double auditCached = median(inCache.get("ring_audit"));
        double auditFile = median(fromFile.get("ring_audit"));
        System.out.println("| pass | cached | / audit | Parquet | / audit |");
        System.out.println("| --- | --- | --- | --- | --- |");
        passes.keySet()
                .forEach(name -> System.out.printf(
                        Locale.ROOT,
                        "| %s | %.0f | %.2f | %.0f | %.2f |%n",
                        name,
                        median(inCache.get(name)),
                        median(inCache.get(name)) / auditCached,
                        median(fromFile.get(name)),
                        median(fromFile.get(name)) / auditFile));
        spark.stop();
        delete(folder);
    }

    static SparkSession session() {
        return SparkSession.builder()
                .config(new SparkConf()
                        .setMaster("local[2]")
                        .set("spark.ui.enabled", "false")
                        .set("spark.sql.shuffle.partitions", "2"))
                .getOrCreate();
    }

    static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private static Map<String, Pass> passes() {
        Map<String, Pass> passes = new LinkedHashMap<>();
        passes.put(
                "scan (length of every row)",
                table -> table.agg(expr("sum(size(embedding))")).head());
        passes.put(
                "ring_audit",
                table ->
                        table.agg(call_function("ring_audit", col("embedding"))).head());
        passes.put(
                "SQL aggregate, mean and deviation of norms",
                table -> table.selectExpr("sqrt(aggregate(embedding, 0D, (a, v) -> a + v * v)) AS n")
                        .selectExpr("avg(n)", "stddev_pop(n)")
                        .head());
        passes.put(
                "Java UDF for the norm, mean and deviation",
                table -> table.selectExpr("norm_udf(embedding) AS n")
                        .selectExpr("avg(n)", "stddev_pop(n)")
                        .head());
        passes.put("plain loop in mapPartitions, no loss", SpeedTurns::plainLoop);
        passes.put(
                "ring_audit GROUP BY label",
                table -> table.groupBy("label")
                        .agg(call_function("ring_audit", col("embedding")))
                        .collectAsList());
        passes.put(
                "SQL aggregate GROUP BY label",
                table -> table.selectExpr("label", "sqrt(aggregate(embedding, 0D, (a, v) -> a + v * v)) AS n")
                        .groupBy("label")
                        .agg(expr("avg(n)"), expr("stddev_pop(n)"))
                        .collectAsList());
        passes.put(
                "ring_gradient, summed",
                table -> table.selectExpr("sum(ring_gradient(embedding, 1000)[0])")
                        .head());
        return passes;
    }

    /** What a programmer writes by hand: sums of norms and of their squares per partition. */
    private static Object plainLoop(Dataset<Row> table) {
        MapPartitionsFunction<float[], double[]> loop = partition -> {
            double[] sums = new double[3];
            while (partition.hasNext()) {
                float[] row = partition.next();
                double square = 0;
                for (float x : row) {
                    square += (double) x * x;
                }
                sums[0]++;
                sums[1] += Math.sqrt(square);
                sums[2] += square;
            }
            return List.of(sums).iterator();
        };
        return table.select("embedding")
                .as(table.sparkSession().implicits().newFloatArrayEncoder())
                .mapPartitions(loop, table.sparkSession().implicits().newDoubleArrayEncoder())
                .collectAsList();
    }

    private static Map<String, double[]> time(Dataset<Row> table, Map<String, Pass> passes, int turns) {
        Map<String, double[]> times = new LinkedHashMap<>();
        passes.keySet().forEach(name -> times.put(name, new double[turns]));
        // Two turns more, which the JIT compiler has for itself.
        for (int turn = -2; turn < turns; turn++) {
            List<String> order = new ArrayList<>(passes.keySet());
            java.util.Collections.rotate(order, turn + 2);
            for (String name : order) {
                long start = System.nanoTime();
                passes.get(name).over(table);
                if (turn >= 0) {
                    times.get(name)[turn] = (System.nanoTime() - start) / 1e6;
                }
            }
        }
        return times;
    }

    private static double median(double[] times) {
        double[] sorted = times.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
