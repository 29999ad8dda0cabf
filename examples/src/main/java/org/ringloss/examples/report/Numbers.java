// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples.report;

import java.util.Locale;
import org.ringloss.examples.evaluation.Metric;
import org.ringloss.examples.evaluation.PairedMetric;

/** Numbers as text. */
final class Numbers {
    /** Stands where there is no number. */
    static final String NONE = "-";

    private Numbers() {}

    /** A share in percent, or a number of three or four digits. */
    static String value(Metric metric, double value) {
        if (Double.isNaN(value)) {
            return NONE;
        }
        return metric.unit() == Metric.Unit.PERCENT ? plain(metric, value) + " %" : plain(metric, value);
    }

    /** A difference with its sign; shares in points. */
    static String difference(Metric metric, double value) {
        return Double.isNaN(value) ? NONE : (value < 0 ? "" : "+") + plain(metric, value);
    }

    /** Mean and, over several seeds, the standard deviation. */
    static String meanAndDeviation(Metric metric, double[] values) {
        String mean = value(metric, PairedMetric.mean(values));
        return mean.equals(NONE) ? NONE : mean + spread(metric, values);
    }

    /** The mean difference of pairs and the standard deviation of the differences. */
    static String difference(PairedMetric paired) {
        String mean = difference(paired.metric(), paired.meanDifference());
        return mean.equals(NONE) ? NONE : mean + spread(paired.metric(), paired.differences());
    }

    private static String spread(Metric metric, double[] values) {
        double deviation = PairedMetric.deviation(values);
        return Double.isNaN(deviation) ? "" : " \u00b1 " + plain(metric, deviation);
    }

    private static String plain(Metric metric, double value) {
        if (metric.unit() == Metric.Unit.PERCENT) {
            return String.format(Locale.ROOT, "%.1f", 100 * value);
        }
        return String.format(Locale.ROOT, Math.abs(value) < 1 ? "%.3f" : "%.2f", value);
    }
}
