// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples.evaluation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Pairs of images that one arm accepts and the other does not, each at the threshold that accepts one impostor pair in a
 * hundred.
 *
 * @param genuine whether the two images are of one class
 * @param accepted whether it is the arm with ring loss that accepts
 * @param count how many there are
 * @param shown those of them whose score moved furthest, none of them with an image that is in another
 */
public record ChangedPairs(boolean genuine, boolean accepted, int count, List<Pair> shown) {
    private static final double FALSE_ACCEPTS = 1e-2;
    private static final int SHOWN = 4;

    /** Two rows of the compared features. */
    public record Pair(int first, int second) {}

    private record Move(int first, int second, double by) {}

    /** Whether the change is for the better. */
    public boolean isBetter() {
        return genuine == accepted;
    }

    /** The four kinds of change, or nothing if there are too few impostor pairs for a threshold. */
    public static List<ChangedPairs> of(Experiment.FirstSeed seed, Similarity similarity) {
        double before = seed.softmax().scores(similarity).threshold(FALSE_ACCEPTS);
        double after = seed.ring().scores(similarity).threshold(FALSE_ACCEPTS);
        if (Double.isNaN(before) || Double.isNaN(after)) {
            return List.of();
        }
        List<ChangedPairs> changes = new ArrayList<>();
        for (boolean genuine : new boolean[] {true, false}) {
            for (boolean accepted : new boolean[] {true, false}) {
                List<Move> moves = moves(seed, similarity, genuine, accepted, before, after);
                changes.add(new ChangedPairs(genuine, accepted, moves.size(), furthest(moves)));
            }
        }
        return changes;
    }

    private static List<Move> moves(
            Experiment.FirstSeed seed,
            Similarity similarity,
            boolean genuine,
            boolean accepted,
            double before,
            double after) {
        Features features = seed.softmax().compared();
        float[] softmax = seed.softmax().pairs(similarity);
        float[] ring = seed.ring().pairs(similarity);
        // Scores of the two arms have different scales: what moves is the distance to the threshold, in its unit.
        double softmaxUnit = Math.max(Math.abs(before), Float.MIN_NORMAL);
        double ringUnit = Math.max(Math.abs(after), Float.MIN_NORMAL);
        List<Move> moves = new ArrayList<>();
        for (int i = 0; i < features.count(); i++) {
            for (int k = 0; k < i; k++) {
                int pair = Similarity.index(i, k);
                boolean was = softmax[pair] > before;
                boolean is = ring[pair] > after;
                if (was != is && is == accepted && genuine == (features.label(i) == features.label(k))) {
                    double by = (ring[pair] - after) / ringUnit - (softmax[pair] - before) / softmaxUnit;
                    moves.add(new Move(i, k, Math.abs(by)));
                }
            }
        }
        return moves;
    }

    private static List<Pair> furthest(List<Move> moves) {
        moves.sort(Comparator.comparingDouble(Move::by)
                .reversed()
                .thenComparingInt(Move::first)
                .thenComparingInt(Move::second));
        List<Pair> shown = new ArrayList<>();
        for (Move move : moves) {
            boolean isNew = shown.stream()
                    .noneMatch(pair -> pair.first() == move.first
                            || pair.second() == move.first
                            || pair.first() == move.second
                            || pair.second() == move.second);
            if (isNew && shown.size() < SHOWN) {
                shown.add(new Pair(move.first, move.second));
            }
        }
        return shown;
    }
}
