// SPDX-License-Identifier: Apache-2.0
package org.ringloss.guide;

import java.util.Random;
import org.ringloss.FloatMatrix;
import org.ringloss.GradientMode;
import org.ringloss.LearnableRadius;
import org.ringloss.NormSummary;
import org.ringloss.Penalty;
import org.ringloss.RingLoss;
import org.ringloss.RingLossResult;

/** A tanh layer of features and a softmax classifier, trained by hand, with and without ring loss. */
public final class PlainJavaTraining {
    private static final int ROWS = 300, INPUTS = 8, DIM = 16, CLASSES = 3, EPOCHS = 1000;

    public static void main(String[] args) {
        for (double lambda : new double[] {0, 1}) {
            NormSummary norms = train(lambda);
            System.out.printf(
                    "lambda %.0f: norms %.3f +- %.3f, coefficient of variation %.3f%n",
                    lambda, norms.mean(), norms.deviation(), norms.coefficientOfVariation());
        }
    }

    static NormSummary train(double lambda) {
        Random random = new Random(1);
        float[] input = new float[ROWS * INPUTS];
        int[] labels = new int[ROWS];
        for (int i = 0; i < ROWS; i++) { // three clouds, with brightness that differs from row to row
            labels[i] = i % CLASSES;
            double brightness = 0.5 + random.nextDouble();
            for (int j = 0; j < INPUTS; j++) {
                double center = j % CLASSES == labels[i] ? 2 : 0.5;
                input[i * INPUTS + j] = (float) (brightness * (center + 0.3 * random.nextGaussian()));
            }
        }
        float[] toFeatures = gaussian(random, INPUTS * DIM);
        float[] toScores = gaussian(random, DIM * CLASSES);

        RingLoss ring =
                RingLoss.builder().penalty(Penalty.huber(1)).weight(lambda).build();
        LearnableRadius radius = LearnableRadius.startingAtMeanNorm(0.1);
        RingLossResult result = new RingLossResult();
        float[] x = new float[ROWS * DIM];
        float[] gradient = new float[ROWS * DIM];
        FloatMatrix features = FloatMatrix.of(x, ROWS, DIM);
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            multiply(input, ROWS, INPUTS, toFeatures, DIM, x);
            for (int i = 0; i < x.length; i++) {
                x[i] = (float) Math.tanh(x[i]);
            }
            // The classifier's own part: the gradient of softmax and cross-entropy, back to the features.
            float[] scoreGradient = softmaxGradient(x, toScores, labels);
            multiplyByTransposed(scoreGradient, ROWS, CLASSES, toScores, DIM, gradient);
            // Ring loss adds its gradient to it. The radius starts at the mean norm, then takes a step of its own.
            ring.forwardBackward(features, radius, FloatMatrix.of(gradient, ROWS, DIM), GradientMode.ADD, result);
            radius.update(result.radiusGradient());
            step(toScores, x, DIM, scoreGradient, CLASSES);
            for (int i = 0; i < x.length; i++) {
                gradient[i] *= 1 - x[i] * x[i];
            }
            step(toFeatures, input, INPUTS, gradient, DIM);
        }
        return result.normSummary();
    }

    private static float[] softmaxGradient(float[] x, float[] toScores, int[] labels) {
        float[] scores = new float[ROWS * CLASSES];
        multiply(x, ROWS, DIM, toScores, CLASSES, scores);
        for (int i = 0; i < ROWS; i++) {
            double sum = 0;
            for (int k = 0; k < CLASSES; k++) {
                sum += Math.exp(scores[i * CLASSES + k]);
            }
            for (int k = 0; k < CLASSES; k++) {
                double probability = Math.exp(scores[i * CLASSES + k]) / sum;
                scores[i * CLASSES + k] = (float) (probability - (k == labels[i] ? 1 : 0)) / ROWS;
            }
        }
        return scores;
    }

    /** out = a b, where a is rows x inner and b is inner x columns. */
    private static void multiply(float[] a, int rows, int inner, float[] b, int columns, float[] out) {
        for (int i = 0; i < rows; i++) {
            for (int k = 0; k < columns; k++) {
                float sum = 0;
                for (int j = 0; j < inner; j++) {
                    sum += a[i * inner + j] * b[j * columns + k];
                }
                out[i * columns + k] = sum;
            }
        }
    }

    /** out = a b^T, where a is rows x inner and b is columns x inner. */
    private static void multiplyByTransposed(float[] a, int rows, int inner, float[] b, int columns, float[] out) {
        for (int i = 0; i < rows; i++) {
            for (int k = 0; k < columns; k++) {
                float sum = 0;
                for (int j = 0; j < inner; j++) {
                    sum += a[i * inner + j] * b[k * inner + j];
                }
                out[i * columns + k] = sum;
            }
        }
    }

    /** One step of gradient descent for weights whose layer had that input and that gradient of its output. */
    private static void step(float[] weights, float[] input, int inputs, float[] gradient, int outputs) {
        for (int i = 0; i < ROWS; i++) {
            for (int j = 0; j < inputs; j++) {
                for (int k = 0; k < outputs; k++) {
                    weights[j * outputs + k] -= 0.1f * input[i * inputs + j] * gradient[i * outputs + k];
                }
            }
        }
    }

    private static float[] gaussian(Random random, int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) (0.3 * random.nextGaussian());
        }
        return values;
    }
}
