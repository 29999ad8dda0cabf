// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ringloss.examples.evaluation.ArmResult;
import org.ringloss.examples.evaluation.ComparedRows;
import org.ringloss.examples.evaluation.Experiment;
import org.ringloss.examples.input.DataSet;
import org.ringloss.examples.input.InputException;
import org.ringloss.examples.input.Split;
import org.ringloss.examples.training.Arm;
import org.ringloss.examples.training.CheckpointFolder;
import org.ringloss.examples.training.Settings;
import org.ringloss.examples.training.TrainedArm;

/**
 * Trains both arms for seed after seed.
 *
 * @param unseen the share of classes that training never sees; NaN for the default
 * @param first the first seed
 * @param count how many there are
 */
record Seeds(DataSet data, Settings settings, double unseen, long first, int count) {
    /**
     * Trains and compares.
     *
     * @param checkpoints null to keep none
     */
    Experiment run(@Nullable CheckpointFolder checkpoints, RunProgress progress) throws InputException, IOException {
        List<Experiment.SeedValues> seeds = new ArrayList<>();
        Experiment.FirstSeed shown = null;
        for (int i = 0; i < count; i++) {
            long seed = first + i;
            Split split = Split.of(data, unseen, seed);
            int[] rows = ComparedRows.draw(split.compared(), seed);
            ArmResult softmax = result(2 * i, Arm.SOFTMAX, split, rows, seed, checkpoints, progress);
            ArmResult ring = result(2 * i + 1, Arm.RING, split, rows, seed, checkpoints, progress);
            seeds.add(new Experiment.SeedValues(seed, softmax.values(), ring.values()));
            if (shown == null) {
                shown = new Experiment.FirstSeed(split, split.compared().select(rows), softmax, ring);
            }
        }
        if (shown == null) {
            throw new IllegalStateException("no seed was trained");
        }
        return new Experiment(data, settings, shown, List.copyOf(seeds));
    }

    private ArmResult result(
            int number,
            Arm arm,
            Split split,
            int[] rows,
            long seed,
            @Nullable CheckpointFolder checkpoints,
            RunProgress progress)
            throws InputException, IOException {
        progress.begin(number, seed, arm);
        try (TrainedArm trained = arm.train(split, settings, seed, checkpoints, progress)) {
            ArmResult result = ArmResult.of(trained, split.compared(), rows, seed);
            progress.end(result);
            return result;
        }
    }
}
