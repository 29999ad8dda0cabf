// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Adam, as DJL has it, but with moments that can be saved: without them a run that goes on is another run. */
final class SavableAdam extends Optimizer {
    private static final float BETA1 = 0.9f;
    private static final float BETA2 = 0.999f;
    private static final float EPSILON = 1e-8f;

    private final NDManager manager;
    private final Tracker rate;
    private final Map<String, NDArray> means = new HashMap<>();
    private final Map<String, NDArray> variances = new HashMap<>();
    private int steps;

    /** Moments belong to the manager, and are closed with it. */
    SavableAdam(NDManager manager, Tracker rate) {
        super(new Builder());
        this.manager = manager;
        this.rate = rate;
    }

    private static final class Builder extends OptimizerBuilder<Builder> {
        @Override
        protected Builder self() {
            return this;
        }
    }

    /** Counts a step; comes before the updates of all parameters. */
    void nextStep() {
        steps++;
    }

    @Override
    public void update(String parameter, NDArray weight, NDArray gradient) {
        NDArray mean = means.computeIfAbsent(parameter, id -> zeros(weight));
        NDArray variance = variances.computeIfAbsent(parameter, id -> zeros(weight));
        float now = rate.getNewValue(steps);
        double correction = Math.sqrt(1 - Math.pow(BETA2, steps)) / (1 - Math.pow(BETA1, steps));
        weight.getNDArrayInternal()
                .adamUpdate(
                        new NDList(weight, gradient, mean, variance),
                        new NDList(weight),
                        now,
                        (float) (now * correction),
                        0,
                        rescaleGrad,
                        clipGrad,
                        BETA1,
                        BETA2,
                        EPSILON,
                        true,
                        false);
    }

    private NDArray zeros(NDArray weight) {
        return manager.zeros(weight.getShape(), weight.getDataType());
    }

    int steps() {
        return steps;
    }

    /** The moments of these parameters, in their order; none if there was no step. */
    byte[] moments(List<Parameter> parameters) {
        NDList moments = new NDList();
        for (Parameter parameter : learning(parameters)) {
            if (means.containsKey(parameter.getId())) {
                moments.add(means.get(parameter.getId()));
                moments.add(variances.get(parameter.getId()));
            }
        }
        return moments.encode();
    }

    /** Goes on where {@link #moments} was taken. */
    void restore(List<Parameter> parameters, byte[] moments, int stepsDone) {
        NDList saved = NDList.decode(manager, moments);
        int next = 0;
        for (Parameter parameter : learning(parameters)) {
            means.put(parameter.getId(), saved.get(next++));
            variances.put(parameter.getId(), saved.get(next++));
        }
        steps = stepsDone;
    }

    private static List<Parameter> learning(List<Parameter> parameters) {
        List<Parameter> learning = new ArrayList<>();
        for (Parameter parameter : parameters) {
            if (parameter.requiresGradient()) {
                learning.add(parameter);
            }
        }
        return learning;
    }
}
