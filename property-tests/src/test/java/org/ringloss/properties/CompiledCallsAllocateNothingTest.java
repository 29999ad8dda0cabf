// SPDX-License-Identifier: Apache-2.0
package org.ringloss.properties;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ringloss.FloatMatrix;
import org.ringloss.GradientMode;
import org.ringloss.Penalty;
import org.ringloss.RingLoss;
import org.ringloss.RingLossBatch;
import org.ringloss.RingLossResult;

/**
 * A training step leaves nothing to the garbage collector once C2 has compiled it, whatever its penalty: a vector that is
 * passed to a method which is not inlined goes to the heap, which makes it many times slower, and no result would tell.
 * Tried in a JVM of its own: what else this one has run decides what is inlined, and it may be without C2.
 */
class CompiledCallsAllocateNothingTest {
    private static final int FEW_ROWS = 40;
    /** Floats of a batch of several tiles. */
    private static final int TILES = 40_000;
    /** Floats of a batch beyond the first caches. */
    private static final int LARGE = 1 << 21;

    private static final int[] LARGE_DIMS = {256, 999};
    /** All kernels of norms and of scaling. */
    private static final int[] DIMS = {1, 2, 3, 4, 5, 8, 13, 16, 32, 50, 64, 100, 128, 200, 256, 300, 512, 1000};

    /** Rows of several blocks. */
    private static final int LONGEST_DIM = 2500;

    private static final List<Penalty> PENALTIES = List.of(
            Penalty.squared(),
            Penalty.huber(),
            Penalty.oneSidedHuber(),
            Penalty.pseudoHuber(),
            Penalty.gemanMcClure(),
            Penalty.tukey(),
            Penalty.cauchy(),
            Penalty.welsch(),
            Penalty.logCosh(),
            Penalty.barron(0.5, 1),
            Penalty.barron(-3, 2));
    private static final int CALLS = 100;
    /** Until C2 is done: of processor time, as other programs may hold the processors for long. */
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(4);

    private static final OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private static final int JVMS = 3;
    private static final String NOTHING = ": 0 bytes";

    /** Flags of this JVM that the other one gets: which backend and which vectors. */
    private static final Pattern PASSED_ON = Pattern.compile("-Dringloss\\..*|-XX:(UseAVX|MaxVectorSize|UseSVE)=.*");

    /**
     * What a compiler inlines depends on when it runs: on JDK 17, a rare JVM keeps the vectors of some shape on the heap. So
     * only what allocates in each of several JVMs fails.
     */
    @Test
    @Timeout(400)
    void withAnyPenaltyAndOfAnyShape() throws IOException, InterruptedException {
        List<String> allocate = allocatingKinds();
        for (int jvm = 1; jvm < JVMS && !allocate.isEmpty(); jvm++) {
            List<String> again = allocatingKinds();
            allocate.removeIf(kind -> !again.contains(kind));
        }
        assertThat(allocate).isEmpty();
    }

    /** What the program finds in a JVM of its own to allocate. */
    private static List<String> allocatingKinds() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--add-modules=jdk.incubator.vector");
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(PASSED_ON.asMatchPredicate())
                .forEach(command::add);
        for (String property : List.of("ringloss.backend", "ringloss.maxVectorBits")) {
            String value = System.getProperty(property, "");
            if (!value.isEmpty()) {
                command.add("-D" + property + "=" + value);
            }
        }
        command.addAll(List.of(
                "-cp", System.getProperty("java.class.path"), CompiledCallsAllocateNothingTest.class.getName()));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        List<String> lines = output.lines().toList();
        assertThat(lines)
                .hasSize(1
                        + PENALTIES.size()
                        + (2 * DIMS.length + LARGE_DIMS.length + 1) * GradientMode.values().length);
        assertThat(lines.get(0)).isEqualTo(RingLoss.describe());
        return lines.stream()
                .skip(1)
                .filter(line -> !line.endsWith(NOTHING))
                .map(line -> line.substring(0, line.indexOf(": ")))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    /** The program that the other JVM runs: prints the backend, then the bytes of some calls of each kind. */
    public static void main(String[] args) {
        System.out.println(RingLoss.describe());
        for (Penalty penalty : PENALTIES) {
            System.out.println(penalty + ": " + leastBytes(penalty, FEW_ROWS, 24, GradientMode.WRITE) + " bytes");
        }
        for (int dim : DIMS) {
            printBytes(Penalty.huber(), FEW_ROWS, dim);
            printBytes(Penalty.huber(), TILES / dim + 1, dim);
        }
        for (int dim : LARGE_DIMS) {
            printBytes(Penalty.huber(), LARGE / dim + 1, dim);
        }
        printBytes(Penalty.cauchy(), TILES / LONGEST_DIM + 1, LONGEST_DIM);
    }

    private static void printBytes(Penalty penalty, int rows, int dim) {
        for (GradientMode mode : GradientMode.values()) {
            long bytes = leastBytes(penalty, rows, dim, mode);
            System.out.println(rows + "x" + dim + " " + mode + ": " + bytes + " bytes");
        }
    }

    private static long leastBytes(Penalty penalty, int rows, int dim, GradientMode mode) {
        FloatMatrix features = FloatMatrix.of(new SplitMix64(1).floats(rows * dim, 1), rows, dim);
        FloatMatrix gradient = FloatMatrix.of(new float[rows * dim], rows, dim);
        RingLossBatch batch = RingLossBatch.of(features, Math.sqrt(dim));
        RingLoss ring = RingLoss.builder().penalty(penalty).build();
        RingLossResult result = new RingLossResult();
        long least = Long.MAX_VALUE;
        long end = PROCESS.getProcessCpuTime() + LIMIT_NANOS;
        while (least > 0 && PROCESS.getProcessCpuTime() < end) {
            long before = Allocation.ofThisThread();
            for (int i = 0; i < CALLS; i++) {
                ring.forwardBackward(batch, 1, gradient, mode, result);
            }
            least = Math.min(least, Allocation.ofThisThread() - before);
        }
        return least;
    }
}
