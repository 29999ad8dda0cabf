// SPDX-License-Identifier: Apache-2.0
package org.ringloss.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.ringloss.FloatMatrix;
import org.ringloss.Norms;
import org.ringloss.Penalty;
import org.ringloss.RingLoss;

/** Fitted radii against bisection over the same norms, written from the formula. */
class RadiusFitTest {
    private static final int ROWS = 500;
    private static final int DIM = 8;

    private static RingLoss ring(Penalty penalty) {
        return RingLoss.builder().penalty(penalty).build();
    }

    private static Dataset<Row> table(int partitions) {
        return EmbeddingRows.table(LocalSpark.SESSION, ROWS, partitions, DIM);
    }

    private static double[] norms(int... ids) {
        double[] norms = new double[ids.length];
        for (int i = 0; i < ids.length; i++) {
            double[] norm = new double[1];
            Norms.compute(FloatMatrix.of(EmbeddingRows.embedding(ids[i], DIM), 1, DIM), norm);
            norms[i] = norm[0];
        }
        return norms;
    }

    private static int[] ids(int label) {
        return java.util.stream.IntStream.range(0, ROWS)
                .filter(id -> label < 0 || EmbeddingRows.label(id) == label)
                .toArray();
    }

    /** Bisection between the smallest and the largest norm, sums in plain doubles. */
    private static double bisect(double[] norms, Penalty penalty) {
        double low = Arrays.stream(norms).min().getAsDouble();
        double high = Arrays.stream(norms).max().getAsDouble();
        for (int i = 0; i < 200; i++) {
            double middle = low + (high - low) / 2;
            double sum = Arrays.stream(norms)
                    .map(n -> penalty.derivative(n - middle))
                    .sum();
            if (sum > 0) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    @Test
    void oneRadius() {
        double[] norms = norms(ids(-1));
        for (Penalty penalty : List.of(
                Penalty.squared(), Penalty.huber(1), Penalty.pseudoHuber(2), Penalty.logCosh(), Penalty.barron(1, 2))) {
            double expected = bisect(norms, penalty);
            FittedRadius fitted =
                    RadiusFit.on(table(3), "embedding", DIM, ring(penalty)).fit();
            double largest = Arrays.stream(norms).max().getAsDouble();
            assertThat(fitted.radius()).as(penalty.toString()).isCloseTo(expected, within(1e-6 * largest));
            assertThat(fitted.rows()).isEqualTo(ROWS);
            assertThat(fitted.passes()).isLessThanOrEqualTo(6);
        }
    }

    @Test
    void toTheLastBitForAnyPartitioning() {
        RingLoss ring = ring(Penalty.squared());
        FittedRadius one =
                RadiusFit.on(table(1), "embedding", DIM, ring).tolerance(0).fit();
        FittedRadius many =
                RadiusFit.on(table(9), "embedding", DIM, ring).tolerance(0).fit();
        assertThat(many).isEqualTo(one);
        assertThat(one.atMost()).isZero();
        assertThat(one.passes()).isLessThanOrEqualTo(17);
        // The minimum of the squared loss is the mean.
        double mean = Norms.summary(FloatMatrix.of(EmbeddingRows.flat(ROWS, DIM), ROWS, DIM))
                .mean();
        assertThat(one.radius()).isCloseTo(mean, within(2 * Math.ulp(mean)));
    }

    @Test
    void perClass() {
        Penalty penalty = Penalty.pseudoHuber(1);
        Map<Object, FittedRadius> fitted =
                RadiusFit.on(table(3), "embedding", DIM, ring(penalty)).fitPerClass("label");
        assertThat(fitted).hasSize(7);
        for (int label = 0; label < 7; label++) {
            double[] norms = norms(ids(label));
            double largest = Arrays.stream(norms).max().getAsDouble();
            assertThat(fitted.get(label).radius()).isCloseTo(bisect(norms, penalty), within(1e-6 * largest));
            assertThat(fitted.get(label).rows()).isEqualTo(norms.length);
        }
    }

    /** Ten rows at 1 and three at 20: which of two minima is found depends on the start. */
    @Test
    void severalMinimaNeedAStart() {
        Dataset<Row> rows = LocalSpark.table(java.util.stream.IntStream.range(0, 13)
                .mapToObj(i -> LocalSpark.row(i, i < 10 ? "near" : "far", i < 10 ? 1f : 20f, 0f))
                .toList());
        RadiusFit fit = RadiusFit.on(rows, "embedding", 2, ring(Penalty.tukey(4.6851)));
        assertThatThrownBy(fit::fit)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("tukey(4.6851) is not known to be convex")
                .hasMessageContaining("startingAt(radius)");
        assertThat(fit.startingAt(3).fit().radius()).isCloseTo(1, within(1e-4));
        assertThat(fit.startingAt(17).fit().radius()).isCloseTo(20, within(1e-4));
        assertThat(fit.startingAt(-2).fit().radius()).isCloseTo(1, within(1e-4));
        assertThatThrownBy(() -> fit.startingAt(40).fit())
                .hasMessageContaining("flat at the start 40.0")
                .hasMessageContaining("Start between 1.0 and 20.0");
        assertThatThrownBy(() -> fit.startingAt(18).fitPerClass("label"))
                .hasMessageContaining("Start between 1.0 and 1.0, where the norms of class near lie");
    }

    @Test
    void badRows() {
        Dataset<Row> rows = LocalSpark.table(List.of(
                LocalSpark.row(0, "a", 3f, 4f),
                LocalSpark.row(1, null, 6f, 8f),
                LocalSpark.row(2, null, 6f, 8f),
                LocalSpark.row(3, "b", 1f),
                LocalSpark.row(4, "a", (Object[]) null)));
        RingLoss ring = ring(Penalty.squared());
        FittedRadius all = RadiusFit.on(rows, "embedding", 2, ring).tolerance(0).fit();
        assertThat(all.radius()).isCloseTo(25.0 / 3, within(2e-15));
        assertThat(all.rows()).isEqualTo(3);
        assertThat(all.rowsWithoutNorm()).isEqualTo(2);
        Map<Object, FittedRadius> classes =
                RadiusFit.on(rows, "embedding", 2, ring).fitPerClass("label");
        assertThat(classes).hasSize(2);
        assertThat(classes.get(null)).isEqualTo(new FittedRadius(10, 0, 2, 0, 1));
        assertThat(classes.get("a")).isEqualTo(new FittedRadius(5, 0, 1, 1, 1));

        Dataset<Row> notFinite = rows.union(LocalSpark.table(List.of(LocalSpark.row(9, "a", Float.NaN, 0f))));
        assertThatThrownBy(() -> RadiusFit.on(notFinite, "embedding", 2, ring).fit())
                .hasMessageContaining("embedding has 1 row with a NaN or an infinity")
                .hasMessageContaining("WHERE ring_problem(embedding) IS NULL");
    }

    @Test
    void badArguments() {
        RadiusFit fit = RadiusFit.on(table(1), "embedding", DIM, ring(Penalty.squared()));
        assertThatThrownBy(() -> fit.tolerance(-1)).hasMessage("tolerance is -1.0, must be from 0 to below 1");
        assertThatThrownBy(() -> fit.startingAt(Double.NaN)).hasMessageContaining("radius is NaN, must be finite");
    }
}
