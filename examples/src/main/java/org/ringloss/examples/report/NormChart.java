// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples.report;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import org.ringloss.examples.evaluation.ArmResult;
import org.ringloss.examples.evaluation.Experiment;
import org.ringloss.examples.evaluation.Metric;
import org.ringloss.examples.input.Degradation;

/** The norms of features of images as they are, and degraded. */
final class NormChart {
    private static final int HEIGHT = 380;
    private static final double MOST = 2;

    private NormChart() {}

    static Picture draw(Experiment.FirstSeed seed) {
        Lines lines = new Lines();
        Distribution bins = new Distribution(0, MOST);
        for (ArmResult arm : seed.arms()) {
            double mean = arm.value(Metric.MEAN_NORM);
            bins.draw(
                    scaled(Arrays.stream(arm.compared().norms()), mean),
                    lines.add("as they are, " + arm.arm().label(), arm.arm(), false));
            bins.draw(
                    scaled(
                            Arrays.stream(Degradation.values())
                                    .flatMapToDouble(degradation -> Arrays.stream(
                                            arm.degraded(degradation).norms())),
                            mean),
                    lines.add("degraded, " + arm.arm().label(), arm.arm(), true));
        }
        return new Picture(
                "norms",
                "Norms of the compared images' features, in units of the mean norm of the same arm; degraded by noise, blur"
                        + " and half resolution together. Narrow is even.",
                ChartStyle.chart(
                        "Norms of features",
                        lines.plot(ChartStyle.axis("norm / mean norm"), ChartStyle.percentAxis("share of images"))),
                HEIGHT);
    }

    private static double[] scaled(DoubleStream norms, double mean) {
        return norms.map(norm -> mean == 0 ? 0 : norm / mean).toArray();
    }
}
