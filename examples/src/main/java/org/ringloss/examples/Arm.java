// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Trains one classifier from its first step to its last test. */
final class Arm {
    private final DataSet data;
    private final Settings settings;
    private final Progress.Factory progress;

    Arm(DataSet data, Settings settings, Progress.Factory progress) {
        this.data = data;
        this.settings = settings;
        this.progress = progress;
    }

    /** Trains; the same seed gives the same first weights and the same batches, with a ring loss or without. */
    Run run(String name, @Nullable RingTerm ring) {
        long start = System.nanoTime();
        int batch = Math.min(settings.batch(), data.train().count());
        // An incomplete last batch is left out: the next epoch has other images there.
        int steps = data.train().count() / batch;
        SplittableRandom random = new SplittableRandom(settings.seed());
        List<EpochStats> epochs = new ArrayList<>();
        try (Classifier classifier = new Classifier(data, settings, (long) steps * settings.epochs());
                Progress display = progress.open(name, settings.epochs(), steps)) {
            Classifier.Answers answers = null;
            for (int epoch = 1; epoch <= settings.epochs(); epoch++) {
                // A ring that is closed around features before they mean anything would stay too small.
                RingTerm active = epoch > settings.warmUp() ? ring : null;
                int[] order = Shuffle.of(data.train().count(), random);
                double softmaxLoss = 0;
                double ringLoss = 0;
                double radius = Double.NaN;
                int right = 0;
                for (int s = 0; s < steps; s++) {
                    Classifier.Step step = classifier.step(order, s * batch, (s + 1) * batch, active);
                    softmaxLoss += step.softmaxLoss();
                    ringLoss += step.ringLoss();
                    radius = step.radius();
                    right += step.right();
                    display.step(
                            (softmaxLoss + ringLoss) / (s + 1),
                            (double) right / ((s + 1) * batch),
                            radius,
                            step.meanNorm());
                }
                answers = classifier.test();
                EpochStats stats = new EpochStats(
                        epoch,
                        softmaxLoss / steps,
                        ringLoss / steps,
                        (double) right / (steps * batch),
                        answers.accuracy(),
                        radius,
                        answers.norms().mean());
                epochs.add(stats);
                display.epoch(stats);
            }
            if (answers == null) {
                throw new IllegalStateException("no epoch was trained");
            }
            return new Run(
                    name,
                    List.copyOf(epochs),
                    answers.features(),
                    answers.accuracy(),
                    answers.norms(),
                    epochs.get(epochs.size() - 1).radius(),
                    (System.nanoTime() - start) / 1e9);
        }
    }
}
