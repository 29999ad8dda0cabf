// SPDX-License-Identifier: Apache-2.0
package org.ringloss.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import example.TrainDigits;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.ringloss.Penalty;
import org.ringloss.RingLoss;

/** Networks as they are trained. */
class TrainingTest {
    /** Norms three times as even at equal accuracy. */
    @Test
    void evensTheNormsOut() {
        DataSet train = TrainDigits.draw(1000, 1);
        DataSet test = TrainDigits.draw(500, 2);
        MultiLayerNetwork softmax = digits(0);
        MultiLayerNetwork both = digits(1);
        for (int epoch = 0; epoch < 20; epoch++) {
            train.shuffle(epoch);
            for (DataSet batch : train.batchBy(50)) {
                softmax.fit(batch);
                both.fit(batch);
            }
        }
        assertThat(unevenness(both, test)).isLessThan(unevenness(softmax, test) / 3);
        assertThat(accuracy(softmax, test)).isGreaterThan(0.95);
        assertThat(accuracy(both, test)).isCloseTo(accuracy(softmax, test), within(0.015));
    }

    private static MultiLayerNetwork digits(double lambda) {
        RingLoss ring =
                RingLoss.builder().penalty(Penalty.squared()).weight(lambda).build();
        return Networks.network(new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Adam(0.005))
                .weightInit(WeightInit.XAVIER)
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(56)
                        .nOut(64)
                        .activation(Activation.RELU)
                        .build())
                .layer(new DenseLayer.Builder()
                        .nIn(64)
                        .nOut(16)
                        .activation(Activation.IDENTITY)
                        .build())
                .layer(new RingLossLayer.Builder(ring).updater(new Sgd(0.05)).build())
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(16)
                        .nOut(10)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
    }

    private static double unevenness(MultiLayerNetwork net, DataSet data) {
        INDArray norms = net.feedForwardToLayer(1, data.getFeatures()).get(2).norm2(1);
        return norms.stdNumber().doubleValue() / norms.meanNumber().doubleValue();
    }

    private static double accuracy(MultiLayerNetwork net, DataSet data) {
        return net.evaluate(new ListDataSetIterator<>(List.of(data))).accuracy();
    }

    /** One evaluation of the penalty's derivative per row, whatever the network. */
    @Test
    void runsTheKernelOncePerBatch() {
        AtomicInteger evaluations = new AtomicInteger();
        Penalty counting = new Penalty() {
            @Override
            public double value(double residual) {
                return residual * residual / 2;
            }

            @Override
            public double derivative(double residual) {
                evaluations.incrementAndGet();
                return residual;
            }
        };
        RingLossLayer layer = new RingLossLayer(Networks.layer().radius(2)) {
            private static final long serialVersionUID = 1;

            @Override
            RingLoss loss() {
                return RingLoss.builder().penalty(counting).build();
            }
        };
        MultiLayerNetwork net = Networks.network(layer);
        var graph = Networks.network(Networks.graph(Networks.configuration(), layer));
        for (int i = 0; i < 10; i++) {
            net.fit(Networks.data(12, i));
        }
        assertThat(evaluations).hasValue(120);
        for (int i = 0; i < 10; i++) {
            graph.fit(Networks.data(12, i));
        }
        assertThat(evaluations).hasValue(240);
    }

    @ParameterizedTest
    @EnumSource(names = {"ENABLED", "NONE"})
    void scoresTheTrueLoss(WorkspaceMode workspaces) {
        NeuralNetConfiguration.Builder configuration =
                Networks.configuration().trainingWorkspaceMode(workspaces).inferenceWorkspaceMode(workspaces);
        MultiLayerNetwork net = Networks.network(
                Networks.layers(configuration, Networks.layer().radius(2).build()));
        DataSet batch = Networks.data(12, 3);
        INDArray norms = net.feedForwardToLayer(0, batch.getFeatures())
                .get(1)
                .castTo(DataType.DOUBLE)
                .norm2(1);
        double ring =
                0.3 * norms.sub(2).muli(norms.sub(2)).muli(0.5).meanNumber().doubleValue();
        INDArray likelihoods = net.output(batch.getFeatures()).mul(batch.getLabels());
        double cross = 0;
        for (int i = 0; i < 12; i++) {
            cross -= Math.log(likelihoods.getRow(i).sumNumber().doubleValue()) / 12;
        }
        assertThat(net.score(batch)).isCloseTo(cross + ring, within(1e-6));
        assertThat(net.score(batch, true)).isCloseTo(cross + ring, within(1e-6));
        assertThat(net.scoreExamples(batch, true).meanNumber().doubleValue()).isCloseTo(cross + ring, within(1e-6));
        Networks.computeGradient(net, batch);
        assertThat(net.score()).isCloseTo(cross + ring, within(1e-6));
        assertThat(net.score(Networks.data(12, 4))).isNotCloseTo(cross + ring, within(1e-3));
    }

    /** Dropout of the next layer works in place, on the very array that the ring loss passed on. */
    @Test
    void seesTheFeaturesAndNotWhatTheNextLayerMakesOfThem() {
        DataSet batch = Networks.data(12, 3);
        OutputLayer output = Networks.outputBuilder().dropOut(0.5).build();
        MultiLayerNetwork net = Networks.network(Networks.layers(
                Networks.configuration(),
                Networks.layer().radius(2).updater(new Sgd(1)).build(),
                output));
        INDArray features = net.feedForwardToLayer(0, batch.getFeatures()).get(1);
        Reference expected = Reference.of(features, 2, Reference.Form.SQUARED);
        net.fit(batch);
        assertThat(2 - Networks.radius(net)).isCloseTo(0.3 / 12 * expected.radius(), within(1e-6));

        // Of two networks that drop the same, one without the loss, the difference is the loss's gradient.
        MultiLayerNetwork[] nets = new MultiLayerNetwork[2];
        for (int i = 0; i < 2; i++) {
            RingLoss ring = Networks.ring().withWeight(i == 0 ? 0.3 : 0);
            nets[i] = Networks.network(Networks.layers(
                    Networks.configuration().updater(new Sgd(1)),
                    new RingLossLayer.Builder(ring).radius(2).build(),
                    Networks.outputBuilder().dropOut(0.5).build()));
            Nd4j.getRandom().setSeed(5);
            nets[i].fit(batch);
        }
        INDArray moved = nets[1].getParam("0_W").sub(nets[0].getParam("0_W")).castTo(DataType.DOUBLE);
        INDArray gradient = batch.getFeatures()
                .castTo(DataType.DOUBLE)
                .transpose()
                .mmul(expected.features())
                .muli(0.3 / 12);
        assertThat(moved.sub(gradient).amaxNumber().doubleValue()).isLessThan(1e-6);
    }

    @Test
    void ignoresRowsThatAreMasked() {
        DataSet batch = Networks.data(12, 3);
        batch.setFeaturesMaskArray(Nd4j.ones(DataType.FLOAT, 12, 1));
        batch.getFeaturesMaskArray().putScalar(4, 0, 0);
        MultiLayerNetwork net =
                Networks.network(Networks.layer().radius(2).updater(new Sgd(1)).build());
        INDArray norms = net.feedForwardToLayer(0, batch.getFeatures()).get(1).norm2(1);
        double sum = norms.sub(2).sumNumber().doubleValue() - (norms.getDouble(4) - 2);
        net.fit(batch);
        assertThat(Networks.radius(net) - 2).isCloseTo(0.3 * sum / 12, within(2e-6));
    }

    @Test
    void standsBesideOtherLayersOfAGraph() {
        ComputationGraphConfiguration configuration = Networks.configuration()
                .graphBuilder()
                .addInputs("in")
                .addLayer("features", Networks.dense(), "in")
                .addLayer("ring", Networks.layer().radius(2).build(), "features")
                .addLayer("out", Networks.output(), "ring")
                .addLayer("second", Networks.output(), "features")
                .setOutputs("out", "second")
                .build();
        var net = Networks.network(configuration);
        INDArray in = Networks.data(12, 3).getFeatures();
        INDArray labels = Networks.data(12, 3).getLabels();
        var batch = new MultiDataSet(new INDArray[] {in}, new INDArray[] {labels, labels});
        double before = net.score(batch);
        for (int i = 0; i < 20; i++) {
            net.fit(batch);
        }
        assertThat(net.score(batch)).isLessThan(before);
        assertThat(net.getParam("ring_R").getDouble(0)).isNotEqualTo(2);
    }

    @Test
    void takesTheLastOfTwoForwardPasses() {
        DataSet first = Networks.data(12, 3);
        DataSet second = Networks.data(12, 4);
        MultiLayerNetwork net = Networks.network(Networks.layer().radius(2).build());
        Networks.computeGradient(net, second);
        INDArray expected = net.gradient().gradient().dup();
        net.output(first.getFeatures());
        net.feedForward(first.getFeatures(), true);
        Networks.computeGradient(net, second);
        assertThat(net.gradient().gradient()).isEqualTo(expected);
    }
}
