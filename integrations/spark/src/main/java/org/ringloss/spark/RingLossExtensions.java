// SPDX-License-Identifier: Apache-2.0
package org.ringloss.spark;

import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.SparkSessionExtensions;
import org.ringloss.RingLoss;
import scala.Function1;
import scala.Option;
import scala.Tuple3;
import scala.runtime.BoxedUnit;

/**
 * The functions of {@link RingLossFunctions} for sessions that no Java or Scala code prepares: PySpark, the {@code spark-sql}
 * shell, servers. {@code spark.sql.extensions} names this class; loss, radius and length are settings of the session, which
 * SET changes:
 *
 * <ul>
 *   <li>{@value #DIM}: the length of every embedding; there is no default
 *   <li>{@value #RADIUS}: the radius; there is no default
 *   <li>{@value #LOSS}: what {@link RingLoss#parse} reads; {@code ringloss(penalty=huber(1.0))} if not set
 * </ul>
 */
public final class RingLossExtensions implements Function1<SparkSessionExtensions, BoxedUnit> {
    /** The setting of the length of every embedding. */
    public static final String DIM = "spark.ringloss.dim";

    /** The setting of the radius. */
    public static final String RADIUS = "spark.ringloss.radius";

    /** The setting of the loss, as text. */
    public static final String LOSS = "spark.ringloss.loss";

    /** Spark makes it from its name. */
    public RingLossExtensions() {}

    @Override
    public BoxedUnit apply(SparkSessionExtensions extensions) {
        for (SqlFunction function : SqlFunction.ALL) {
            extensions.injectFunction(new Tuple3<>(
                    function.identifier(), function.info(), function.builder(RingLossExtensions::settings)));
        }
        return BoxedUnit.UNIT;
    }

    /** As the session has them while a query is analysed; not SQLConf's, which inside a view are those of Spark alone. */
    private static LossSettings settings() {
        String loss = SparkSession.active().conf().get(LOSS, "ringloss(penalty=huber(1.0))");
        int dim;
        double radius;
        try {
            dim = Integer.parseInt(required(DIM, "the length of every embedding, such as SET " + DIM + " = 128"));
            radius = Double.parseDouble(required(RADIUS, "the radius, such as SET " + RADIUS + " = 16"));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(DIM + " and " + RADIUS + " must be numbers: " + e.getMessage(), e);
        }
        return RingLossFunctions.settings(RingLoss.parse(loss), radius, dim);
    }

    private static String required(String key, String what) {
        Option<String> value = SparkSession.active().conf().getOption(key);
        if (value.isEmpty()) {
            throw new IllegalArgumentException(key + " is not set, must be " + what);
        }
        return value.get().strip();
    }
}
