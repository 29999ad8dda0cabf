// SPDX-License-Identifier: Apache-2.0
package org.ringloss.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.rand;
import static org.apache.spark.sql.functions.when;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.ringloss.Penalty;
import org.ringloss.RingLoss;

/**
 * Audits the same rows in many ways on one cluster and prints a line for each: what was varied, the hash of the totals, the bit
 * pattern of the mean norm by Spark's {@code avg}, and what happened to tasks and executors. {@code cluster-tests} compares the
 * lines of several clusters.
 *
 * <p>Arguments: the name to print, then the variations among {@code partitions order skew days fails killed slow}. The
 * master and everything else come from {@code -Dspark.*}.
 */
final class ClusterRun {
    private static final int ROWS = 20_000;
    private static final int DIM = EmbeddingRows.DIM;
    private static final double RADIUS = 16;
    private static final RingLoss RING =
            RingLoss.builder().penalty(Penalty.cauchy()).weight(0.1).build();

    private final SparkSession spark;
    private final String cluster;
    private final Events events = new Events();

    private ClusterRun(SparkSession spark, String cluster) {
        this.spark = spark;
        this.cluster = cluster;
        spark.sparkContext().addSparkListener(events);
    }

    /** What the scheduler tells of faults. */
    private static final class Events extends SparkListener {
        final AtomicInteger failed = new AtomicInteger();
        final AtomicInteger lost = new AtomicInteger();
        final AtomicInteger copiesThatWon = new AtomicInteger();

        @Override
        public void onTaskEnd(SparkListenerTaskEnd end) {
            if (end.taskInfo().failed()) {
                failed.incrementAndGet();
            }
            if (end.taskInfo().speculative() && end.taskInfo().successful()) {
                copiesThatWon.incrementAndGet();
            }
        }

        @Override
        public void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
            lost.incrementAndGet();
        }

        String since(int[] before) {
            String text = failed.get() - before[0] + " failed, " + (lost.get() - before[1]) + " executors lost";
            int copies = copiesThatWon.get() - before[2];
            return copies == 0 ? text : text + ", " + copies + " copies won";
        }

        int[] now() {
            return new int[] {failed.get(), lost.get(), copiesThatWon.get()};
        }
    }

    public static void main(String[] args) throws IOException {
        SparkSession spark = SparkSession.builder()
                .config(new SparkConf())
                .appName("ringloss")
                .getOrCreate();
        try {
            ClusterRun run = new ClusterRun(spark, args[0]);
            run.printWhere();
            for (String variation : List.of(args).subList(1, args.length)) {
                run.vary(variation);
            }
        } finally {
            spark.stop();
        }
    }

    /** Which backends and JVMs the executors have. */
    private void printWhere() {
        List<Integer> tasks = IntStream.range(0, 40).boxed().toList();
        TreeSet<String> places = new TreeSet<>(new JavaSparkContext(spark.sparkContext())
                .parallelize(tasks, tasks.size())
                .map(task -> {
                    Thread.sleep(50);
                    return "JDK " + Runtime.version().feature() + " "
                            + RING.backend().name() + " "
                            + RING.backend().vectorBits();
                })
                .collect());
        System.out.println(
                "where\t" + cluster + "\tdriver JDK " + Runtime.version().feature() + " "
                        + RING.backend().name() + "; executors " + String.join(", ", places));
    }

    private Dataset<Row> table(int partitions) {
        return EmbeddingRows.table(spark, ROWS, partitions, DIM);
    }

    private void vary(String variation) throws IOException {
        switch (variation) {
            case "partitions" -> {
                for (int partitions : new int[] {1, 3, 8, 200}) {
                    print(partitions + (partitions == 1 ? " partition" : " partitions"), table(partitions));
                }
            }
            case "order" -> {
                print("8 partitions, random order", table(8).orderBy(rand(7)));
                print(
                        "8 partitions, largest ids first",
                        table(8).orderBy(col("id").desc()));
            }
            case "skew" ->
                print(
                        "40 partitions, one has nearly all rows, most are empty",
                        table(8).repartition(
                                        40, when(col("id").lt(ROWS - 20), 0).otherwise(col("id"))));
            case "days" -> printDays();
            case "fails" -> printFault("8 partitions, a task fails once", Faults.FAILS.in(table(8)));
            case "killed" -> {
                printFault("8 partitions, kill -9 of an executor", Faults.KILLED.in(table(8)));
                printFault(
                        "8 partitions, kill -9 after a shuffle", Faults.KILLED.in(table(8).repartition(8, col("id"))));
            }
            case "slow" -> printFault("8 partitions, a copy of a task wins", Faults.SLOW.in(table(8)));
            default -> throw new IllegalArgumentException("variation is " + variation);
        }
    }

    private void print(String variation, Dataset<Row> rows) {
        int[] before = events.now();
        EmbeddingTotals totals =
                EmbeddingAudit.of(rows, "embedding", DIM, RING, RADIUS).totals();
        print(variation, totals, average(rows), events.since(before));
    }

    /** Without the average, as the fault would strike again. */
    private void printFault(String variation, Dataset<Row> rows) {
        int[] before = events.now();
        EmbeddingTotals totals =
                EmbeddingAudit.of(rows, "embedding", DIM, RING, RADIUS).totals();
        print(variation, totals, "-", events.since(before));
    }

    /** The mean of the same norms in plain doubles. */
    private String average(Dataset<Row> rows) {
        RingLossFunctions.register(spark, RING, RADIUS, DIM);
        double mean = rows.agg(expr("avg(ring_norm(embedding))")).head().getDouble(0);
        return Long.toHexString(Double.doubleToRawLongBits(mean));
    }

    /** Totals of 30 days, stored and merged in two ways. */
    private void printDays() throws IOException {
        Path folder = Files.createTempDirectory("ringloss-days");
        String file = folder.resolve("days").toString();
        int[] before = events.now();
        RingLossFunctions.register(spark, RING, RADIUS, DIM);
        EmbeddingAudit.perClass(table(8), "embedding", "day", DIM, RING, RADIUS)
                .select("day", "totals")
                .write()
                .parquet(file);
        Dataset<Row> days = spark.read().parquet(file);
        Row merged = days.agg(expr("ring_merge(totals).totals")).head();
        print("30 stored days merged", EmbeddingTotals.fromBytes((byte[]) merged.get(0)), "-", events.since(before));
        EmbeddingTotals reduced = days.repartition(5)
                .javaRDD()
                .map(row -> EmbeddingTotals.fromBytes(row.getAs("totals")))
                .reduce((a, b) -> {
                    a.merge(b);
                    return a;
                });
        print(
                "30 stored days reduced as objects, "
                        + spark.conf().get("spark.serializer", "JavaSerializer").replaceAll(".*\\.", ""),
                reduced,
                "-",
                events.since(before));
        try (var files = Files.walk(folder)) {
            for (Path path : files.sorted(Collections.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private void print(String variation, EmbeddingTotals totals, String average, String faults) {
        if (totals.rows() != ROWS) {
            throw new IllegalStateException(variation + ": " + totals.rows() + " rows instead of " + ROWS);
        }
        System.out.println("ran\t" + cluster + "\t" + variation + "\t" + hash(totals) + "\t" + average + "\t" + faults);
    }

    private static String hash(EmbeddingTotals totals) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(totals.toBytes());
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
