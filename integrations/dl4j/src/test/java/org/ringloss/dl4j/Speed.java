// SPDX-License-Identifier: Apache-2.0
package org.ringloss.dl4j;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleSupplier;
import org.bytedeco.javacpp.Loader;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.api.memory.enums.AllocationPolicy;
import org.nd4j.linalg.api.memory.enums.LearningPolicy;
import org.nd4j.linalg.api.memory.enums.ResetPolicy;
import org.nd4j.linalg.api.memory.enums.SpillPolicy;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.ringloss.Penalty;
import org.ringloss.RingLoss;

/**
 * Times a step of the ring loss, squared and MEAN, forward and backward with R learned: the layer, SameDiff's automatic
 * differentiation, and operations on arrays by hand. They take turns of a few steps in one JVM, each time in another
 * order. Times are those of the CPU for the one thread that does all the work, so that other programs disturb less. Prints medians and
 * their ratios. {@code integrations/dl4j/speed} runs it.
 */
final class Speed {
    private static final int[][] SHAPES = {{128, 128}, {256, 512}, {4096, 512}};
    private static final double RADIUS = 20;
    private static final int STEPS_PER_TURN = 4;
    private static final int TURNS_PER_COLLECTION = 8;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private Speed() {}

    public static void main(String[] args) throws IOException {
        double seconds = args.length > 0 ? Double.parseDouble(args[0]) : 6;
        System.out.printf(
                "Deeplearning4j %s, JDK %s, %s, %s, %s, threads of the native code: %d; `integrations/dl4j/speed`; CPU"
                        + " time of a step in us:%n%n",
                Loader.getVersion("org.nd4j", "nd4j-native"),
                Runtime.version(),
                RingLoss.describe(),
                System.getProperty("cpu"),
                System.getProperty("os.name"),
                Nd4j.getEnvironment().maxThreads());
        System.out.println("| B x D | layer | SameDiff | arrays by hand | layer / SameDiff | layer / arrays |");
        System.out.println("| --- | --- | --- | --- | --- | --- |");
        for (int[] shape : SHAPES) {
            INDArray features = Networks.random(shape[0], shape[1], 1);
            INDArray upstream = Networks.random(shape[0], shape[1], 2);
            Map<String, DoubleSupplier> steps = new LinkedHashMap<>();
            steps.put("layer", layer(features, upstream));
            steps.put("SameDiff", sameDiff(features));
            steps.put("arrays", arrays(features, upstream));
            warmUp(List.copyOf(steps.values()), seconds);
            double[] micros = medians(List.copyOf(steps.values()), seconds);
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

    /** As a network has them: memory that is taken up again in every step. */
    private static LayerWorkspaceMgr workspaces() {
        WorkspaceConfiguration configuration = WorkspaceConfiguration.builder()
                .policyLearning(LearningPolicy.FIRST_LOOP)
                .policyReset(ResetPolicy.BLOCK_LEFT)
                .policySpill(SpillPolicy.REALLOCATE)
                .policyAllocation(AllocationPolicy.OVERALLOCATE)
                .overallocationLimit(0.05)
                .build();
        LayerWorkspaceMgr.Builder builder = LayerWorkspaceMgr.builder();
        for (ArrayType type : ArrayType.values()) {
            builder.with(type, "step", configuration);
        }
        return builder.build();
    }

    /** What a network does with the layer; the features and the upstream gradient come from other layers. */
    private static DoubleSupplier layer(INDArray features, INDArray upstream) {
        RingLossLayer configuration = new RingLossLayer.Builder(
                        RingLoss.builder().penalty(Penalty.squared()).build())
                .radius(RADIUS)
                .build();
        NeuralNetConfiguration conf = new NeuralNetConfiguration();
        conf.setLayer(configuration);
        var layer = (PassThrough)
                configuration.instantiate(conf, null, 0, Nd4j.create(DataType.FLOAT, 1), true, DataType.FLOAT);
        layer.setBackpropGradientsViewArray(Nd4j.create(DataType.FLOAT, 1));
        LayerWorkspaceMgr workspaces = workspaces();
        return inWorkspace(workspaces, () -> {
            layer.activate(features, true, workspaces);
            layer.backpropGradient(upstream, workspaces);
            return layer.calcRegularizationScore(true);
        });
    }

    @SuppressWarnings("try") // the workspace is open, nothing more
    private static DoubleSupplier inWorkspace(LayerWorkspaceMgr workspaces, DoubleSupplier step) {
        return () -> {
            try (MemoryWorkspace open = workspaces.notifyScopeEntered(ArrayType.ACTIVATIONS)) {
                return step.getAsDouble();
            }
        };
    }

    /** The term alone: nothing is added to an upstream gradient. */
    private static DoubleSupplier sameDiff(INDArray features) {
        SameDiff graph = SameDiff.create();
        SDVariable x = graph.var("x", features);
        SDVariable r = graph.var("r", Nd4j.scalar((float) RADIUS));
        SDVariable e = graph.math().sqrt(graph.sum(x.mul(x), 1)).sub(r);
        SDVariable loss = graph.mean("loss", e.mul(e).mul(0.5));
        graph.setLossVariables(loss.name());
        PrintStream console = System.out;
        System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        graph.createGradFunction("x", "r"); // tells every operation
        System.setOut(console);
        return () -> graph.calculateGradientsAndOutputs(Map.of(), List.of("loss"), List.of("x", "r"))
                .getOutputs()
                .get("loss")
                .getDouble(0);
    }

    /** The formula by hand, with the gradient added to the upstream one, in workspaces too. */
    private static DoubleSupplier arrays(INDArray features, INDArray upstream) {
        return inWorkspace(workspaces(), () -> {
            INDArray norms = features.norm2(true, 1);
            INDArray residuals = norms.sub(RADIUS);
            double loss = residuals.mul(residuals).meanNumber().doubleValue() / 2;
            double radiusGradient = -residuals.meanNumber().doubleValue();
            INDArray sum = features.mul(residuals.div(norms).muli(1.0 / features.rows()))
                    .addi(upstream);
            return loss + radiusGradient + sum.length();
        });
    }

    /** Vectors are slow until the compiler has seen them, and it may have to wait: until the layer gets no faster any more. */
    private static void warmUp(List<DoubleSupplier> steps, double seconds) {
        double best = Double.POSITIVE_INFINITY;
        for (int calm = 0; calm < 4; calm++) {
            double now = medians(steps, seconds / 4)[0];
            if (now < 0.9 * best) {
                best = now;
                calm = -1;
            }
        }
    }

    /** In microseconds per step. */
    private static double[] medians(List<DoubleSupplier> steps, double seconds) {
        List<List<Long>> times = new ArrayList<>();
        steps.forEach(step -> times.add(new ArrayList<>()));
        long end = System.nanoTime() + (long) (seconds * 1e9);
        for (int turn = 0; turn < 20 || System.nanoTime() < end; turn++) {
            if (turn % TURNS_PER_COLLECTION == 0) {
                // SameDiff's arrays live off the heap until the garbage collector sees them: left alone, they filled 24
                // GB.
                System.gc();
            }
            for (int k = 0; k < steps.size(); k++) {
                int which = (turn + k) % steps.size();
                DoubleSupplier step = steps.get(which);
                // Not timed: it brings its arrays back into the caches.
                double value = step.getAsDouble();
                long start = THREADS.getCurrentThreadCpuTime();
                for (int i = 0; i < STEPS_PER_TURN; i++) {
                    value += step.getAsDouble();
                }
                times.get(which).add((THREADS.getCurrentThreadCpuTime() - start) / STEPS_PER_TURN);
                if (Double.isNaN(value)) {
                    throw new IllegalStateException("contender " + which + " computes NaN");
                }
            }
        }
        return times.stream()
                .mapToDouble(each -> each.stream().sorted().toList().get(each.size() / 2) / 1e3)
                .toArray();
    }
}
