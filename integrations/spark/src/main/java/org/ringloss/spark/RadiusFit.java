// SPDX-License-Identifier: Apache-2.0
package org.ringloss.spark;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.classic.ExpressionUtils;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.ringloss.RingLoss;

/**
 * Fits the radius to a column of embeddings: the R at which the loss is smallest, for all rows together or for each class.
 * Each pass over the rows tries 15 radii, so that four or five passes find R to six digits and sixteen to the last bit; cache the
 * column if it is expensive to read. The result has the same bits for any partitioning.
 *
 * <p>A convex penalty has one minimum, which lies between the smallest and the largest norm. Others (cauchy, gemanMcClure,
 * welsch, tukey, barron with alpha below 1, your own) may have several, and need a start: what is found is then the first
 * minimum downhill from there, on a grid of 15 radii up to the last norm.
 *
 * <pre>{@code
 * FittedRadius all = RadiusFit.on(df, "embedding", 128, ring).fit();
 * Map<Object, FittedRadius> classes = RadiusFit.on(df, "embedding", 128, ring).fitPerClass("label");
 * }</pre>
 */
public final class RadiusFit {
    private static final int RADII_PER_PASS = 15;
    private static final double DEFAULT_TOLERANCE = 1e-6;
    private static final String RADII = "ring_radii";
    private static final String CLASS = "ring_class";
    private static final String RESULT = "ring_result";

    private final Dataset<?> rows;
    private final String column;
    private final int dim;
    private final RingLoss ring;
    private final double start;
    private final double tolerance;

    private RadiusFit(Dataset<?> rows, String column, int dim, RingLoss ring, double start, double tolerance) {
        this.rows = rows;
        this.column = column;
        this.dim = dim;
        this.ring = ring;
        this.start = start;
        this.tolerance = tolerance;
    }

    /**
     * A fit; nothing runs yet.
     *
     * @param rows the data
     * @param column name of a column of {@code array<float>}
     * @param dim the length of every embedding, 1 or more
     * @param ring the loss; its weight changes nothing, its reduction is MEAN or SUM
     * @return the fit
     * @throws NullPointerException if an argument is null
     * @throws IllegalArgumentException if {@code dim} or the reduction is out of range
     */
    public static RadiusFit on(Dataset<?> rows, String column, int dim, RingLoss ring) {
        Objects.requireNonNull(rows, "rows is null");
        Objects.requireNonNull(column, "column is null");
        LossSettings.of(ring, 0, Double.NaN, dim);
        return new RadiusFit(rows, column, dim, ring, Double.NaN, DEFAULT_TOLERANCE);
    }

    /**
     * The same fit with a start, which penalties that are not convex need.
     *
     * @param radius where to go downhill from, finite
     * @return the fit
     * @throws IllegalArgumentException if it is not finite
     */
    public RadiusFit startingAt(double radius) {
        LossSettings.of(ring, radius, Double.NaN, dim);
        return new RadiusFit(rows, column, dim, ring, radius, tolerance);
    }

    /**
     * The same fit with another tolerance.
     *
     * @param relative how exact the radius is to be, relative to the largest norm; 1e-6 if not given, 0 for the last bit
     * @return the fit
     * @throws IllegalArgumentException if it is not from 0 to below 1
     */
    public RadiusFit tolerance(double relative) {
        if (!(relative >= 0 && relative < 1)) {
            throw new IllegalArgumentException("tolerance is " + relative + ", must be from 0 to below 1");
        }
        return new RadiusFit(rows, column, dim, ring, start, relative);
    }

    /**
     * Fits one radius to all rows.
     *
     * @return the radius
     * @throws IllegalStateException if no row has a norm, a row has a NaN or an infinity, or the loss is flat at the start
     */
    public FittedRadius fit() {
        FittedRadius fitted =
                fit(rows.withColumn(CLASS, functions.lit(0)), false).get(0);
        if (fitted == null) {
            throw new IllegalStateException(column + " has no row with a norm: there is nothing to fit a radius to");
        }
        return fitted;
    }

    /**
     * Fits a radius to each class.
     *
     * @param label name of the column that tells the class, of any type that groups; null is a class too
     * @return the radius of every class that has a row with a norm, by the values of the column
     * @throws IllegalStateException if a row has a NaN or an infinity, or the loss of a class is flat at the start
     */
    public Map<@Nullable Object, FittedRadius> fitPerClass(String label) {
        Objects.requireNonNull(label, "label is null");
        return fit(rows.withColumn(CLASS, rows.col(label)), true);
    }

    /** What is known of a class between two passes. */
    private static final class Search {
        final EmbeddingAudit audit;
        final Bracket whole;
        Bracket bracket;
        int passes = 1;

        Search(EmbeddingAudit audit, Bracket whole) {
            this.audit = audit;
            this.whole = whole;
            this.bracket = whole;
        }
    }

    private Map<@Nullable Object, FittedRadius> fit(Dataset<Row> classes, boolean isPerClass) {
        if (Double.isNaN(start) && !Convexity.isConvex(ring.penalty())) {
            throw new IllegalStateException(
                    "the penalty " + ring.penalty() + " is not known to be convex, and the loss may"
                            + " have several minima: say with startingAt(radius) where to look, for example the mean norm");
        }
        LossSettings settings = EmbeddingAudit.settings(rows, column, dim, ring, Double.isNaN(start) ? 0 : start);
        Map<@Nullable Object, Search> searches = new HashMap<>();
        Dataset<Row> audits = classes.groupBy(CLASS)
                .agg(EmbeddingAudit.audit(classes, column, settings).getField("totals"));
        for (Row row : audits.collectAsList()) {
            Search search = begin(row.get(0), isPerClass, EmbeddingTotals.fromBytes((byte[]) row.get(1)));
            if (search != null) {
                searches.put(row.get(0), search);
            }
        }
        Map<@Nullable Object, double[]> trials = trials(searches);
        while (!trials.isEmpty()) {
            for (Row row : derivatives(classes, settings, trials)) {
                Search search = Objects.requireNonNull(searches.get(row.get(0)));
                double[] sums = row.<Double>getList(1).stream()
                        .mapToDouble(Double::doubleValue)
                        .toArray();
                search.bracket = search.bracket.narrowed(Objects.requireNonNull(trials.get(row.get(0))), sums);
                search.passes++;
            }
            trials = trials(searches);
        }
        Map<@Nullable Object, FittedRadius> fitted = new HashMap<>();
        searches.forEach((label, search) -> fitted.put(label, result(search)));
        return fitted;
    }

    /** The first bracket of a class, or null if it has no norms. */
    private @Nullable Search begin(@Nullable Object label, boolean isPerClass, EmbeddingTotals totals) {
        EmbeddingAudit audit = EmbeddingAudit.of(totals, ring);
        if (audit.norms().nonFiniteRows() > 0) {
            long bad = audit.norms().nonFiniteRows();
            throw new IllegalStateException(column + " has " + bad + (bad == 1 ? " row" : " rows")
                    + " with a NaN or an infinity, and no radius fits that. Leave them out with WHERE "
                    + ProblemOfRow.NAME + "(" + column + ") IS NULL");
        }
        if (audit.norms().rows() == 0) {
            return null;
        }
        double min = audit.norms().min();
        double max = audit.norms().max();
        if (Double.isNaN(start)) {
            return new Search(audit, new Bracket(min, max));
        }
        double sum = totals.ringLossTotals().derivativeSum();
        if (sum == 0 && start >= min && start <= max) {
            return new Search(audit, new Bracket(start, start));
        }
        if (sum == 0) {
            throw new IllegalStateException("the loss is flat at the start " + start + ": no norm is within reach of "
                    + ring.penalty() + ". Start between " + min + " and " + max + ", where the norms"
                    + (isPerClass ? " of class " + label : "") + " lie");
        }
        return new Search(audit, new Bracket(start, sum > 0 ? Math.max(start, max) : Math.min(start, min)));
    }

    /** The radii to try for each class whose bracket is too wide. */
    private Map<@Nullable Object, double[]> trials(Map<@Nullable Object, Search> searches) {
        Map<@Nullable Object, double[]> trials = new HashMap<>();
        searches.forEach((label, search) -> {
            double largest = Math.max(Math.abs(search.whole.downhill()), Math.abs(search.whole.far()));
            double[] radii = search.bracket.inside(RADII_PER_PASS);
            if (search.bracket.width() > tolerance * largest && radii.length > 0) {
                trials.put(label, radii);
            }
        });
        return trials;
    }

    /** One pass: rows of class and sums. */
    private List<Row> derivatives(Dataset<Row> classes, LossSettings settings, Map<@Nullable Object, double[]> trials) {
        List<Row> table = new ArrayList<>();
        trials.forEach((label, radii) -> table.add(RowFactory.create(label, radii)));
        StructType schema = new StructType()
                .add(CLASS + "_of_radii", classes.schema().apply(CLASS).dataType())
                .add(RADII, DataTypes.createArrayType(DataTypes.DoubleType, false));
        Dataset<Row> radii = classes.sparkSession().createDataFrame(table, schema);
        Column sameClass = classes.col(CLASS).eqNullSafe(radii.col(CLASS + "_of_radii"));
        List<Expression> arguments =
                List.of(ExpressionUtils.expression(classes.col(column)), ExpressionUtils.expression(radii.col(RADII)));
        DerivativeSums sums = new DerivativeSums(settings, RingAggregate.Place.of(Sessions.expressions(arguments)));
        return classes.join(functions.broadcast(radii), sameClass)
                .groupBy(classes.col(CLASS))
                .agg(Sessions.column(sums).as(RESULT))
                .collectAsList();
    }

    private static FittedRadius result(Search search) {
        Bracket bracket = search.bracket;
        double radius = bracket.downhill() + (bracket.far() - bracket.downhill()) / 2;
        boolean isExact = bracket.inside(1).length == 0;
        return new FittedRadius(
                radius,
                isExact ? 0 : bracket.width() / 2,
                search.audit.norms().rows(),
                search.audit.rowsWithoutNorm(),
                search.passes);
    }
}
