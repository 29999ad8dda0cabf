// SPDX-License-Identifier: Apache-2.0
package org.ringloss.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.ringloss.Penalty;
import org.ringloss.Reduction;
import org.ringloss.RingLoss;

/** Configurations and checkpoints come back as they were. */
class ConfigurationTest {
    private static final RingLoss RING = RingLoss.builder()
            .penalty(Penalty.barron(-0.5, 1.25))
            .weight(0.1)
            .reduction(Reduction.SUM)
            .relative(true)
            .build();

    private static RingLossLayer.Builder layer() {
        return new RingLossLayer.Builder(RING).name("ring").updater(new Adam(0.01));
    }

    @Test
    void ofLayersThroughJsonAndYaml() {
        for (RingLossLayer layer : new RingLossLayer[] {
            layer().build(),
            layer().radius(0.1).build(),
            layer().fixedRadius(20).build()
        }) {
            MultiLayerConfiguration configuration =
                    Networks.layers(Networks.configuration().l2(0.01), layer);
            assertThat(MultiLayerConfiguration.fromJson(configuration.toJson())).isEqualTo(configuration);
            assertThat(MultiLayerConfiguration.fromYaml(configuration.toYaml())).isEqualTo(configuration);
            RingLossLayer read = (RingLossLayer) MultiLayerConfiguration.fromJson(configuration.toJson())
                    .getConf(Networks.RING)
                    .getLayer();
            assertThat(read.getRing()).isEqualTo(RING.toString());
            assertThat(read.getRadius()).isEqualTo(layer.getRadius());
            assertThat(read.isFixed()).isEqualTo(layer.isFixed());
            assertThat(read.getIUpdater()).isEqualTo(new Adam(0.01));
            assertThat(read.toString()).isEqualTo(layer.toString());
            assertThat(configuration.clone()).isEqualTo(configuration);
        }
    }

    @Test
    void ofGraphsThroughJson() {
        ComputationGraphConfiguration configuration =
                Networks.graph(Networks.configuration(), layer().radius(0.1).build());
        ComputationGraphConfiguration read = ComputationGraphConfiguration.fromJson(configuration.toJson());
        assertThat(read).isEqualTo(configuration);
        assertThat(read.toJson()).isEqualTo(configuration.toJson());
    }

    @Test
    void differIfTheLayersDo() {
        RingLossLayer layer = layer().build();
        assertThat(layer)
                .isEqualTo(layer().build())
                .hasSameHashCodeAs(layer().build())
                .isNotEqualTo(layer().radius(1).build())
                .isNotEqualTo(new RingLossLayer.Builder(RING.withWeight(0.2))
                        .name("ring")
                        .updater(new Adam(0.01))
                        .build())
                .isNotEqualTo(layer().updater(new Adam(0.02)).build())
                .isNotEqualTo(Networks.dense());
        assertThat(layer().radius(1).build())
                .isNotEqualTo(layer().fixedRadius(1).build());
    }

    @Test
    void thatWereSpoilt() {
        String json = Networks.layers(Networks.configuration(), layer().build()).toJson();
        assertThatThrownBy(() -> MultiLayerConfiguration.fromJson(json.replace("barron", "barren")))
                .hasStackTraceContaining("barren");
    }

    @Test
    void ofACheckpointGoOnToTheBit(@TempDir Path folder) throws IOException {
        MultiLayerNetwork net = Networks.network(layer().build());
        ComputationGraph graph = Networks.network(Networks.graph(Networks.configuration(), layer().build()));
        for (int i = 0; i < 4; i++) {
            net.fit(Networks.data(12, i));
            graph.fit(Networks.data(12, i));
        }
        File file = folder.resolve("net.zip").toFile();
        ModelSerializer.writeModel(net, file, true);
        MultiLayerNetwork read = ModelSerializer.restoreMultiLayerNetwork(file, true);
        assertThat(read.params()).isEqualTo(net.params());
        assertThat(read.getLayerWiseConfigurations()).isEqualTo(net.getLayerWiseConfigurations());

        File graphFile = folder.resolve("graph.zip").toFile();
        ModelSerializer.writeModel(graph, graphFile, true);
        ComputationGraph readGraph = ModelSerializer.restoreComputationGraph(graphFile, true);
        for (int i = 4; i < 8; i++) {
            net.fit(Networks.data(12, i));
            read.fit(Networks.data(12, i));
            graph.fit(Networks.data(12, i));
            readGraph.fit(Networks.data(12, i));
        }
        assertThat(read.params()).isEqualTo(net.params());
        assertThat(readGraph.params()).isEqualTo(graph.params());
        assertThat(read.score()).isEqualTo(net.score());
    }

    @Test
    void ofACheckpointBeforeTheFirstBatchStartTheRadiusThen(@TempDir Path folder) throws IOException {
        MultiLayerNetwork net = Networks.network(layer().build());
        File file = folder.resolve("net.zip").toFile();
        ModelSerializer.writeModel(net, file, true);
        MultiLayerNetwork read = ModelSerializer.restoreMultiLayerNetwork(file, true);
        assertThat(Networks.radius(read)).isNaN();
        MultiLayerNetwork clone = net.clone();
        for (MultiLayerNetwork each : new MultiLayerNetwork[] {net, read, clone}) {
            each.fit(Networks.data(12, 1));
            assertThat(Networks.radius(each)).isPositive().isEqualTo(Networks.radius(net));
        }
    }

    @Test
    void ofImagesGetTheRowsOfThem() {
        MultiLayerConfiguration configuration = Networks.configuration()
                .list()
                .layer(new ConvolutionLayer.Builder(3, 3).nOut(2).build())
                .layer(layer().build())
                .layer(new OutputLayer.Builder()
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.convolutional(6, 6, 1))
                .build();
        assertThat(configuration.getInputPreProcess(1)).isInstanceOf(CnnToFeedForwardPreProcessor.class);
        MultiLayerNetwork net = Networks.network(configuration);
        net.fit(
                Networks.random(3, 36, 1).reshape(3, 1, 6, 6),
                Networks.data(3, 1).getLabels());
        assertThat(net.getParam("2_W").rows()).isEqualTo(32);
        assertThat(Networks.radius(net)).isPositive();
    }

    @Test
    void tellTheirMemory() {
        MultiLayerConfiguration configuration = Networks.layers(Networks.configuration(), layer().build());
        assertThat(configuration
                        .getMemoryReport(InputType.feedForward(Networks.INPUTS))
                        .toString())
                .contains("RingLossLayer");
    }
}
