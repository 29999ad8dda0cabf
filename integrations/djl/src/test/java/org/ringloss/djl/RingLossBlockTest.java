// SPDX-License-Identifier: Apache-2.0
package org.ringloss.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.ArrayDataset;
import ai.djl.training.evaluator.Accuracy;
import ai.djl.training.evaluator.IndexEvaluator;
import ai.djl.training.initializer.XavierInitializer;
import ai.djl.training.listener.EvaluatorTrainingListener;
import ai.djl.training.loss.IndexLoss;
import ai.djl.training.loss.Loss;
import ai.djl.training.loss.SimpleCompositeLoss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.FixedPerVarTracker;
import ai.djl.training.tracker.ParameterTracker;
import ai.djl.training.tracker.Tracker;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ringloss.Penalty;
import org.ringloss.Reduction;
import org.ringloss.RingLoss;

class RingLossBlockTest {
    private static final int DIM = 4;
    private static final int CLASSES = 3;
    private static final int ROWS = 40;
    private static final int BATCH = 8;
    private static final RingLoss RING =
            RingLoss.builder().penalty(Penalty.squared()).weight(0.5).build();

    private final NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");

    @BeforeEach
    void seed() {
        Engine.getEngine("PyTorch").setRandomSeed(5);
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private static Block network(RingLossBlock ringBlock) {
        return new SequentialBlock()
                .add(Linear.builder().setUnits(DIM).build())
                .add(ringBlock)
                .add(RingLossBlock.classifier(Linear.builder().setUnits(CLASSES).build()));
    }

    private static SimpleCompositeLoss loss() {
        return new SimpleCompositeLoss()
                .addLoss(new IndexLoss(Loss.softmaxCrossEntropyLoss(), 0))
                .addLoss(new RingTermLoss());
    }

    private static DefaultTrainingConfig config(ParameterTracker rate) {
        return new DefaultTrainingConfig(loss())
                .optDevices(new Device[] {Device.cpu()})
                .optInitializer(new XavierInitializer(), Parameter.Type.WEIGHT)
                .optOptimizer(Optimizer.sgd().setLearningRateTracker(rate).build());
    }

    private static Model model(Block network) {
        Model model = Model.newInstance("ring", Device.cpu(), "PyTorch");
        model.setBlock(network);
        return model;
    }

    private ArrayDataset data() {
        return new ArrayDataset.Builder()
                .setData(manager.randomNormal(new Shape(ROWS, 6)))
                .optLabels(manager.arange(ROWS).mod(CLASSES))
                .setSampling(BATCH, false)
                .build();
    }

    private static void train(RingLossBlock ringBlock, ArrayDataset data, double rate, int epochs) throws Exception {
        try (Model model = model(network(ringBlock));
                Trainer trainer = model.newTrainer(config(Tracker.fixed((float) rate)))) {
            trainer.initialize(new Shape(BATCH, 6));
            EasyTrain.fit(trainer, epochs, data, null);
            // While the model is open.
            lastRadius = ringBlock.radius();
        }
    }

    private static double lastRadius;

    /** A squared penalty that counts for how many rows it was asked. */
    private static Penalty counting(AtomicInteger values, AtomicInteger derivatives) {
        return new Penalty() {
            @Override
            public double value(double residual) {
                values.incrementAndGet();
                return residual * residual / 2;
            }

            @Override
            public double derivative(double residual) {
                derivatives.incrementAndGet();
                return residual;
            }
        };
    }

    @Test
    void easyTrainCallsTheKernelOncePerBatchAndLogsTheTrueLoss() throws Exception {
        AtomicInteger values = new AtomicInteger();
        AtomicInteger derivatives = new AtomicInteger();
        RingLossBlock ringBlock = RingLossBlock.startingAt(
                RING.toBuilder().penalty(counting(values, derivatives)).build(), 2);
        EvaluatorTrainingListener log = new EvaluatorTrainingListener();
        RingTermLoss ringLoss = new RingTermLoss();
        ArrayDataset data = data();
        double sum = 0;
        try (Model model = model(network(ringBlock));
                // Of a rate of 0: then every batch of the log can be computed again.
                Trainer trainer = model.newTrainer(config(Tracker.fixed(0))
                        .addEvaluator(new IndexEvaluator(new Accuracy(), 0))
                        .addEvaluator(ringLoss)
                        .addTrainingListeners(log))) {
            trainer.initialize(new Shape(BATCH, 6));
            EasyTrain.fit(trainer, 1, data, null);
            assertThat(values).hasValue(ROWS);
            assertThat(derivatives).hasValue(ROWS);
            assertThat(ringBlock.lastResult().rows()).isEqualTo(BATCH);

            EasyTrain.fit(trainer, 1, data, data);
            assertThat(values).hasValue(3 * ROWS);
            for (var batch : trainer.iterateDataset(data)) {
                NDArray x = model.getBlock()
                        .getChildren()
                        .get(0)
                        .getValue()
                        .forward(new ParameterStore(manager, false), batch.getData(), false)
                        .singletonOrThrow();
                sum += x.norm(new int[] {1}).sub(2).square().mean().getFloat() * 0.5 * RING.weight();
                batch.close();
            }
        }
        double mean = sum / (ROWS / BATCH);
        assertThat(mean).isPositive();
        assertThat((double) log.getLatestEvaluations().get("train_RingLoss")).isCloseTo(mean, within(1e-5 * mean));
        assertThat((double) log.getLatestEvaluations().get("validate_RingLoss")).isCloseTo(mean, within(1e-5 * mean));
        assertThat(log.getLatestEvaluations().get("train_loss"))
                .isGreaterThan(log.getLatestEvaluations().get("train_RingLoss"));
        assertThat(log.getLatestEvaluations()).containsKey("validate_Accuracy");
    }

    @Test
    void theOptimizerStepsTheRadiusDownItsGradient() throws Exception {
        RingLossBlock ringBlock = RingLossBlock.startingAt(RING, 2);
        ParameterTracker rate = FixedPerVarTracker.builder()
                .setDefaultValue(0)
                .put(ringBlock.radiusParameter().getId(), 0.25f)
                .build();
        try (Model model = model(network(ringBlock));
                Trainer trainer = model.newTrainer(config(rate))) {
            trainer.initialize(new Shape(BATCH, 6));
            double expected = 2;
            for (var batch : trainer.iterateDataset(data())) {
                EasyTrain.trainBatch(trainer, batch);
                trainer.step();
                batch.close();
                expected -= 0.25 * ringBlock.lastResult().radiusGradient();
                assertThat(ringBlock.radius()).isCloseTo(expected, within(1e-6));
            }
            assertThat(expected).isNotEqualTo(2);
        }
    }

    @Test
    void startsAtTheMeanNormOfTheFirstBatchThatCounts() throws Exception {
        RingLossBlock ringBlock = RingLossBlock.startingAtMeanNorm(RING.withWeight(0));
        try (Model model = model(network(ringBlock));
                Trainer trainer = model.newTrainer(config(Tracker.fixed(0.1f)))) {
            trainer.initialize(new Shape(BATCH, 6));
            assertThatThrownBy(ringBlock::radius)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("starts at the mean norm of the first training batch");
            assertThatThrownBy(ringBlock::lastResult).isInstanceOf(IllegalStateException.class);
            // Nothing of the ring while it warms up: neither a loss nor a radius.
            EasyTrain.fit(trainer, 1, data(), data());
            assertThatThrownBy(ringBlock::radius).isInstanceOf(IllegalStateException.class);

            ringBlock.setRing(ringBlock.ring().withWeight(0.5));
            assertThatThrownBy(() -> EasyTrain.evaluateDataset(trainer, data()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("train first, or use RingLossBlock.startingAt");
            for (var batch : trainer.iterateDataset(data())) {
                EasyTrain.trainBatch(trainer, batch);
                batch.close();
                break;
            }
            assertThat(ringBlock.radius()).isPositive().isEqualTo((float)
                    ringBlock.lastResult().normSummary().mean());
            EasyTrain.fit(trainer, 2, data(), data());
            assertThat(ringBlock.radius()).isPositive();
        }
    }

    @Test
    void aStartNeedsFiniteRows() {
        RingLossBlock ringBlock = RingLossBlock.startingAtMeanNorm(RING);
        NDList features = new NDList(manager.create(new float[] {1, Float.NaN}, new Shape(2, 1)));
        ringBlock.initialize(manager, DataType.FLOAT32, features.getShapes());
        assertThatThrownBy(() -> ringBlock.forward(new ParameterStore(manager, false), features, true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "features has 2 rows, 1 of them with NaN or infinity, must have a row and none of those to start"
                                + " a radius at its mean norm");
    }

    @Test
    void aFrozenRadiusStaysAndAFixedOneCanLearnLater() throws Exception {
        train(RingLossBlock.fixed(RING, 2), data(), 0.1, 2);
        assertThat(lastRadius).isEqualTo(2);

        RingLossBlock frozen = RingLossBlock.startingAt(RING, 3);
        frozen.freezeParameters(true);
        train(frozen, data(), 0.1, 2);
        assertThat(lastRadius).isEqualTo(3);

        RingLossBlock thawed = RingLossBlock.fixed(RING, 3);
        thawed.freezeParameters(false);
        train(thawed, data(), 0.1, 2);
        assertThat(lastRadius).isNotEqualTo(3);
    }

    @Test
    void freezingInTheMiddleStopsTheRadiusOnly() throws Exception {
        RingLossBlock ringBlock = RingLossBlock.startingAt(RING, 3);
        try (Model model = model(network(ringBlock));
                Trainer trainer = model.newTrainer(config(Tracker.fixed(0.1f)))) {
            trainer.initialize(new Shape(BATCH, 6));
            EasyTrain.fit(trainer, 1, data(), null);
            double then = ringBlock.radius();
            ringBlock.freezeParameters(true);
            double loss = ringBlock.lastResult().loss();
            EasyTrain.fit(trainer, 1, data(), null);
            assertThat(ringBlock.radius()).isEqualTo(then).isNotEqualTo(3);
            assertThat(ringBlock.lastResult().loss()).isNotEqualTo(loss);
        }
    }

    @Test
    void theRadiusNeverFallsBelowZero() throws Exception {
        // Small features, a large step.
        RingLossBlock ringBlock = RingLossBlock.startingAt(RING.withWeight(4), 8);
        ParameterTracker rate = FixedPerVarTracker.builder()
                .setDefaultValue(0)
                .put(ringBlock.radiusParameter().getId(), 1f)
                .build();
        try (Model model = model(network(ringBlock));
                Trainer trainer = model.newTrainer(config(rate))) {
            trainer.initialize(new Shape(BATCH, 6));
            for (var batch : trainer.iterateDataset(data())) {
                EasyTrain.trainBatch(trainer, batch);
                trainer.step();
                batch.close();
                break;
            }
            assertThat(ringBlock.radiusParameter().getArray().getFloat()).isNegative();
            assertThat(ringBlock.radius()).isZero();
            ByteArrayOutputStream saved = new ByteArrayOutputStream();
            ringBlock.saveParameters(new DataOutputStream(saved));
            assertThat(ringBlock.radiusParameter().getArray().getFloat()).isZero();

            ringBlock.radiusParameter().getArray().subi(1);
            for (var batch : trainer.iterateDataset(data())) {
                EasyTrain.trainBatch(trainer, batch);
                batch.close();
                break;
            }
            assertThat(ringBlock.radiusParameter().getArray().getFloat()).isZero();
            // Against 0, not against what the step left.
            assertThat(ringBlock.lastResult().radiusGradient())
                    .isCloseTo(-4 * ringBlock.lastResult().normSummary().mean(), within(1e-6));
        }
    }

    @Test
    void aCheckpointKeepsTheRadius(@TempDir Path folder) throws Exception {
        RingLossBlock trained = RingLossBlock.startingAtMeanNorm(RING);
        ArrayDataset data = data();
        double radius;
        NDArray scores;
        NDList images = new NDList(manager.randomNormal(new Shape(BATCH, 6)));
        try (Model model = model(network(trained));
                Trainer trainer = model.newTrainer(config(Tracker.fixed(0.1f)))) {
            trainer.initialize(new Shape(BATCH, 6));
            EasyTrain.fit(trainer, 2, data, null);
            radius = trained.radius();
            scores = trainer.evaluate(images).get(0);
            scores.attach(manager);
            model.save(folder, "ring");
        }
        RingLossBlock loaded = RingLossBlock.startingAtMeanNorm(RING);
        try (Model model = model(network(loaded))) {
            model.load(folder, "ring");
            assertThat(loaded.radius()).isEqualTo(radius);
            try (Trainer trainer = model.newTrainer(config(Tracker.fixed(0.1f)))) {
                trainer.initialize(new Shape(BATCH, 6));
                NDList outputs = trainer.evaluate(images);
                assertThat(outputs.get(0)).isEqualTo(scores);
                // It goes on from there, and does not start again.
                for (var batch : trainer.iterateDataset(data)) {
                    EasyTrain.trainBatch(trainer, batch);
                    batch.close();
                    break;
                }
                assertThat(loaded.radius()).isEqualTo(radius);
                EasyTrain.fit(trainer, 1, data, data);
                assertThat(loaded.radius()).isNotEqualTo(radius);
            }
        }
    }

    @Test
    void aCheckpointOfARadiusThatWaitsGoesOnWaiting() throws Exception {
        RingLossBlock waiting = RingLossBlock.startingAtMeanNorm(RING);
        waiting.initialize(manager, DataType.FLOAT32, new Shape(BATCH, DIM));
        RingLossBlock loaded = RingLossBlock.startingAt(RING, 3);
        loaded.loadParameters(manager, new DataInputStream(new ByteArrayInputStream(saved(waiting))));
        assertThatThrownBy(loaded::radius).isInstanceOf(IllegalStateException.class);
        NDList features = new NDList(manager.ones(new Shape(BATCH, DIM)));
        NDList outputs = loaded.forward(new ParameterStore(manager, false), features, true);
        assertThat(loaded.radius()).isEqualTo(2);
        assertThat(outputs.get(0)).isSameAs(features.get(0));
        assertThat(outputs.get(1).getFloat()).isZero();
    }

    private static byte[] saved(Block block) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        block.saveParameters(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    @Test
    void aCheckpointWithANegativeRadiusIsRefused() throws Exception {
        RingLossBlock block = RingLossBlock.startingAt(RING, 3);
        block.initialize(manager, DataType.FLOAT32, new Shape(BATCH, DIM));
        byte[] bytes = saved(block);
        // The radius is the last number; floats are written with the low byte first or last.
        bytes[bytes.length - (bytes[bytes.length - 1] == 0x40 ? 1 : 4)] |= (byte) 0x80;
        assertThatThrownBy(() -> RingLossBlock.startingAt(RING, 1)
                        .loadParameters(manager, new DataInputStream(new ByteArrayInputStream(bytes))))
                .isInstanceOf(MalformedModelException.class)
                .hasMessage("radius is -3.0, must be zero or positive");
    }

    @Test
    void aModelThatServesGivesItsScoresAlone() {
        RingLossBlock ringBlock = RingLossBlock.startingAtMeanNorm(RING);
        ringBlock.setTermAppended(false);
        Block network = network(ringBlock);
        network.initialize(manager, DataType.FLOAT32, new Shape(BATCH, 6));
        assertThat(network.getOutputShapes(new Shape[] {new Shape(BATCH, 6)}))
                .containsExactly(new Shape(BATCH, CLASSES), new Shape());
        NDList images = new NDList(manager.randomNormal(new Shape(BATCH, 6)));
        ParameterStore store = new ParameterStore(manager, false);
        NDList served = network.forward(store, images, false);
        assertThat(served).hasSize(1);
        assertThat(served.get(0).getShape()).isEqualTo(new Shape(BATCH, CLASSES));
        assertThat(network.forward(store, images, true)).hasSize(2);
        assertThatThrownBy(() -> new RingTermLoss().evaluate(new NDList(), served))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "predictions has shapes [(8, 3)], must end with the ring term, a scalar: put a RingLossBlock"
                                + " after the features, and the blocks behind it into RingLossBlock.classifier(...), which hands"
                                + " the term on");
    }

    @Test
    void anEvaluatedBatchHasTheLossAndNoGradient() {
        RingLossBlock ringBlock = RingLossBlock.startingAt(RING, 3);
        ringBlock.initialize(manager, DataType.FLOAT32, new Shape(BATCH, DIM));
        NDArray features = manager.randomNormal(new Shape(BATCH, DIM));
        features.setRequiresGradient(true);
        ParameterStore store = new ParameterStore(manager, false);
        try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            NDArray trained =
                    ringBlock.forward(store, new NDList(features), true).get(1);
            NDArray evaluated =
                    ringBlock.forward(store, new NDList(features), false).get(1);
            assertThat(evaluated).isEqualTo(trained);
            collector.backward(trained);
            assertThatThrownBy(() -> collector.backward(evaluated)).isInstanceOf(EngineException.class);
        }
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> RingLossBlock.startingAt(RING, -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("radius is -1.0, must be zero or positive, and finite");
        assertThatThrownBy(() -> RingLossBlock.fixed(RING, Double.POSITIVE_INFINITY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("radius is Infinity, must be zero or positive, and finite");
        RingLoss none = RING.toBuilder().reduction(Reduction.NONE).build();
        assertThatThrownBy(() -> RingLossBlock.startingAtMeanNorm(none))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("reduction NONE");
        RingLossBlock block = RingLossBlock.startingAt(RING, 1);
        assertThatThrownBy(() -> block.setRing(none)).hasMessageContaining("reduction NONE");
        assertThatThrownBy(() -> block.initialize(manager, DataType.FLOAT64, new Shape(2, 2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("dataType is float64, must be float32: leave out model.setDataType(...), or set"
                        + " DataType.FLOAT32");
        assertThatThrownBy(block::radius)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("call trainer.initialize(...)");
        ParameterStore store = new ParameterStore(manager, false);
        NDArray rows = manager.ones(new Shape(2, 2));
        assertThatThrownBy(() -> block.forward(store, new NDList(rows, rows), true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("inputs has 2 arrays, must have one: the features, of shape (rows, dim)");
        assertThatThrownBy(() -> block.forward(store, new NDList(rows.toType(DataType.FLOAT64, true)), true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("features has data type float64, must be float32");
    }

    @Test
    void aRadiusThatBecameNaNIsNotTrainedOn() {
        RingLossBlock block = RingLossBlock.startingAtMeanNorm(RING);
        NDList features = new NDList(manager.ones(new Shape(2, 2)));
        block.initialize(manager, DataType.FLOAT32, features.getShapes());
        ParameterStore store = new ParameterStore(manager, false);
        block.forward(store, features, true);
        block.radiusParameter().getArray().muli(Float.NaN);
        assertThatThrownBy(() -> block.forward(store, features, true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "radius is NaN, must be zero or positive, and finite: training diverged, or features had NaN or"
                                + " infinity; try a smaller learning rate");
        assertThat(block.radius()).isNaN();
    }
}
