// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.ringloss.examples.input.Degradation;

/**
 * A number that an arm is judged by.
 *
 * @param id for files
 * @param group which table it belongs to
 * @param label for people
 * @param better which way is better
 * @param unit how it is written
 */
public record Metric(String id, Group group, String label, Better better, Unit unit) {
    /** The tables. */
    public enum Group {
        /** Right answers, on images of the classes that were trained on. */
        ACCURACY,
        /** Pairs of images as they are. */
        PAIRS,
        /** Pairs of degraded images. */
        DEGRADED,
        /** The norms of the features. */
        NORMS
    }

    /** Which way is better. */
    public enum Better {
        /** More is better. */
        HIGHER,
        /** Less is better. */
        LOWER,
        /** Neither: it tells something. */
        NEITHER
    }

    /** How a number is written. */
    public enum Unit {
        /** A share, written in percent; differences are points. */
        PERCENT,
        /** A plain number. */
        NUMBER
    }

    /** The share of right answers. */
    public static final Metric ACCURACY =
            new Metric("accuracy", Group.ACCURACY, "accuracy on held-out images", Better.HIGHER, Unit.PERCENT);

    /** The mean norm. */
    public static final Metric MEAN_NORM =
            new Metric("norm-mean", Group.NORMS, "mean norm", Better.NEITHER, Unit.NUMBER);

    /** Deviation divided by mean. */
    public static final Metric NORM_VARIATION = new Metric(
            "norm-cv", Group.NORMS, "coefficient of variation (deviation / mean)", Better.LOWER, Unit.NUMBER);

    /** The learned radius. */
    public static final Metric RADIUS =
            new Metric("radius", Group.NORMS, "learned radius R", Better.NEITHER, Unit.NUMBER);

    /** True accepts, clean images. */
    public static Metric trueAccepts(Similarity similarity, double falseAcceptRate) {
        return new Metric(
                String.format(Locale.ROOT, "tar-%.0e-%s", falseAcceptRate, id(similarity)),
                Group.PAIRS,
                String.format(
                        Locale.ROOT, "%s: true accepts at %s false accepts", similarity.label(), rate(falseAcceptRate)),
                Better.HIGHER,
                Unit.PERCENT);
    }

    /** A rate in percent, as short as possible. */
    public static String rate(double falseAcceptRate) {
        double percent = 100 * falseAcceptRate;
        return (percent >= 1 ? Long.toString(Math.round(percent)) : String.format(Locale.ROOT, "%.1f", percent)) + " %";
    }

    static Metric equalError(Similarity similarity) {
        return new Metric(
                "eer-" + id(similarity),
                Group.PAIRS,
                similarity.label() + ": equal error rate",
                Better.LOWER,
                Unit.PERCENT);
    }

    static Metric areaUnderCurve(Similarity similarity) {
        return new Metric(
                "auc-" + id(similarity),
                Group.PAIRS,
                similarity.label() + ": area under the ROC curve",
                Better.HIGHER,
                Unit.PERCENT);
    }

    /** True accepts at 1 %, images degraded. */
    public static Metric degradedTrueAccepts(Similarity similarity, Degradation degradation) {
        return new Metric(
                "tar-1e-02-" + id(similarity) + "-" + id(degradation),
                Group.DEGRADED,
                similarity.label() + ", " + degradation.label() + ": true accepts at 1 % false accepts",
                Better.HIGHER,
                Unit.PERCENT);
    }

    /** How long features of degraded images are, beside those of the images as they are. */
    static Metric degradedNorm(Degradation degradation) {
        return new Metric(
                "norm-ratio-" + id(degradation),
                Group.NORMS,
                "mean norm under " + degradation.label() + " / mean norm",
                Better.NEITHER,
                Unit.NUMBER);
    }

    /** All of them, in the order of the tables. */
    public static List<Metric> all() {
        List<Metric> all = new ArrayList<>();
        all.add(ACCURACY);
        for (Similarity similarity : Similarity.values()) {
            all.add(trueAccepts(similarity, 1e-2));
            all.add(trueAccepts(similarity, 1e-3));
            all.add(equalError(similarity));
            all.add(areaUnderCurve(similarity));
        }
        for (Similarity similarity : Similarity.values()) {
            for (Degradation degradation : Degradation.values()) {
                all.add(degradedTrueAccepts(similarity, degradation));
            }
        }
        all.add(MEAN_NORM);
        all.add(NORM_VARIATION);
        all.add(RADIUS);
        for (Degradation degradation : Degradation.values()) {
            all.add(degradedNorm(degradation));
        }
        return all;
    }

    private static String id(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
