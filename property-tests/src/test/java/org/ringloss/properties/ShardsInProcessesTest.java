// SPDX-License-Identifier: Apache-2.0
package org.ringloss.properties;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;
import org.ringloss.Reduction;
import org.ringloss.RingLoss;
import org.ringloss.RingLossResult;
import org.ringloss.RingLossTotals;

/** Totals go from process to process, each of which adds its share: the bits are those of one process. */
class ShardsInProcessesTest {
    private static final int SHARES = 3;
    private static final List<List<String>> FLAGS =
            List.of(List.of("-Dringloss.backend=scalar"), List.of("-XX:MaxVectorSize=16"));

    private static LossCase lossCase() {
        return LossCases.of(
                        PenaltyCase.of("cauchy", 2.3849),
                        Reduction.MEAN,
                        false,
                        1000,
                        13,
                        LossCase.RadiusKind.PER_CLASS,
                        1,
                        7)
                .withUpstream(1);
    }

    /** Totals with those of a share of the lossCase added. */
    private static byte[] withShare(byte[] totals, int share) {
        LossCase lossCase = lossCase();
        int[] rows = IntStream.range(0, lossCase.rows())
                .filter(i -> i % SHARES == share)
                .toArray();
        RingLossTotals merged = RingLossTotals.fromBytes(totals);
        LossCase part = lossCase.pick(rows);
        merged.merge(part.ring().forward(part.batch()).result().totals());
        return merged.toBytes();
    }

    @Test
    void giveTheBitsOfOneProcess() throws IOException, InterruptedException {
        byte[] totals = withShare(new RingLossTotals().toBytes(), 0);
        for (int share = 1; share < SHARES; share++) {
            totals = elsewhere(totals, share);
        }
        LossCase lossCase = lossCase();
        RingLoss ring = lossCase.ring();
        RingLossResult whole = ring.forward(lossCase.batch()).result();
        assertThat(totals).isEqualTo(whole.totals().toBytes());
        Bits.assertSame(ring.result(RingLossTotals.fromBytes(totals)), whole, true);
    }

    private static byte[] elsewhere(byte[] totals, int share) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS.get(share - 1));
        command.addAll(List.of("--add-modules=jdk.incubator.vector", "-cp"));
        command.add(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        command.addAll(List.of(ShardsInProcessesTest.class.getName(), String.valueOf(share)));
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            // The JVM of these tests runs in an emulator, which starts no other program of its kind.
            throw new TestAbortedException("no second JVM here", e);
        }
        try (OutputStream out = process.getOutputStream()) {
            out.write(totals);
        }
        byte[] answer = process.getInputStream().readAllBytes();
        assertThat(process.waitFor()).isZero();
        return answer;
    }

    /** Another process: totals come in and go out with the share of the argument. */
    public static void main(String[] args) throws IOException {
        System.out.write(withShare(System.in.readAllBytes(), Integer.parseInt(args[0])));
        System.out.flush();
    }
}
