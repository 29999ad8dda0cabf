// SPDX-License-Identifier: Apache-2.0
package org.ringloss.dl4j;

import java.util.Random;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.ringloss.Penalty;
import org.ringloss.RingLoss;

/** Small networks of a dense layer, the ring loss at index 1, and an output layer; and data for them. */
final class Networks {
    static final int INPUTS = 6;
    static final int FEATURES = 5;
    static final int CLASSES = 3;
    static final int RING = 1;

    private Networks() {}

    static RingLoss ring() {
        return RingLoss.builder().penalty(Penalty.squared()).weight(0.3).build();
    }

    static RingLossLayer.Builder layer() {
        return new RingLossLayer.Builder(ring());
    }

    static NeuralNetConfiguration.Builder configuration() {
        return new NeuralNetConfiguration.Builder()
                .seed(7)
                .updater(new Sgd(0.1))
                .weightInit(WeightInit.XAVIER);
    }

    static DenseLayer dense() {
        return new DenseLayer.Builder()
                .nIn(INPUTS)
                .nOut(FEATURES)
                .activation(Activation.IDENTITY)
                .build();
    }

    static OutputLayer output() {
        return outputBuilder().build();
    }

    static OutputLayer.Builder outputBuilder() {
        return new OutputLayer.Builder(LossFunction.MCXENT)
                .nIn(FEATURES)
                .nOut(CLASSES)
                .activation(Activation.SOFTMAX);
    }

    static MultiLayerConfiguration layers(NeuralNetConfiguration.Builder configuration, Layer ring) {
        return layers(configuration, ring, output());
    }

    static MultiLayerConfiguration layers(NeuralNetConfiguration.Builder configuration, Layer ring, Layer output) {
        return configuration.list().layer(dense()).layer(ring).layer(output).build();
    }

    static ComputationGraphConfiguration graph(NeuralNetConfiguration.Builder configuration, Layer ring) {
        return configuration
                .graphBuilder()
                .addInputs("in")
                .addLayer("features", dense(), "in")
                .addLayer("ring", ring, "features")
                .addLayer("out", output(), "ring")
                .setOutputs("out")
                .build();
    }

    static MultiLayerNetwork network(Layer ring) {
        return network(layers(configuration(), ring));
    }

    static MultiLayerNetwork network(MultiLayerConfiguration configuration) {
        MultiLayerNetwork net = new MultiLayerNetwork(configuration);
        net.init();
        return net;
    }

    static ComputationGraph network(ComputationGraphConfiguration configuration) {
        ComputationGraph net = new ComputationGraph(configuration);
        net.init();
        return net;
    }

    static double radius(MultiLayerNetwork net) {
        return net.getParam(RING + "_R").getDouble(0);
    }

    static void setRadius(MultiLayerNetwork net, double radius) {
        net.getParam(RING + "_R").putScalar(0, radius);
    }

    static INDArray random(int rows, int columns, long seed) {
        Random random = new Random(seed);
        INDArray array = Nd4j.create(DataType.FLOAT, rows, columns);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                array.putScalar(i, j, random.nextGaussian());
            }
        }
        return array;
    }

    static DataSet data(int rows, long seed) {
        INDArray labels = Nd4j.create(DataType.FLOAT, rows, CLASSES);
        for (int i = 0; i < rows; i++) {
            labels.putScalar(i, i % CLASSES, 1);
        }
        return new DataSet(random(rows, INPUTS, seed), labels);
    }

    /** Sets the gradients and the score of a batch, as fit does before it updates. */
    static void computeGradient(MultiLayerNetwork net, DataSet batch) {
        net.setInput(batch.getFeatures());
        net.setLabels(batch.getLabels());
        net.computeGradientAndScore();
    }
}
