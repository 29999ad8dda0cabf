// SPDX-License-Identifier: Apache-2.0
package org.ringloss.spark.command;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.ringloss.Penalty;
import org.ringloss.RingLoss;
import org.ringloss.spark.BadRows;
import org.ringloss.spark.EmbeddingTotals;
import org.ringloss.spark.RadiusFit;
import org.ringloss.spark.RingLossFunctions;

/** The passes over the rows that a report needs. */
final class Auditor {
    private static final int BAD_ROWS_SHOWN = 10;
    private static final String ALL = "all rows";

    private final Dataset<Row> rows;
    private final String source;
    private final RingLoss ring;
    private final int dim;
    private final Progress progress;

    /**
     * An audit.
     *
     * @param rows with columns {@code key}, which may be null, {@code label} and {@code embedding}
     * @param source where the rows come from
     * @param ring the loss
     * @param dim the length of an embedding
     * @param progress shows the passes
     */
    Auditor(Dataset<Row> rows, String source, RingLoss ring, int dim, Progress progress) {
        this.rows = rows;
        this.source = source;
        this.ring = ring;
        this.dim = dim;
        this.progress = progress;
    }

    /**
     * The length that most embeddings have: the greater one of two that are equally frequent.
     *
     * @param rows with the column {@code embedding}
     */
    static int commonLength(Dataset<Row> rows) {
        List<Row> lengths = rows.filter(rows.col("embedding").isNotNull())
                .groupBy(functions.size(rows.col("embedding")).as("length"))
                .count()
                .orderBy(functions.desc("count"), functions.desc("length"))
                .limit(1)
                .collectAsList();
        if (lengths.isEmpty() || lengths.get(0).getInt(0) < 1) {
            throw new InputException("the column of embeddings holds no array with elements");
        }
        return lengths.get(0).getInt(0);
    }

    Findings run(OptionalDouble givenRadius, boolean hasLabels, Map<String, String> environment) {
        RingLossFunctions.register(rows.sparkSession(), ring, 0, dim);
        Dataset<Row> good = rows.filter("ring_problem(embedding) IS NULL");
        if (good.isEmpty()) {
            throw new InputException("no row has a finite embedding of " + dim
                    + " elements: for the problem of each row" + " look at ring_problem(embedding)");
        }
        double radius;
        String origin;
        if (givenRadius.isPresent()) {
            radius = givenRadius.getAsDouble();
            origin = "as given";
        } else {
            radius = progress.of("radius", () -> fit(good));
            origin = "fitted: the loss of all rows is smallest there";
        }
        RingLossFunctions.register(rows.sparkSession(), ring, radius, dim);
        List<ClassAudit> classes = progress.of("audit", this::classes);
        ClassAudit all = sum(classes);
        NormHistogram histogram = progress.of(
                "histograms",
                () -> NormHistogram.of(
                        good.select(good.col("label"), functions.expr("ring_norm(embedding) AS norm")), all.norms()));
        List<String> bad = all.badRows() == 0 ? List.of() : progress.of("bad rows", this::badRows);
        return new Findings(
                source, ring, radius, origin, dim, all, hasLabels ? classes : List.of(), histogram, bad, environment);
    }

    /** A penalty that may have several minima starts at the mean norm. */
    private double fit(Dataset<Row> good) {
        RadiusFit fit = RadiusFit.on(good, "embedding", dim, ring);
        try {
            return fit.fit().radius();
        } catch (IllegalStateException needsStart) {
            RingLoss squared = ring.toBuilder().penalty(Penalty.squared()).build();
            double mean = RadiusFit.on(good, "embedding", dim, squared).fit().radius();
            return fit.startingAt(mean).fit().radius();
        }
    }

    private List<ClassAudit> classes() {
        Column all = functions.expr("ring_audit(embedding).totals");
        Column good = functions.expr("ring_audit(embedding) FILTER (WHERE ring_problem(embedding) IS NULL).totals");
        List<ClassAudit> classes = new ArrayList<>();
        for (Row row : rows.groupBy("label").agg(all, good).collectAsList()) {
            classes.add(ClassAudit.of(
                    String.valueOf(row.get(0)),
                    EmbeddingTotals.fromBytes((byte[]) row.get(1)),
                    EmbeddingTotals.fromBytes((byte[]) row.get(2)),
                    ring));
        }
        classes.sort(Comparator.comparing(ClassAudit::name));
        return classes;
    }

    private ClassAudit sum(List<ClassAudit> classes) {
        EmbeddingTotals all = new EmbeddingTotals(dim);
        EmbeddingTotals good = new EmbeddingTotals(dim);
        for (ClassAudit one : classes) {
            all.merge(one.all().totals());
            good.merge(one.good().totals());
        }
        return ClassAudit.of(ALL, all, good, ring);
    }

    private List<String> badRows() {
        return BadRows.of(rows, "embedding", dim).limit(BAD_ROWS_SHOWN).collectAsList().stream()
                .map(row -> (row.isNullAt(row.fieldIndex("key")) ? "" : row.getAs("key") + ": ") + row.getAs("problem"))
                .toList();
    }

    /** What ran it. */
    static Map<String, String> environment(Dataset<Row> rows) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("ring loss", RingLoss.describe());
        facts.put(
                "Spark",
                rows.sparkSession().version() + ", "
                        + rows.sparkSession().sparkContext().master());
        facts.put("JVM", System.getProperty("java.vm.name") + " " + Runtime.version());
        facts.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        return facts;
    }
}
