// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples.evaluation;

import java.util.List;
import java.util.Map;
import org.ringloss.examples.input.DataSet;
import org.ringloss.examples.input.LabelledImages;
import org.ringloss.examples.input.Split;
import org.ringloss.examples.training.Arm;
import org.ringloss.examples.training.Settings;

/**
 * Both arms over seeds.
 *
 * @param first the first seed in full, for pictures
 * @param seeds the numbers of every seed, the first included
 */
public record Experiment(DataSet data, Settings settings, FirstSeed first, List<SeedValues> seeds) {
    /**
     * One seed in full.
     *
     * @param compared the images of {@link ArmResult#compared()}
     */
    public record FirstSeed(Split split, LabelledImages compared, ArmResult softmax, ArmResult ring) {
        /** Both arms. */
        public List<ArmResult> arms() {
            return List.of(softmax, ring);
        }

        /** One of both. */
        public ArmResult of(Arm arm) {
            return arm == Arm.RING ? ring : softmax;
        }
    }

    /** The numbers of one seed. */
    public record SeedValues(long seed, Map<Metric, Double> softmax, Map<Metric, Double> ring) {}

    /** A number of both arms over all seeds. */
    public PairedMetric paired(Metric metric) {
        return new PairedMetric(
                metric,
                seeds.stream()
                        .mapToDouble(seed -> seed.softmax().getOrDefault(metric, Double.NaN))
                        .toArray(),
                seeds.stream()
                        .mapToDouble(seed -> seed.ring().getOrDefault(metric, Double.NaN))
                        .toArray());
    }
}
