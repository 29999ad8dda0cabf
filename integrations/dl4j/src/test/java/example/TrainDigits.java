// SPDX-License-Identifier: Apache-2.0
package example;

import java.util.Random;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.ringloss.Penalty;
import org.ringloss.RingLoss;
import org.ringloss.dl4j.RingLossLayer;

/** Trains a classifier of seven-segment digits with ring loss on its 16 features, and prints what becomes of their norms. */
public final class TrainDigits {
    private static final int FEATURES = 1; // index of the layer whose rows get even norms
    private static final int RING = 2;

    public static void main(String[] args) {
        RingLoss ring = RingLoss.builder().penalty(Penalty.squared()).weight(1).build();

        MultiLayerNetwork net = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
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
        net.init();

        DataSet train = draw(2000, 1);
        DataSet test = draw(500, 2);
        for (int epoch = 1; epoch <= 10; epoch++) {
            train.shuffle(epoch);
            train.batchBy(50).forEach(net::fit);

            INDArray norms = net.feedForwardToLayer(FEATURES, test.getFeatures())
                    .get(FEATURES + 1)
                    .norm2(1);
            System.out.printf(
                    "epoch %2d: loss %.4f, R %.3f, norms %.3f +- %.3f%n",
                    epoch,
                    net.score(test),
                    net.getLayer(RING).getParam(RingLossLayer.RADIUS).getDouble(0),
                    norms.meanNumber().doubleValue(),
                    norms.stdNumber().doubleValue());
        }
        int[] predicted = net.predict(test.getFeatures());
        int[] digits = test.getLabels().argMax(1).toIntVector();
        int right = 0;
        for (int i = 0; i < digits.length; i++) {
            right += predicted[i] == digits[i] ? 1 : 0;
        }
        System.out.printf("%d of %d digits are right%n", right, digits.length);
    }

    /** Digits of seven segments, each of eight pixels, in ink of many strengths and with noise. */
    public static DataSet draw(int count, long seed) {
        int[] segments = {
            0b1110111, 0b0100100, 0b1011101, 0b1101101, 0b0101110, 0b1101011, 0b1111011, 0b0100101, 0b1111111, 0b1101111
        };
        Random random = new Random(seed);
        float[][] pixels = new float[count][56];
        float[][] labels = new float[count][10];
        for (int i = 0; i < count; i++) {
            int digit = i % 10;
            labels[i][digit] = 1;
            double ink = 0.4 + 1.2 * random.nextDouble();
            for (int p = 0; p < 56; p++) {
                int on = segments[digit] >> (p / 8) & 1;
                pixels[i][p] = (float) (on * ink + 0.3 * random.nextGaussian());
            }
        }
        return new DataSet(Nd4j.create(pixels), Nd4j.create(labels));
    }
}
