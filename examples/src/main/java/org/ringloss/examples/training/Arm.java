// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples.training;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.ForkJoinPool;
import org.jspecify.annotations.Nullable;
import org.ringloss.FloatMatrix;
import org.ringloss.LearnableRadius;
import org.ringloss.Norms;
import org.ringloss.RingLoss;
import org.ringloss.RingLossBuilder;
import org.ringloss.examples.input.InputException;
import org.ringloss.examples.input.LabelledImages;
import org.ringloss.examples.input.Shuffle;
import org.ringloss.examples.input.Split;

/**
 * One of the two runs of a seed: the same first weights, the same images in the same batches, with softmax loss alone or
 * with ring loss added.
 */
public enum Arm {
    /** Softmax loss alone. */
    SOFTMAX("softmax"),

    /** Softmax loss and ring loss. */
    RING("softmax + ring");

    private final String label;

    Arm(String label) {
        this.label = label;
    }

    /** For people. */
    public String label() {
        return label;
    }

    /**
     * Trains from the first step, or from where a checkpoint ends.
     *
     * @param checkpoints null to keep none
     * @param progress is told of every step
     * @throws InputException if a checkpoint is not of this run
     * @throws IOException if a checkpoint cannot be written
     */
    public TrainedArm train(
            Split split, Settings settings, long seed, @Nullable CheckpointFolder checkpoints, Progress progress)
            throws InputException, IOException {
        LabelledImages train = split.train();
        int batch = Math.min(settings.batch(), train.count());
        // An incomplete last batch is left out: the next epoch has other images there.
        int steps = train.count() / batch;
        String name = String.format(Locale.ROOT, "seed-%d-%s", seed, name().toLowerCase(Locale.ROOT));
        Checkpoint start = checkpoints == null ? null : checkpoints.read(name).orElse(null);
        ForkJoinPool pool = new ForkJoinPool(settings.threads());
        Classifier classifier = new Classifier(train, settings, seed, (long) steps * settings.epochs(), start);
        try {
            RingTerm ring = this == RING ? ringTerm(settings, pool, start) : null;
            List<EpochStats> epochs = new ArrayList<>(start == null ? List.of() : start.epochs());
            SplittableRandom random = new SplittableRandom(seed);
            for (int epoch = 1; epoch <= settings.epochs(); epoch++) {
                int[] order = Shuffle.of(train.count(), random);
                if (epoch <= epochs.size()) {
                    continue;
                }
                // A ring that is closed around features before they mean anything would stay too small.
                RingTerm active = epoch > settings.warmUp() ? ring : null;
                epochs.add(epoch(classifier, order, batch, active, epoch, settings, split.heldOut(), progress));
                progress.epoch(epochs.get(epoch - 1));
                if (checkpoints != null) {
                    checkpoints.write(name, classifier.checkpoint(epochs, ring == null ? "" : ring.radiusText()));
                }
            }
            return new TrainedArm(this, List.copyOf(epochs), settings.dim(), classifier);
        } catch (IOException | RuntimeException | Error e) {
            classifier.close();
            throw e;
        } finally {
            pool.shutdown();
        }
    }

    private static RingTerm ringTerm(Settings settings, ForkJoinPool pool, @Nullable Checkpoint start) {
        RingLossBuilder ring = RingLoss.builder().penalty(settings.penalty()).weight(settings.lambda());
        if (settings.threads() > 1) {
            ring.parallel(pool, settings.threads());
        }
        return new RingTerm(ring.build(), start == null ? radius(settings) : LearnableRadius.parse(start.radius()));
    }

    private static LearnableRadius radius(Settings settings) {
        return settings.radius().isPresent()
                ? LearnableRadius.startingAt(settings.radius().getAsDouble(), settings.radiusRate())
                : LearnableRadius.startingAtMeanNorm(settings.radiusRate());
    }

    private static EpochStats epoch(
            Classifier classifier,
            int[] order,
            int batch,
            @Nullable RingTerm ring,
            int epoch,
            Settings settings,
            LabelledImages heldOut,
            Progress progress) {
        int steps = order.length / batch;
        double softmaxLoss = 0;
        double ringLoss = 0;
        int right = 0;
        for (int s = 0; s < steps; s++) {
            Classifier.Step step = classifier.step(order, s * batch, (s + 1) * batch, ring);
            softmaxLoss += step.softmaxLoss();
            ringLoss += ring == null ? 0 : ring.loss();
            right += step.right();
            progress.step(
                    (epoch - 1 + (s + 1.0) / steps) / settings.epochs(),
                    (softmaxLoss + ringLoss) / (s + 1),
                    (double) right / ((s + 1) * batch));
        }
        Classifier.Answers answers = classifier.ask(heldOut);
        double[] norms = new double[heldOut.count()];
        if (norms.length > 0) {
            Norms.compute(FloatMatrix.of(answers.features(), norms.length, settings.dim()), norms);
        }
        return new EpochStats(
                epoch,
                softmaxLoss / steps,
                ring == null ? Double.NaN : ringLoss / steps,
                (double) right / (steps * batch),
                norms.length == 0 ? Double.NaN : (double) answers.right() / norms.length,
                ring == null ? Double.NaN : ring.radius(),
                Arrays.stream(norms).average().orElse(Double.NaN));
    }
}
