// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples.training;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.tracker.Tracker;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ringloss.examples.input.LabelledImages;

/**
 * A network and what it takes to train it: softmax cross-entropy, with or without a ring loss on the features.
 *
 * <p>Native memory belongs to a manager: every batch has one of its own, which is closed with the batch.
 */
final class Classifier implements AutoCloseable {
    private static final float FINAL_RATE_SHARE = 0.01f;

    private final LabelledImages train;
    private final int batch;
    private final int dim;
    private final float middle;
    private final float spread;
    private final Loss softmax = Loss.softmaxCrossEntropyLoss();
    private final Model model;
    private final Trainer trainer;
    private final SavableAdam adam;

    /**
     * A network with its first weights, or with those of a checkpoint.
     *
     * @param steps in all, for the learning rate
     */
    Classifier(LabelledImages train, Settings settings, long seed, long steps, @Nullable Checkpoint checkpoint) {
        this.train = train;
        this.batch = settings.batch();
        this.dim = settings.dim();
        double[] moments = moments(train);
        middle = (float) moments[0];
        spread = (float) moments[1];
        // The initial weights come from the engine's generator: the same seed for both arms, the same weights.
        Engine.getEngine(PyTorch.ENGINE).setRandomSeed((int) (seed ^ seed >>> 32));
        model = Model.newInstance("classifier", Device.cpu(), PyTorch.ENGINE);
        model.setBlock(Network.block(train.shape(), dim, train.classes()));
        if (checkpoint != null) {
            load(checkpoint.parameters());
        }
        float rate = (float) settings.learningRate();
        adam = new SavableAdam(
                model.getNDManager(),
                Tracker.cosine()
                        .setBaseValue(rate)
                        .optFinalValue(rate * FINAL_RATE_SHARE)
                        .setMaxUpdates((int) Math.min(Integer.MAX_VALUE, steps))
                        .build());
        trainer = model.newTrainer(new DefaultTrainingConfig(softmax)
                .optDevices(new Device[] {Device.cpu()})
                .optOptimizer(adam));
        trainer.initialize(shape(batch));
        if (checkpoint != null) {
            adam.restore(parameters(), checkpoint.moments(), checkpoint.steps());
        }
    }

    /** Mean and deviation of all pixels: what the network sees has mean 0 and deviation 1. */
    private static double[] moments(LabelledImages images) {
        double sum = 0;
        double squares = 0;
        float[] pixels = new float[images.shape().length()];
        for (int i = 0; i < images.count(); i++) {
            images.copyTo(i, pixels, 0);
            for (float pixel : pixels) {
                sum += pixel;
                squares += pixel * pixel;
            }
        }
        double count = (double) images.count() * pixels.length;
        double mean = sum / count;
        double deviation = Math.sqrt(Math.max(0, squares / count - mean * mean));
        return new double[] {mean, deviation > 0 ? deviation : 1};
    }

    private Shape shape(int images) {
        return new Shape(
                images,
                train.shape().channels(),
                train.shape().height(),
                train.shape().width());
    }

    private List<Parameter> parameters() {
        return model.getBlock().getParameters().values();
    }

    private void load(byte[] parameters) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(parameters))) {
            model.getBlock().loadParameters(model.getNDManager(), in);
        } catch (IOException | MalformedModelException e) {
            throw new TrainingException("a checkpoint holds no parameters of this network: " + e.getMessage());
        }
    }

    /** The state after these epochs. */
    Checkpoint checkpoint(List<EpochStats> epochs, String radius) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            model.getBlock().saveParameters(out);
        }
        return new Checkpoint(epochs, bytes.toByteArray(), adam.moments(parameters()), adam.steps(), radius);
    }

    /** What a training step found. */
    record Step(double softmaxLoss, int right) {}

    /**
     * One step down the gradient of the training images {@code order[from]} to {@code order[to - 1]}.
     *
     * @param ring what is added to the softmax loss, or null
     */
    Step step(int[] order, int from, int to, @Nullable RingTerm ring) {
        try (NDManager manager = trainer.getManager().newSubManager()) {
            NDArray images = images(manager, train, order, from, to);
            int[] labels = new int[to - from];
            for (int i = from; i < to; i++) {
                labels[i - from] = train.label(order[i]);
            }
            NDArray scores;
            double softmaxLoss;
            try (GradientCollector collector = trainer.newGradientCollector()) {
                NDList outputs = trainer.forward(new NDList(images));
                outputs.attach(manager);
                NDArray features = outputs.get(Network.FEATURES);
                scores = outputs.get(Network.SCORES);
                NDArray loss = softmax.evaluate(new NDList(manager.create(labels)), new NDList(scores));
                loss.attach(manager);
                softmaxLoss = loss.getFloat();
                if (!Double.isFinite(softmaxLoss)) {
                    throw new TrainingException("training diverged: the softmax loss is " + softmaxLoss
                            + "; try a smaller --learning-rate");
                }
                collector.backward(ring == null ? loss : loss.add(ring.of(features)));
            }
            adam.nextStep();
            trainer.step();
            if (ring != null) {
                ring.updateRadius();
            }
            return new Step(softmaxLoss, right(scores, labels, 0));
        }
    }

    /** What a network says about images: their features, row by row, and how many of their labels it finds. */
    static final class Answers {
        private final float[] features;
        private final int right;

        private Answers(float[] features, int right) {
            this.features = features;
            this.right = right;
        }

        /** Row by row; not copied. */
        float[] features() {
            return features;
        }

        int right() {
            return right;
        }
    }

    /** Asks about images. */
    Answers ask(LabelledImages images) {
        float[] features = new float[images.count() * dim];
        int[] order = new int[images.count()];
        Arrays.setAll(order, i -> i);
        int[] labels = images.labels();
        int right = 0;
        for (int from = 0; from < order.length; from += batch) {
            int to = Math.min(order.length, from + batch);
            try (NDManager manager = trainer.getManager().newSubManager()) {
                NDList outputs = trainer.evaluate(new NDList(images(manager, images, order, from, to)));
                outputs.attach(manager);
                float[] values = outputs.get(Network.FEATURES).toFloatArray();
                System.arraycopy(values, 0, features, from * dim, values.length);
                right += right(outputs.get(Network.SCORES), labels, from);
            }
        }
        for (float value : features) {
            if (!Float.isFinite(value)) {
                throw new TrainingException(
                        "training diverged: features of test images are not finite; try a smaller --learning-rate");
            }
        }
        return new Answers(features, right);
    }

    private NDArray images(NDManager manager, LabelledImages from, int[] order, int first, int end) {
        int size = from.shape().length();
        float[] pixels = new float[(end - first) * size];
        for (int i = first; i < end; i++) {
            from.copyTo(order[i], pixels, (i - first) * size);
        }
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (pixels[i] - middle) / spread;
        }
        return manager.create(pixels, shape(end - first));
    }

    private static int right(NDArray scores, int[] labels, int first) {
        int rows = (int) scores.getShape().get(0);
        int classes = (int) scores.getShape().get(1);
        float[] values = scores.toFloatArray();
        int right = 0;
        for (int row = 0; row < rows; row++) {
            int best = 0;
            for (int c = 1; c < classes; c++) {
                if (values[row * classes + c] > values[row * classes + best]) {
                    best = c;
                }
            }
            right += best == labels[first + row] ? 1 : 0;
        }
        return right;
    }

    @Override
    public void close() {
        trainer.close();
        model.close();
    }
}
