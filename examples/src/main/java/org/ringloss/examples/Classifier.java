// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Adam;
import ai.djl.training.tracker.Tracker;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.ringloss.NormSummary;
import org.ringloss.Norms;

/**
 * A network and what it takes to train it: softmax cross-entropy, with or without a ring loss on the features.
 *
 * <p>Native memory belongs to a manager: every batch has one of its own, which is closed with the batch.
 */
final class Classifier implements AutoCloseable {
    private static final float FINAL_RATE_SHARE = 0.01f;

    private final DataSet data;
    private final Settings settings;
    private final Loss softmax = Loss.softmaxCrossEntropyLoss();
    private final Model model;
    private final Trainer trainer;

    Classifier(DataSet data, Settings settings, long steps) {
        this.data = data;
        this.settings = settings;
        // The initial weights come from the engine's generator: the same seed for both runs, the same weights.
        Engine.getEngine(PyTorch.ENGINE).setRandomSeed((int) (settings.seed() ^ settings.seed() >>> 32));
        model = Model.newInstance("classifier", Device.cpu(), PyTorch.ENGINE);
        model.setBlock(Network.block(data.height(), data.width(), settings.dim(), data.classes()));
        float rate = (float) settings.learningRate();
        trainer = model.newTrainer(new DefaultTrainingConfig(softmax)
                .optDevices(new Device[] {Device.cpu()})
                .optOptimizer(Adam.builder()
                        .optLearningRateTracker(Tracker.cosine()
                                .setBaseValue(rate)
                                .optFinalValue(rate * FINAL_RATE_SHARE)
                                .setMaxUpdates((int) Math.min(Integer.MAX_VALUE, steps))
                                .build())
                        .build()));
        trainer.initialize(new Shape(settings.batch(), 1, data.height(), data.width()));
    }

    /** What a training step found. */
    record Step(double softmaxLoss, double ringLoss, int right, double radius, double meanNorm) {}

    /** What a network says about the test images. */
    record Answers(Features features, double accuracy) {
        NormSummary norms() {
            return Norms.summary(features.matrix());
        }
    }

    /**
     * One step down the gradient of the images {@code order[from]} to {@code order[to - 1]}.
     *
     * @param ring what is added to the softmax loss, or null
     */
    Step step(int[] order, int from, int to, @Nullable RingTerm ring) {
        try (NDManager manager = trainer.getManager().newSubManager()) {
            NDArray images = images(manager, data.train(), order, from, to);
            int[] labels = new int[to - from];
            for (int i = from; i < to; i++) {
                labels[i - from] = data.train().label(order[i]);
            }
            NDArray features;
            NDArray scores;
            double softmaxLoss;
            try (GradientCollector collector = trainer.newGradientCollector()) {
                NDList outputs = trainer.forward(new NDList(images));
                outputs.attach(manager);
                features = outputs.get(Network.FEATURES);
                scores = outputs.get(Network.SCORES);
                NDArray loss = softmax.evaluate(new NDList(manager.create(labels)), new NDList(scores));
                loss.attach(manager);
                softmaxLoss = loss.getFloat();
                collector.backward(ring == null ? loss : loss.add(ring.surrogate(features)));
            }
            if (!Double.isFinite(softmaxLoss)) {
                throw new TrainingException(
                        "training diverged: the softmax loss is " + softmaxLoss + "; try a smaller --learning-rate");
            }
            trainer.step();
            if (ring != null) {
                ring.updateRadius();
            }
            NormSummary norms = Norms.summary(new Features(features.toFloatArray(), settings.dim(), labels).matrix());
            return new Step(
                    softmaxLoss,
                    ring == null ? 0 : ring.loss(),
                    right(scores, labels),
                    ring == null ? Double.NaN : ring.radius(),
                    norms.mean());
        }
    }

    /** Asks about the test images. */
    Answers test() {
        LabelledImages test = data.test();
        int dim = settings.dim();
        float[] features = new float[test.count() * dim];
        int[] labels = new int[test.count()];
        int[] order = new int[test.count()];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
            labels[i] = test.label(i);
        }
        int right = 0;
        for (int from = 0; from < order.length; from += settings.batch()) {
            int to = Math.min(order.length, from + settings.batch());
            try (NDManager manager = trainer.getManager().newSubManager()) {
                NDList outputs = trainer.evaluate(new NDList(images(manager, test, order, from, to)));
                outputs.attach(manager);
                float[] values = outputs.get(Network.FEATURES).toFloatArray();
                System.arraycopy(values, 0, features, from * dim, values.length);
                int[] wanted = Arrays.copyOfRange(labels, from, to);
                right += right(outputs.get(Network.SCORES), wanted);
            }
        }
        Answers answers = new Answers(new Features(features, dim, labels), (double) right / order.length);
        if (answers.norms().nonFiniteRows() > 0) {
            throw new TrainingException(
                    "training diverged: features of test images are not finite; try a smaller" + " --learning-rate");
        }
        return answers;
    }

    private static NDArray images(NDManager manager, LabelledImages from, int[] order, int first, int end) {
        int size = from.height() * from.width();
        float[] pixels = new float[(end - first) * size];
        for (int i = first; i < end; i++) {
            from.copyTo(order[i], pixels, (i - first) * size);
        }
        return manager.create(pixels, new Shape(end - first, 1, from.height(), from.width()));
    }

    private static int right(NDArray scores, int[] labels) {
        int classes = (int) scores.getShape().get(1);
        float[] values = scores.toFloatArray();
        int right = 0;
        for (int row = 0; row < labels.length; row++) {
            int best = 0;
            for (int c = 1; c < classes; c++) {
                if (values[row * classes + c] > values[row * classes + best]) {
                    best = c;
                }
            }
            right += best == labels[row] ? 1 : 0;
        }
        return right;
    }

    @Override
    public void close() {
        trainer.close();
        model.close();
    }
}
