// SPDX-License-Identifier: Apache-2.0
package org.ringloss.djl;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.ringloss.Penalty;
import org.ringloss.RingLoss;

/**
 * How long a training step with a {@link RingLossBlock} takes beside one with DJL's own operations and autograd, written
 * with {@code norm} or with {@code square}, {@code sum} and {@code sqrt}: forward pass, loss value, and the backward pass to
 * the features and the radius, on one thread. All take turns in one process; times are those of the CPU, so that other
 * programs disturb less. {@code integrations/djl/speed} runs it.
 */
final class Speed {
    private static final String ENGINE = "PyTorch";
    private static final int[][] SHAPES = {{128, 128}, {256, 512}, {4096, 512}};
    private static final long TURN_NANOS = 1_000_000;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final double RADIUS = 20;
    private static final double WEIGHT = 0.1;

    private Speed() {}

    public static void main(String[] args) {
        double seconds = args.length == 0 ? 20 : Double.parseDouble(args[0]);
        System.out.printf(
                "DJL %s with PyTorch %s, JDK %s, %s, %s, %s; `integrations/djl/speed`; CPU time of a step in us:%n%n",
                Engine.getDjlVersion(),
                Engine.getEngine(ENGINE).getVersion(),
                Runtime.version(),
                RingLoss.describe(),
                System.getProperty("cpu"),
                System.getProperty("os.name"));
        System.out.println(
                "| B x D | ringloss | DJL's norm() | square(), sum(), sqrt() | ringloss / norm | ringloss / square |");
        System.out.println("| --- | --- | --- | --- | --- | --- |");
        for (int[] shape : SHAPES) {
            try (NDManager manager = NDManager.newBaseManager(Device.cpu(), ENGINE)) {
                NDArray features = manager.randomNormal(new Shape(shape[0], shape[1]));
                List<Step> steps = List.of(
                        new BlockStep(manager, features),
                        new AutogradStep(manager, features, x -> x.norm(new int[] {1})),
                        new AutogradStep(
                                manager,
                                features,
                                x -> x.square().sum(new int[] {1}).sqrt()));
                requireSame(steps);
                double[] micros = measure(steps, seconds);
                System.out.printf(
                        Locale.ROOT,
                        "| %dx%d | %.0f | %.0f | %.0f | %.2f | %.2f |%n",
                        shape[0],
                        shape[1],
                        micros[0],
                        micros[1],
                        micros[2],
                        micros[0] / micros[1],
                        micros[0] / micros[2]);
            }
        }
    }

    private static void requireSame(List<Step> steps) {
        float loss = steps.get(0).run();
        for (Step step : steps) {
            float other = step.run();
            if (!(Math.abs(other - loss) <= 1e-5 * Math.abs(loss))) {
                throw new IllegalStateException("the losses differ: " + loss + " and " + other);
            }
        }
    }

    /** Turns in another order each, for some seconds; the first half of them warms up. Medians, in microseconds of CPU time. */
    private static double[] measure(List<Step> steps, double seconds) {
        List<List<Double>> turns =
                steps.stream().map(step -> new ArrayList<Double>()).collect(Collectors.toList());
        List<Integer> order = IntStream.range(0, steps.size()).boxed().collect(Collectors.toList());
        Random random = new Random(1);
        long begin = System.nanoTime();
        boolean warm = false;
        for (double elapsed = 0; elapsed < seconds; elapsed = (System.nanoTime() - begin) / 1e9) {
            if (!warm && elapsed > seconds / 2) {
                turns.forEach(List::clear);
                warm = true;
            }
            Collections.shuffle(order, random);
            order.forEach(i -> turns.get(i).add(turn(steps.get(i))));
        }
        return turns.stream()
                .mapToDouble(of -> of.stream().sorted().toList().get(of.size() / 2) / 1e3)
                .toArray();
    }

    /** One step that brings the memory back into the caches, then as many as a turn takes, at least one. */
    private static double turn(Step step) {
        step.run();
        long start = THREADS.getCurrentThreadCpuTime();
        long nanos;
        int count = 0;
        do {
            step.run();
            count++;
            nanos = THREADS.getCurrentThreadCpuTime() - start;
        } while (nanos < TURN_NANOS);
        return (double) nanos / count;
    }

    /** A step: the loss of features that a gradient is asked for, as if a network had made them. */
    private abstract static class Step {
        private final NDManager manager;
        private final NDArray features;

        Step(NDManager manager, NDArray features) {
            this.manager = manager;
            this.features = features;
        }

        float run() {
            try (NDManager batch = manager.newSubManager();
                    GradientCollector collector = Engine.getEngine(ENGINE).newGradientCollector()) {
                // The same memory as something to differentiate by, which has no gradient yet.
                NDArray x = features.stopGradient();
                x.attach(batch);
                x.setRequiresGradient(true);
                NDArray loss = loss(x);
                collector.backward(loss);
                return loss.getFloat();
            }
        }

        abstract NDArray loss(NDArray x);
    }

    private static final class BlockStep extends Step {
        private final RingLossBlock block;
        private final ParameterStore store;

        BlockStep(NDManager manager, NDArray features) {
            super(manager, features);
            block = RingLossBlock.startingAt(
                    RingLoss.builder().penalty(Penalty.squared()).weight(WEIGHT).build(), RADIUS);
            block.initialize(manager, DataType.FLOAT32, features.getShape());
            store = new ParameterStore(manager, false);
        }

        @Override
        NDArray loss(NDArray x) {
            return block.forward(store, new NDList(x), true).get(1);
        }
    }

    /** What one writes with DJL's own operations, of which there are two ways to the norms. */
    private static final class AutogradStep extends Step {
        private final NDArray radius;
        private final UnaryOperator<NDArray> norms;

        AutogradStep(NDManager manager, NDArray features, UnaryOperator<NDArray> norms) {
            super(manager, features);
            this.norms = norms;
            radius = manager.create((float) RADIUS);
            radius.setRequiresGradient(true);
        }

        @Override
        NDArray loss(NDArray x) {
            NDArray residual = norms.apply(x).sub(radius);
            return residual.mul(residual).mean().mul((float) (WEIGHT / 2));
        }
    }
}
