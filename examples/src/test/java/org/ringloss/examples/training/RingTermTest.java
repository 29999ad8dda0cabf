// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import ai.djl.training.loss.Loss;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.ringloss.FloatMatrix;
import org.ringloss.LearnableRadius;
import org.ringloss.Penalty;
import org.ringloss.RingLoss;

class RingTermTest {
    private static final int[] LABELS = {0, 2, 1};
    private static final float[] FEATURES = {1, 2, -2, 0.5f, -1, 3, 4, 0, -3};

    private final RingLoss loss =
            RingLoss.builder().penalty(Penalty.huber()).weight(0.7).build();

    @BeforeAll
    static void configure() {
        PyTorch.configure(1);
    }

    /** The features are the scores here, so that the softmax gradient is right at them. */
    private static float[] gradient(@Nullable RingTerm ring) {
        try (NDManager manager = NDManager.newBaseManager(PyTorch.ENGINE)) {
            NDArray features = manager.create(FEATURES, new Shape(3, 3));
            features.setRequiresGradient(true);
            try (GradientCollector collector = Engine.getEngine(PyTorch.ENGINE).newGradientCollector()) {
                NDArray softmax = Loss.softmaxCrossEntropyLoss()
                        .evaluate(new NDList(manager.create(LABELS)), new NDList(features));
                collector.backward(ring == null ? softmax : softmax.add(ring.of(features)));
            }
            return features.getGradient().toFloatArray();
        }
    }

    @Test
    void addsTheRingGradientToTheSoftmaxGradient() {
        double radius = 2.5;
        float[] ringGradient = new float[FEATURES.length];
        loss.forwardBackward(FloatMatrix.of(FEATURES, 3, 3), radius, FloatMatrix.of(ringGradient, 3, 3));

        float[] softmax = gradient(null);
        float[] both = gradient(new RingTerm(loss, LearnableRadius.startingAt(radius, 0.1)));

        for (int i = 0; i < both.length; i++) {
            assertThat(ringGradient[i] == 0).isEqualTo(FEATURES[i] == 0);
            assertThat(both[i]).isCloseTo(softmax[i] + ringGradient[i], within(1e-6f));
        }
    }

    @Test
    void startsAtTheMeanNormAndStepsDownItsGradient() {
        RingTerm ring = new RingTerm(loss, LearnableRadius.startingAtMeanNorm(0.5));
        gradient(ring);
        double mean = (3 + Math.sqrt(10.25) + 5) / 3;
        assertThat(ring.radius()).isCloseTo(mean, within(1e-12));
        assertThat(ring.loss()).isPositive();

        // Residuals are within 1 but the last one: the derivatives are their values, and 1.
        double derivatives = (3 - mean) + (Math.sqrt(10.25) - mean) + 1;
        ring.updateRadius();
        assertThat(ring.radius()).isCloseTo(mean + 0.5 * 0.7 / 3 * derivatives, within(1e-12));
        assertThat(LearnableRadius.parse(ring.radiusText()).value()).isEqualTo(ring.radius());
    }
}
