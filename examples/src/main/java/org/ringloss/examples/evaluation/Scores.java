// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples.evaluation;

import java.util.Arrays;

/**
 * Verification: two features are taken for the same class where their score is above a threshold. Genuine pairs are those
 * of one class, impostor pairs those of two.
 */
public final class Scores {
    /** A rate is given if so many impostor pairs may be accepted at least: fewer are chance. */
    static final int MIN_ACCEPTED = 10;

    /** In ascending order. */
    private final float[] genuine;

    private final float[] impostor;

    private Scores(float[] genuine, float[] impostor) {
        this.genuine = genuine;
        this.impostor = impostor;
        Arrays.parallelSort(genuine);
        Arrays.parallelSort(impostor);
    }

    /** Parts the scores of {@link Similarity#scores} into genuine and impostor ones. */
    public static Scores of(float[] scores, Features features) {
        int genuinePairs = 0;
        float[] genuine = new float[scores.length];
        float[] impostor = new float[scores.length];
        for (int i = 0; i < features.count(); i++) {
            for (int k = 0; k < i; k++) {
                int pair = Similarity.index(i, k);
                if (features.label(i) == features.label(k)) {
                    genuine[genuinePairs++] = scores[pair];
                } else {
                    impostor[pair - genuinePairs] = scores[pair];
                }
            }
        }
        return new Scores(Arrays.copyOf(genuine, genuinePairs), Arrays.copyOf(impostor, scores.length - genuinePairs));
    }

    /** The scores of pairs of one class, in ascending order; not copied. */
    public float[] genuine() {
        return genuine;
    }

    /** The scores of pairs of two classes, in ascending order; not copied. */
    public float[] impostor() {
        return impostor;
    }

    /**
     * The share of genuine pairs above the threshold that keeps false accepts few.
     *
     * @param falseAcceptRate the share of impostor pairs that may be accepted, at most
     * @return NaN where there are too few pairs to tell
     */
    public double trueAcceptRate(double falseAcceptRate) {
        double threshold = threshold(falseAcceptRate);
        return Double.isNaN(threshold) || genuine.length == 0 ? Double.NaN : shareAbove(genuine, threshold);
    }

    /**
     * The lowest threshold that only so many impostor pairs are above.
     *
     * @return NaN where there are too few impostor pairs to tell
     */
    public double threshold(double falseAcceptRate) {
        int allowed = atMost(falseAcceptRate, impostor.length);
        if (allowed < MIN_ACCEPTED) {
            return Double.NaN;
        }
        return allowed < impostor.length ? impostor[impostor.length - 1 - allowed] : Double.NEGATIVE_INFINITY;
    }

    /** The most of {@code count} whose share of it is not above {@code share}: their product may round past a whole number. */
    private static int atMost(double share, int count) {
        int most = (int) (share * count);
        if (most < count && (double) (most + 1) / count <= share) {
            return most + 1;
        }
        return (double) most / count > share ? most - 1 : most;
    }

    /**
     * The rate at which as many impostor pairs are accepted as genuine ones are not, between two thresholds by linear
     * interpolation.
     *
     * @return NaN without genuine or without impostor pairs
     */
    public double equalErrorRate() {
        if (genuine.length == 0 || impostor.length == 0) {
            return Double.NaN;
        }
        double missed = 0;
        double accepted = 1;
        int g = 0;
        int i = 0;
        while (true) {
            // The next threshold: the lowest score that is left.
            float threshold = Math.min(
                    g < genuine.length ? genuine[g] : Float.POSITIVE_INFINITY,
                    i < impostor.length ? impostor[i] : Float.POSITIVE_INFINITY);
            while (g < genuine.length && genuine[g] <= threshold) {
                g++;
            }
            while (i < impostor.length && impostor[i] <= threshold) {
                i++;
            }
            double nextMissed = (double) g / genuine.length;
            double nextAccepted = 1 - (double) i / impostor.length;
            if (nextMissed >= nextAccepted) {
                double before = accepted - missed;
                double after = nextAccepted - nextMissed;
                return missed + before / (before - after) * (nextMissed - missed);
            }
            missed = nextMissed;
            accepted = nextAccepted;
        }
    }

    /**
     * The chance that a genuine pair scores higher than an impostor pair; equal ones count half.
     *
     * @return NaN without genuine or without impostor pairs
     */
    public double areaUnderCurve() {
        if (genuine.length == 0 || impostor.length == 0) {
            return Double.NaN;
        }
        double halves = 0;
        int below = 0;
        int notAbove = 0;
        for (float score : genuine) {
            while (below < impostor.length && impostor[below] < score) {
                below++;
            }
            while (notAbove < impostor.length && impostor[notAbove] <= score) {
                notAbove++;
            }
            halves += (double) below + notAbove;
        }
        return halves / 2 / genuine.length / impostor.length;
    }

    private static double shareAbove(float[] ascending, double threshold) {
        int low = 0;
        int high = ascending.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ascending[middle] > threshold) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return (double) (ascending.length - low) / ascending.length;
    }
}
