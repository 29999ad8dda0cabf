// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples.evaluation;

import java.util.Arrays;
import org.hipparchus.stat.StatUtils;
import org.hipparchus.stat.inference.TTest;

/** A number of both arms over seeds. */
public final class PairedMetric {
    private static final double SIGNIFICANCE = 0.05;

    /** What ring loss did to a number. */
    public enum Change {
        /** Up, beyond what the seeds scatter. */
        ROSE,
        /** Down, beyond what the seeds scatter. */
        FELL,
        /** No more than the seeds scatter. */
        UNMOVED,
        /** With one seed there is no spread to compare with. */
        UNKNOWN,
        /** There is no number. */
        NONE
    }

    private final Metric metric;
    private final double[] softmax;
    private final double[] ring;

    /** Entry i of both arrays is of the same seed; they are not copied. */
    PairedMetric(Metric metric, double[] softmax, double[] ring) {
        this.metric = metric;
        this.softmax = softmax;
        this.ring = ring;
    }

    /** Which number. */
    public Metric metric() {
        return metric;
    }

    /** Of the arm with softmax alone; not copied. */
    public double[] softmax() {
        return softmax;
    }

    /** Of the arm with ring loss; not copied. */
    public double[] ring() {
        return ring;
    }

    /** Whether both arms have this number for every seed. */
    public boolean isComplete() {
        return Arrays.stream(softmax).noneMatch(Double::isNaN)
                && Arrays.stream(ring).noneMatch(Double::isNaN);
    }

    /** How many seeds there are. */
    public int seeds() {
        return softmax.length;
    }

    /** Ring minus softmax, for each seed. */
    public double[] differences() {
        double[] differences = new double[softmax.length];
        Arrays.setAll(differences, i -> ring[i] - softmax[i]);
        return differences;
    }

    /** The mean difference. */
    public double meanDifference() {
        return StatUtils.mean(differences());
    }

    /** In how many seeds the number is higher with ring loss. */
    public int seedsAbove() {
        return (int) Arrays.stream(differences()).filter(d -> d > 0).count();
    }

    /** In how many seeds the number is lower with ring loss. */
    public int seedsBelow() {
        return (int) Arrays.stream(differences()).filter(d -> d < 0).count();
    }

    /** Whether, and where to, the number moved: by a paired t test at 5 %. */
    public Change change() {
        if (!isComplete()) {
            return Change.NONE;
        }
        if (seeds() < 2) {
            return Change.UNKNOWN;
        }
        double mean = meanDifference();
        boolean moved = StatUtils.variance(differences()) == 0
                ? mean != 0
                : new TTest().pairedTTest(softmax, ring) < SIGNIFICANCE;
        return moved ? mean > 0 ? Change.ROSE : Change.FELL : Change.UNMOVED;
    }

    /** The mean over seeds. */
    public static double mean(double[] values) {
        return StatUtils.mean(values);
    }

    /** The standard deviation over seeds; NaN for one seed. */
    public static double deviation(double[] values) {
        return values.length < 2 ? Double.NaN : Math.sqrt(StatUtils.variance(values));
    }
}
