// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples;

import java.util.Arrays;

/**
 * Verification by cosine similarity: two features are taken for the same class where their similarity is above a
 * threshold. Asks how many genuine pairs are accepted when only so many impostor pairs may be.
 */
final class TrueAccept {
    /** Pairs grow with the square of the rows; these make 4.5 million. */
    static final int MAX_ROWS = 3000;

    /** In ascending order. */
    private final double[] genuine;

    private final double[] impostor;

    private TrueAccept(double[] genuine, double[] impostor) {
        this.genuine = genuine;
        this.impostor = impostor;
        Arrays.sort(genuine);
        Arrays.sort(impostor);
    }

    /** All pairs of the first {@link #MAX_ROWS} rows. */
    static TrueAccept of(Features features) {
        int rows = Math.min(MAX_ROWS, features.count());
        double[][] directions = directions(features, rows);
        int pairs = rows * (rows - 1) / 2;
        double[] genuine = new double[pairs];
        double[] impostor = new double[pairs];
        int genuinePairs = 0;
        int impostorPairs = 0;
        for (int i = 0; i < rows; i++) {
            for (int k = 0; k < i; k++) {
                double similarity = dot(directions[i], directions[k]);
                if (features.label(i) == features.label(k)) {
                    genuine[genuinePairs++] = similarity;
                } else {
                    impostor[impostorPairs++] = similarity;
                }
            }
        }
        return new TrueAccept(Arrays.copyOf(genuine, genuinePairs), Arrays.copyOf(impostor, impostorPairs));
    }

    /**
     * The share of genuine pairs that are accepted.
     *
     * @param falseAcceptRate the share of impostor pairs that may be accepted, at most
     * @return NaN where there are too few pairs to tell
     */
    double rate(double falseAcceptRate) {
        int allowed = atMost(falseAcceptRate, impostor.length);
        if (allowed == 0 || genuine.length == 0) {
            return Double.NaN;
        }
        double threshold =
                allowed < impostor.length ? impostor[impostor.length - 1 - allowed] : Double.NEGATIVE_INFINITY;
        int accepted = 0;
        for (int i = genuine.length - 1; i >= 0 && genuine[i] > threshold; i--) {
            accepted++;
        }
        return (double) accepted / genuine.length;
    }

    /** The most of {@code count} whose share of it is not above {@code share}: their product may round past a whole number. */
    private static int atMost(double share, int count) {
        int most = (int) (share * count);
        if (most < count && (double) (most + 1) / count <= share) {
            return most + 1;
        }
        return (double) most / count > share ? most - 1 : most;
    }

    /** Rows of length 1; a zero row stays zero and is similar to nothing. */
    private static double[][] directions(Features features, int rows) {
        double[] norms = features.norms();
        double[][] directions = new double[rows][features.dim()];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < features.dim(); j++) {
                directions[i][j] = norms[i] == 0 ? 0 : features.value(i, j) / norms[i];
            }
        }
        return directions;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            sum += a[j] * b[j];
        }
        return sum;
    }
}
