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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.ringloss.Penalty;
import org.ringloss.RingLoss;

/**
 * How long a training step with a {@link RingLossBlock} takes beside one with DJL's own operations and autograd: forward
 * pass, loss value, and the backward pass to the features and the radius, on one thread. Both take turns in one process, and a
 * ratio is one of medians. {@code integrations/djl/speed} runs it.
 */
final class SpeedComparison {
    private static final String ENGINE = "PyTorch";
    private static final int[][] SHAPES = {{128, 128}, {256, 512}, {4096, 512}};
    private static final long TURN_NANOS = 3_000_000;
    private static final double RADIUS = 20;
    private static final double WEIGHT = 0.1;

    private SpeedComparison() {}

    public static void main(String[] args) throws IOException {
        double seconds = args.length == 0 ? 10 : Double.parseDouble(args[0]);
        System.out.printf(
                "%s, %s %s, JDK %s%n",
                cpu(),
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                System.getProperty("java.version"));
        System.out.printf(
                "DJL %s, PyTorch %s, one thread%n",
                Engine.getDjlVersion(), Engine.getEngine(ENGINE).getVersion());
        System.out.println(RingLoss.describe());
        System.out.println();
        System.out.println("rows x dim   ringloss us   DJL us   ringloss / DJL");
        for (int[] shape : SHAPES) {
            try (NDManager manager = NDManager.newBaseManager(Device.cpu(), ENGINE)) {
                NDArray features = manager.randomNormal(new Shape(shape[0], shape[1]));
                Step ringloss = new BlockStep(manager, features);
                Step djl = new AutogradStep(manager, features);
                requireSame(ringloss, djl);
                double[] medians = medians(List.of(ringloss, djl), seconds);
                System.out.printf(
                        Locale.ROOT,
                        "%-12s %11.0f %8.0f %16.2f%n",
                        shape[0] + "x" + shape[1],
                        medians[0] / 1e3,
                        medians[1] / 1e3,
                        medians[0] / medians[1]);
            }
        }
    }

    /** The model of the CPU, where the system tells. */
    private static String cpu() throws IOException {
        Path info = Path.of("/proc/cpuinfo");
        if (!Files.isReadable(info)) {
            return "unknown CPU";
        }
        return Files.readAllLines(info).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).trim())
                .findFirst()
                .orElse("unknown CPU");
    }

    private static void requireSame(Step one, Step other) {
        float a = one.run();
        float b = other.run();
        if (!(Math.abs(a - b) <= 1e-5 * Math.abs(b))) {
            throw new IllegalStateException("the losses differ: " + a + " and " + b);
        }
    }

    /** Turns in another order each, for some seconds; the first third of them warms up. Nanoseconds per step. */
    private static double[] medians(List<Step> steps, double seconds) {
        Random random = new Random(1);
        List<Integer> order = new java.util.ArrayList<>(List.of(0, 1));
        double[][] turns = new double[steps.size()][0];
        long begin = System.nanoTime();
        boolean warm = false;
        double elapsed = 0;
        while (elapsed < seconds) {
            if (!warm && elapsed > seconds / 3) {
                turns = new double[steps.size()][0];
                warm = true;
            }
            Collections.shuffle(order, random);
            for (int i : order) {
                turns[i] = Arrays.copyOf(turns[i], turns[i].length + 1);
                turns[i][turns[i].length - 1] = turn(steps.get(i));
            }
            elapsed = (System.nanoTime() - begin) / 1e9;
        }
        return Arrays.stream(turns).mapToDouble(SpeedComparison::median).toArray();
    }

    /** One step that brings the memory back into the caches, then as many as a turn takes, at least one. */
    private static double turn(Step step) {
        step.run();
        long start = System.nanoTime();
        long nanos;
        int count = 0;
        do {
            step.run();
            count++;
            nanos = System.nanoTime() - start;
        } while (nanos < TURN_NANOS);
        return (double) nanos / count;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
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

    private static final class AutogradStep extends Step {
        private final NDArray radius;

        AutogradStep(NDManager manager, NDArray features) {
            super(manager, features);
            radius = manager.create((float) RADIUS);
            radius.setRequiresGradient(true);
        }

        @Override
        NDArray loss(NDArray x) {
            NDArray residual = x.norm(new int[] {1}).sub(radius);
            return residual.mul(residual).mean().mul((float) (WEIGHT / 2));
        }
    }
}
