// SPDX-License-Identifier: Apache-2.0
package org.ringloss.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.constraint.MinMaxNormConstraint;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Where R starts, what moves it, and what does not. */
class RadiusTest {
    @Test
    void startsAtTheMeanNormOfTheFirstBatch() {
        MultiLayerNetwork net =
                Networks.network(Networks.layer().updater(new Sgd(0)).build());
        assertThat(Networks.radius(net)).isNaN();
        DataSet batch = Networks.data(12, 3);
        assertThat(net.score(batch)).isFinite();
        assertThat(Networks.radius(net)).isNaN();
        double mean = net.feedForwardToLayer(0, batch.getFeatures())
                .get(1)
                .castTo(DataType.DOUBLE)
                .norm2(1)
                .meanNumber()
                .doubleValue();
        net.fit(batch);
        assertThat(Networks.radius(net)).isCloseTo(mean, within(1e-6));
        net.fit(Networks.data(12, 4));
        assertThat(Networks.radius(net)).isCloseTo(mean, within(1e-6));
    }

    @Test
    void doesNotStartAtRowsThatAreMasked() {
        MultiLayerNetwork net =
                Networks.network(Networks.layer().updater(new Sgd(0)).build());
        DataSet batch = Networks.data(3, 3);
        double norm = net.feedForwardToLayer(0, batch.getFeatures())
                .get(1)
                .getRow(1)
                .norm2Number()
                .doubleValue();
        batch.setFeaturesMaskArray(Nd4j.zeros(DataType.FLOAT, 3, 1));
        assertThatThrownBy(() -> net.fit(batch))
                .isInstanceOf(DL4JInvalidInputException.class)
                .hasMessageContaining("all rows of the first batch are masked");
        batch.setFeaturesMaskArray(Nd4j.createFromArray(new float[][] {{0}, {1}, {0}}));
        net.fit(batch);
        assertThat(Networks.radius(net)).isCloseTo(norm, within(1e-6));
    }

    @Test
    void staysAtZeroOrAbove() {
        MultiLayerNetwork net = Networks.network(
                Networks.layer().radius(100).updater(new Sgd(1000)).build());
        net.fit(Networks.data(12, 3));
        assertThat(Networks.radius(net)).isZero();
        net.fit(Networks.data(12, 4));
        assertThat(Networks.radius(net)).isPositive();
    }

    @Test
    void isTrainedByItsOwnUpdaterOrThatOfTheNetwork() {
        DataSet batch = Networks.data(12, 3);
        MultiLayerNetwork own = Networks.network(
                Networks.layer().radius(3).updater(new Sgd(0.5)).build());
        MultiLayerNetwork general = Networks.network(Networks.layer().radius(3).build());
        own.fit(batch);
        general.fit(batch);
        assertThat((3 - Networks.radius(own)) / (3 - Networks.radius(general))).isCloseTo(5, within(1e-4));
    }

    @Test
    void fixedStaysWhereItIsAlsoUnderAnotherUpdater() {
        MultiLayerNetwork net = Networks.network(
                Networks.layer().fixedRadius(3).updater(new Adam(0.1)).build());
        MultiLayerNetwork tuned = new TransferLearning.Builder(net)
                .fineTuneConfiguration(new FineTuneConfiguration.Builder()
                        .updater(new Adam(0.1))
                        .build())
                .build();
        for (MultiLayerNetwork each : new MultiLayerNetwork[] {net, tuned}) {
            INDArray before = each.getParam("0_W").dup();
            for (int i = 0; i < 5; i++) {
                each.fit(Networks.data(12, i));
            }
            assertThat(Networks.radius(each)).isEqualTo(3);
            assertThat(each.getParam("0_W")).isNotEqualTo(before);
        }
    }

    @Test
    void doesNotDecayWithTheWeightsOfTheNetwork() {
        DataSet batch = Networks.data(12, 3);
        MultiLayerNetwork plain = Networks.network(Networks.layer().radius(3).build());
        MultiLayerNetwork decaying = Networks.network(Networks.layers(
                Networks.configuration().l2(0.1).l1(0.1).l2Bias(0.1).weightDecayBias(0.1),
                Networks.layer().radius(3).build()));
        decaying.setParams(plain.params().dup());
        plain.fit(batch);
        decaying.fit(batch);
        assertThat(Networks.radius(decaying)).isEqualTo(Networks.radius(plain));
        assertThat(decaying.getParam("0_W")).isNotEqualTo(plain.getParam("0_W"));
    }

    @Test
    void obeysConstraintsAndClippingOfItsLayer() {
        DataSet batch = Networks.data(12, 3);
        MultiLayerNetwork constrained = Networks.network(Networks.layer()
                .radius(9)
                .constrainAllParameters(new MinMaxNormConstraint(1, 2, 1))
                .build());
        constrained.fit(batch);
        assertThat(Networks.radius(constrained)).isCloseTo(2, within(1e-5));
        MultiLayerNetwork clipped = Networks.network(Networks.layer()
                .radius(9)
                .gradientNormalization(GradientNormalization.ClipElementWiseAbsoluteValue)
                .gradientNormalizationThreshold(0.01)
                .updater(new Sgd(1))
                .build());
        clipped.fit(batch);
        assertThat(9 - Networks.radius(clipped)).isCloseTo(0.01, within(1e-6));
    }

    /** The features below still get the gradient of a layer that is frozen this way, as if R were fixed. */
    @Test
    void isKeptByAFrozenLayerThatPassesGradientsOn() {
        DataSet batch = Networks.data(12, 3);
        MultiLayerNetwork frozen = Networks.network(
                new FrozenLayerWithBackprop(Networks.layer().radius(3).build()));
        MultiLayerNetwork fixed =
                Networks.network(Networks.layer().fixedRadius(3).build());
        frozen.setParams(fixed.params().dup());
        for (int i = 0; i < 3; i++) {
            frozen.fit(batch);
            fixed.fit(batch);
        }
        assertThat(frozen.params()).isEqualTo(fixed.params());
        assertThat(Networks.radius(frozen)).isEqualTo(3);
    }

    @Test
    void isKeptByAFeatureExtractor() {
        MultiLayerNetwork net = Networks.network(Networks.layer().build());
        net.fit(Networks.data(12, 3));
        double radius = Networks.radius(net);
        MultiLayerNetwork tuned = new TransferLearning.Builder(net)
                .fineTuneConfiguration(new FineTuneConfiguration.Builder()
                        .updater(new Adam(0.1))
                        .l2(0.1)
                        .build())
                .setFeatureExtractor(Networks.RING)
                .removeOutputLayer()
                .addLayer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(Networks.FEATURES)
                        .nOut(Networks.CLASSES)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build();
        assertThat(tuned.getLayerWiseConfigurations().getConf(Networks.RING).getLayer())
                .isInstanceOf(FrozenLayer.class);
        tuned.fit(Networks.data(12, 4));
        assertThat(Networks.radius(tuned)).isEqualTo(radius);
        assertThat(tuned.getParam("0_W")).isEqualTo(net.getParam("0_W"));
    }

    @Test
    void goesOnBelowNewLayers() {
        MultiLayerNetwork net = Networks.network(Networks.layer().build());
        net.fit(Networks.data(12, 3));
        double radius = Networks.radius(net);
        MultiLayerNetwork longer = new TransferLearning.Builder(net)
                .fineTuneConfiguration(new FineTuneConfiguration.Builder()
                        .updater(new Sgd(0.1))
                        .build())
                .removeOutputLayer()
                .addLayer(
                        new DenseLayer.Builder().nIn(Networks.FEATURES).nOut(4).build())
                .addLayer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(4)
                        .nOut(Networks.CLASSES)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build();
        assertThat(Networks.radius(longer)).isEqualTo(radius);
        longer.fit(Networks.data(12, 4));
        assertThat(Networks.radius(longer)).isNotEqualTo(radius).isPositive();
    }
}
