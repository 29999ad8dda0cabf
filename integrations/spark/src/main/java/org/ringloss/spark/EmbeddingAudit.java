// SPDX-License-Identifier: Apache-2.0
package org.ringloss.spark;

import java.util.Objects;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.ringloss.NormSummary;
import org.ringloss.RingLoss;
import org.ringloss.RingLossResult;

/**
 * The audit of a column of embeddings: how many rows there are and how many have no norm, mean and spread of the norms, the
 * loss and its radius gradient. The same rows give the same bits, however Spark splits, orders or repeats the work.
 *
 * <pre>{@code
 * EmbeddingAudit audit = EmbeddingAudit.of(df, "embedding", 128, ring, 16.0);
 * Dataset<Row> perClass = EmbeddingAudit.perClass(df, "embedding", "label", 128, ring, 16.0);
 * }</pre>
 */
public final class EmbeddingAudit {
    private static final String STRUCT = "ring_audit";

    private final EmbeddingTotals totals;
    private final RingLossResult result;

    private EmbeddingAudit(EmbeddingTotals totals, RingLoss ring) {
        this.totals = totals;
        this.result = ring.result(totals.ringLossTotals());
    }

    /**
     * Audits all rows; runs at once. A loss in relative mode passes over the rows twice.
     *
     * @param rows the data
     * @param column name of a column of {@code array<float>}
     * @param dim the length of every embedding, 1 or more
     * @param ring the loss, with reduction MEAN or SUM. N of MEAN is the number of rows that have a norm
     * @param radius the radius of all rows, finite
     * @return the audit
     * @throws NullPointerException if an argument is null
     * @throws IllegalArgumentException if a number is out of range
     */
    public static EmbeddingAudit of(Dataset<?> rows, String column, int dim, RingLoss ring, double radius) {
        LossSettings settings = settings(rows, column, dim, ring, radius);
        return of(run(rows, audit(rows, column, settings)), ring);
    }

    /**
     * The audit that totals tell, for example stored ones after a merge.
     *
     * @param totals of a loss with this penalty
     * @param ring the loss, with reduction MEAN or SUM
     * @return the audit
     */
    public static EmbeddingAudit of(EmbeddingTotals totals, RingLoss ring) {
        return new EmbeddingAudit(Objects.requireNonNull(totals, "totals is null"), ring);
    }

    /**
     * Audits each class; runs when the result is used, but for the norm scale of relative mode, which is that of all rows and
     * is computed at once.
     *
     * @param rows the data
     * @param column name of a column of {@code array<float>}
     * @param label name of the column that tells the class, of any type; null is a class too
     * @param dim the length of every embedding, 1 or more
     * @param ring the loss, with reduction MEAN or SUM. N of MEAN is the number of the class's rows that have a norm
     * @param radius the radius of all rows, finite
     * @return a row for each class: the label, then the columns of {@code ring_audit}
     * @throws NullPointerException if an argument is null
     * @throws IllegalArgumentException if a number is out of range
     */
    public static Dataset<Row> perClass(
            Dataset<?> rows, String column, String label, int dim, RingLoss ring, double radius) {
        Objects.requireNonNull(label, "label is null");
        LossSettings settings = settings(rows, column, dim, ring, radius);
        return rows.groupBy(rows.col(label))
                .agg(audit(rows, column, settings).as(STRUCT))
                .select(functions.col("`" + label + "`"), functions.col(STRUCT + ".*"));
    }

    /** Checks the arguments; finds the scale of relative mode. */
    static LossSettings settings(Dataset<?> rows, String column, int dim, RingLoss ring, double radius) {
        Objects.requireNonNull(rows, "rows is null");
        Objects.requireNonNull(column, "column is null");
        LossSettings settings = LossSettings.of(ring, radius, Double.NaN, dim);
        if (!ring.isRelative()) {
            return settings;
        }
        RingLoss absolute = ring.toBuilder().relative(false).build();
        EmbeddingAudit norms = of(rows, column, dim, absolute, radius);
        return LossSettings.of(ring, radius, norms.norms().relativeScale(), dim);
    }

    static Column audit(Dataset<?> rows, String column, LossSettings settings) {
        return Sessions.column(
                new RingAudit(settings, column, RingAggregate.Place.of(Sessions.argument(rows, column))));
    }

    static EmbeddingTotals run(Dataset<?> rows, Column audit) {
        Row row = rows.agg(audit.getField("totals")).head();
        return EmbeddingTotals.fromBytes((byte[]) row.get(0));
    }

    /** {@return the number of all rows, those without a norm too} */
    public long rows() {
        return totals.rows();
    }

    /** {@return the number of rows without an array} */
    public long nullRows() {
        return totals.nullRows();
    }

    /** {@return the number of rows of another length} */
    public long wrongLengthRows() {
        return totals.wrongLengthRows();
    }

    /** {@return the number of rows with a null among their elements} */
    public long nullElementRows() {
        return totals.nullElementRows();
    }

    /** {@return the number of rows without a norm: null, of another length, or with a null element} */
    public long rowsWithoutNorm() {
        return totals.nullRows() + totals.wrongLengthRows() + totals.nullElementRows();
    }

    /** {@return the norms of the rows that have one, with the counts of zero rows and of those with a NaN or an infinity} */
    public NormSummary norms() {
        return result.normSummary();
    }

    /** {@return the loss of the rows that have a norm; NaN if one of them is not finite, 0 if there are none} */
    public double loss() {
        return result.loss();
    }

    /** {@return dL/dR, of the same rows} */
    public double radiusGradient() {
        return result.radiusGradient();
    }

    /** {@return the totals, to store or to merge} */
    public EmbeddingTotals totals() {
        return totals;
    }

    @Override
    public String toString() {
        return "loss " + loss() + ", radius gradient " + radiusGradient() + ", " + totals;
    }
}
