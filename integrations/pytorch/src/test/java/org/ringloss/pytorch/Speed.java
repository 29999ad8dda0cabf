// SPDX-License-Identifier: Apache-2.0
package org.ringloss.pytorch;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.ringloss.Penalty;
import org.ringloss.RingLoss;
import org.ringloss.RingLossResult;

/**
 * A step of the ring loss, forward, backward and the gradient of R, beside PyTorch's own operations in the same process,
 * in turns. Features and the rest of the loss are leaves, so that nothing but the ring loss is measured. Prints ratios of
 * medians; started by {@code integrations/pytorch/speed}.
 */
final class Speed {
    private static final int[][] SHAPES = {{128, 128}, {256, 512}, {4096, 512}};
    private static final double LAMBDA = 0.1;
    private static final long WARM_UP_NANOS = TimeUnit.SECONDS.toNanos(8);
    private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final int ROUNDS = 200;

    /** Everything runs on one thread, so that its own time is told: what else the machine does is not in it. */
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private Speed() {}

    public static void main(String[] args) throws IOException {
        torch.set_num_threads(1);
        System.out.printf(
                "PyTorch %s through JavaCPP, JDK %s, %s, %s, %s; `integrations/pytorch/speed`; CPU time of a"
                        + " step in us:%n%n",
                Loader.getVersion("org.bytedeco", "pytorch"),
                Runtime.version(),
                RingLoss.describe(),
                System.getProperty("cpu"),
                System.getProperty("os.name"));
        System.out.println(
                "| B x D | backward | term | PyTorch's norm() | powers | backward / norm | backward / powers | term / norm |");
        System.out.println("| --- | --- | --- | --- | --- | --- | --- | --- |");
        for (int[] shape : SHAPES) {
            measure(shape[0], shape[1]);
        }
    }

    private static void measure(int rows, int dim) {
        RingLoss ring =
                RingLoss.builder().penalty(Penalty.squared()).weight(LAMBDA).build();
        Tensor features = Rows.leaf(rows, dim, 1);
        Tensor loss = Rows.leaf(1, 1, 2).sum().detach();
        loss.set_requires_grad(true);
        RingRadius radius = RingRadius.startingAt(10);
        Tensor parameter = radius.parameter();
        RingLossResult result = new RingLossResult();

        List<Contender> contenders = List.of(
                new Contender(() -> loss.add(AutogradRing.SQUARED.loss(features, parameter, LAMBDA))
                        .backward()),
                new Contender(
                        () -> loss.add(squaresAndRoots(features, parameter)).backward()),
                new Contender(() -> TorchRing.backward(loss, ring, features, radius, result)),
                new Contender(() ->
                        loss.add(TorchRing.term(ring, features, radius, result)).backward()));
        List<Tensor> leaves = List.of(features, loss, parameter);
        long end = System.nanoTime() + WARM_UP_NANOS;
        do {
            contenders.forEach(contender -> contender.turn(leaves));
        } while (System.nanoTime() < end);

        contenders.forEach(contender -> contender.nanos.clear());
        List<Contender> order = new ArrayList<>(contenders);
        Random random = new Random(1);
        for (int round = 0; round < ROUNDS; round++) {
            Collections.shuffle(order, random);
            order.forEach(contender -> contender.turn(leaves));
        }
        double[] medians = contenders.stream().mapToDouble(Contender::median).toArray();
        System.out.printf(
                Locale.ROOT,
                "| %dx%d | %.0f | %.0f | %.0f | %.0f | %.2f | %.2f | %.2f |%n",
                rows,
                dim,
                medians[2] / 1000,
                medians[3] / 1000,
                medians[0] / 1000,
                medians[1] / 1000,
                medians[2] / medians[0],
                medians[2] / medians[1],
                medians[3] / medians[0]);
    }

    /** The norm written out, as the authors of the paper do. */
    private static Tensor squaresAndRoots(Tensor features, Tensor radius) {
        return features.pow(new Scalar(2))
                .sum(1)
                .pow(new Scalar(0.5))
                .sub(radius)
                .pow(new Scalar(2))
                .mean()
                .mul(new Scalar(LAMBDA / 2));
    }

    private static final class Contender {
        private final Runnable step;
        private final List<Double> nanos = new ArrayList<>();
        private int steps = 1;

        Contender(Runnable step) {
            this.step = step;
        }

        /** One step that is not timed, which brings the tensors back into the caches, and then as many as fill a turn. */
        void turn(List<Tensor> leaves) {
            step(leaves);
            long start = THREADS.getCurrentThreadCpuTime();
            for (int i = 0; i < steps; i++) {
                step(leaves);
            }
            double each = (double) (THREADS.getCurrentThreadCpuTime() - start) / steps;
            nanos.add(each);
            steps = (int) Math.max(1, TURN_NANOS / Math.max(1, each));
        }

        @SuppressWarnings("try") // a scope is used by being open
        private void step(List<Tensor> leaves) {
            try (PointerScope scope = new PointerScope()) {
                leaves.forEach(leaf -> leaf.mutable_grad().reset());
                step.run();
            }
        }

        double median() {
            double[] sorted = nanos.stream().mapToDouble(Double::doubleValue).toArray();
            Arrays.sort(sorted);
            return sorted[sorted.length / 2];
        }
    }
}
