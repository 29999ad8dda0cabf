// SPDX-License-Identifier: Apache-2.0
package org.ringloss.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.ringloss.Penalty;
import org.ringloss.Reduction;
import org.ringloss.RingLoss;

/** What bad input says, and that the remedies work. */
class ErrorsTest {
    @ParameterizedTest
    @EnumSource(names = {"DOUBLE", "HALF"})
    void anotherTypeThanFloat(DataType type) {
        var configuration = Networks.layers(
                Networks.configuration().dataType(type),
                Networks.layer().name("ring").build());
        MultiLayerNetwork net = new MultiLayerNetwork(configuration);
        assertThatThrownBy(net::init)
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContainingAll("is " + type, "must be FLOAT", "\"ring\"", "dataType(DataType.FLOAT)");
        Networks.network(Networks.layers(
                        Networks.configuration().dataType(DataType.FLOAT),
                        Networks.layer().build()))
                .fit(Networks.data(6, 1));
    }

    @Test
    void convertingTheNetworkToDouble() {
        MultiLayerNetwork net = Networks.network(Networks.layer().build());
        assertThatThrownBy(() -> net.convertDataType(DataType.DOUBLE))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("must be FLOAT");
    }

    @Test
    void featuresOfAnotherTypeOrShape() {
        var net = new MultiLayerNetwork(Networks.configuration()
                .list()
                .layer(Networks.layer().build())
                .layer(Networks.output())
                .build());
        net.init();
        INDArray features = Networks.random(6, Networks.FEATURES, 1);
        assertThatThrownBy(() -> net.output(features.castTo(DataType.DOUBLE)))
                .isInstanceOf(DL4JInvalidInputException.class)
                .hasMessageContainingAll("DOUBLE", "must be FLOAT", "castTo(DataType.FLOAT)");
        assertThat(net.output(features.castTo(DataType.DOUBLE).castTo(DataType.FLOAT)))
                .isEqualTo(net.output(features));
        assertThatThrownBy(() -> net.output(features.reshape(6, Networks.FEATURES, 1)))
                .isInstanceOf(DL4JInvalidInputException.class)
                .hasMessageContainingAll("[6, 5, 1]", "one row per example");
    }

    @Test
    void decayOfTheRadius() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Networks.layer().l2(1e-4).build())
                .withMessageContainingAll("l1, l2 or weight decay", "must have none", "Leave them out here");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Networks.layer().l1(1e-4).build());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Networks.layer().weightDecay(1e-4).build());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Networks.layer().l2Bias(1e-4).build());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Networks.layer().weightDecayBias(1e-4).build());
    }

    @Test
    void whatALayerWithoutWeightsCannotDo() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Networks.layer().dropOut(new Dropout(0.5)).build())
                .withMessageContainingAll("has dropout", "must have none");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> Networks.layer().weightNoise(new DropConnect(0.5)).build())
                .withMessageContaining("has weight noise");
    }

    @Test
    void lossesThatAConfigurationCannotHold() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RingLossLayer.Builder(
                        RingLoss.builder().reduction(Reduction.NONE).build()))
                .withMessageContainingAll("NONE", "MEAN or SUM");
        Penalty own = new Penalty() {
            @Override
            public double value(double residual) {
                return residual * residual / 2;
            }

            @Override
            public double derivative(double residual) {
                return residual;
            }

            @Override
            public String toString() {
                return "my own";
            }
        };
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RingLossLayer.Builder(
                        RingLoss.builder().penalty(own).build()))
                .withMessageContainingAll("my own", "built-in");
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, -1e-300, Double.NaN, Double.POSITIVE_INFINITY, 1e39})
    void aStartOutOfRange(double radius) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Networks.layer().radius(radius))
                .withMessageContainingAll("radius is " + radius, "0 or more");
        assertThatIllegalArgumentException().isThrownBy(() -> Networks.layer().fixedRadius(radius));
    }

    @Test
    void aRadiusBelowZero() {
        MultiLayerNetwork net = Networks.network(Networks.layer().build());
        Networks.setRadius(net, -1);
        INDArray before = net.params().dup();
        assertThatThrownBy(() -> net.fit(Networks.data(6, 1)))
                .isInstanceOf(DL4JInvalidInputException.class)
                .hasMessageContainingAll(
                        "R is -1.0", "must be 0 or more", "getLayer(1).setParam(\"R\", Nd4j.scalar(1f))");
        assertThat(net.params()).isEqualTo(before);
        net.getLayer(1).setParam("R", Nd4j.scalar(1f));
        net.fit(Networks.data(6, 1));
        assertThat(Networks.radius(net)).isPositive();
    }

    @Test
    void featuresThatAreNotFinite() {
        MultiLayerNetwork net = Networks.network(Networks.layer().build());
        DataSet bad = Networks.data(6, 1);
        bad.getFeatures().putScalar(2, 3, Float.NaN);
        bad.getFeatures().putScalar(4, 3, Float.POSITIVE_INFINITY);
        INDArray before = net.params().dup();
        for (int i = 0; i < 2; i++) {
            // First without a radius, then with one.
            assertThatThrownBy(() -> net.fit(bad))
                    .isInstanceOf(DL4JInvalidInputException.class)
                    .hasMessageContainingAll("2 of 6 rows with NaN or infinity", "must have none", "layer index: 1");
            assertThat(net.params().toFloatVector()).isEqualTo(before.toFloatVector());
            net.fit(Networks.data(6, 2));
            before.assign(net.params());
        }
        assertThat(net.score(bad)).isNaN();
        assertThat(net.output(bad.getFeatures()).getDouble(0)).isFinite();
    }

    @Test
    void sequences() {
        assertThatThrownBy(() -> Networks.configuration()
                        .list()
                        .layer(new LSTM.Builder().nIn(4).nOut(5).build())
                        .layer(Networks.layer().name("ring").build())
                        .layer(Networks.output())
                        .setInputType(InputType.recurrent(4, 7))
                        .build())
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContainingAll("\"ring\"", "one row per example", "GlobalPoolingLayer or LastTimeStep");
    }
}
