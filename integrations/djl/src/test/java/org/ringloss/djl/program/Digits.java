// SPDX-License-Identifier: Apache-2.0
package org.ringloss.djl.program;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.ArrayDataset;
import ai.djl.training.evaluator.Accuracy;
import ai.djl.training.evaluator.IndexEvaluator;
import ai.djl.training.listener.EvaluatorTrainingListener;
import ai.djl.training.loss.IndexLoss;
import ai.djl.training.loss.Loss;
import ai.djl.training.loss.SimpleCompositeLoss;
import ai.djl.training.optimizer.Adam;
import ai.djl.training.tracker.Tracker;
import java.util.Random;
import org.ringloss.NormSummary;
import org.ringloss.Penalty;
import org.ringloss.RingLoss;
import org.ringloss.djl.RingLossBlock;
import org.ringloss.djl.RingTermLoss;

/** Trains a classifier of drawn digits with softmax alone and with a ring loss, and prints what that does to the norms. */
public final class Digits {
    /** What a training found; the norms are those of its last batch. */
    public record Outcome(float trainLoss, float validationLoss, float accuracy, double radius, NormSummary norms) {}

    public static void main(String[] args) throws Exception {
        RingLoss ring =
                RingLoss.builder().penalty(Penalty.squared()).weight(0.3).build();
        for (double weight : new double[] {0, ring.weight()}) {
            Outcome o = train(ring.withWeight(weight), 20);
            System.out.printf(
                    "weight %.2f: loss %.4f, validation loss %.4f, accuracy %.3f, radius %.2f, norms %.2f +- %.1f %%%n",
                    weight,
                    o.trainLoss,
                    o.validationLoss,
                    o.accuracy,
                    o.radius,
                    o.norms.mean(),
                    100 * o.norms.coefficientOfVariation());
        }
    }

    public static Outcome train(RingLoss ring, int epochs) throws Exception {
        Engine.getInstance().setRandomSeed(1);
        RingLossBlock ringBlock = RingLossBlock.startingAt(ring, 5);
        SequentialBlock network = new SequentialBlock()
                .add(Linear.builder().setUnits(64).build())
                .add(Activation.reluBlock())
                .add(Linear.builder().setUnits(16).build())
                .add(ringBlock)
                .add(RingLossBlock.classifier(
                        Linear.builder().setUnits(10).optBias(false).build()));

        Loss loss = new SimpleCompositeLoss()
                .addLoss(new IndexLoss(Loss.softmaxCrossEntropyLoss(), 0))
                .addLoss(new RingTermLoss());
        EvaluatorTrainingListener log = new EvaluatorTrainingListener();
        DefaultTrainingConfig config = new DefaultTrainingConfig(loss)
                .optDevices(new Device[] {Device.cpu()})
                .optOptimizer(Adam.builder()
                        .optLearningRateTracker(Tracker.fixed(0.002f))
                        .build())
                .addEvaluator(new IndexEvaluator(new Accuracy(), 0))
                .addTrainingListeners(log);

        try (Model model = Model.newInstance("digits");
                NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            model.setBlock(network);
            try (Trainer trainer = model.newTrainer(config)) {
                trainer.initialize(new Shape(1, PIXELS));
                EasyTrain.fit(trainer, epochs, digits(manager, 4000, 1), digits(manager, 1000, 2));
                return new Outcome(
                        log.getLatestEvaluations().get("train_loss"),
                        log.getLatestEvaluations().get("validate_loss"),
                        log.getLatestEvaluations().get("validate_Accuracy"),
                        ringBlock.radius(),
                        ringBlock.lastResult().normSummary());
            }
        }
    }

    /** Three by five pixels for each digit. */
    private static final String[] GLYPHS = {
        "111101101101111", "010110010010111", "111001111100111", "111001111001111", "101101111001001",
        "111100111001111", "111100111101111", "111001010010010", "111101111101111", "111101111001111"
    };

    private static final int WIDTH = 5;
    private static final int PIXELS = WIDTH * 7;

    /** Digits somewhere on an image, of any brightness, in noise. */
    private static ArrayDataset digits(NDManager manager, int count, long seed) {
        Random random = new Random(seed);
        float[][] images = new float[count][PIXELS];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            labels[i] = random.nextInt(10);
            int corner = random.nextInt(3) + WIDTH * random.nextInt(3);
            float brightness = 0.5f + random.nextFloat() * 1.5f;
            for (int p = 0; p < 15; p++) {
                images[i][corner + p % 3 + WIDTH * (p / 3)] = brightness * (GLYPHS[labels[i]].charAt(p) - '0');
            }
            for (int p = 0; p < PIXELS; p++) {
                images[i][p] += 0.1f * (float) random.nextGaussian();
            }
        }
        return new ArrayDataset.Builder()
                .setData(manager.create(images))
                .optLabels(manager.create(labels))
                .setSampling(100, true)
                .build();
    }

    private Digits() {}
}
