// SPDX-License-Identifier: Apache-2.0
package org.ringloss.properties;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringloss.FloatMatrix;
import org.ringloss.Penalty;
import org.ringloss.RingLoss;

/** Where vectors cannot run or would be slow, scalar code does the work, and one line says why and what to do. */
class FallbackTest {
    private static final String MODULE = "--add-modules=jdk.incubator.vector";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-Dnone | start java with --add-modules=jdk.incubator.vector",
                MODULE + " -XX:MaxVectorSize=8 | vectors of 64 bits are not supported (128, 256 and 512 are)",
                MODULE + " -Dringloss.maxVectorBits=64 | vectors of 64 bits are not supported (128, 256 and 512 are)",
                MODULE + " -Dringloss.maxVectorBits=192 | vectors of",
                MODULE + " -Xint | start java without -Xint",
                MODULE + " -XX:TieredStopAtLevel=1 | start java without -XX:TieredStopAtLevel",
            })
    void isToldOnceWithItsReason(String flags, String reason) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(flags.split(" ")));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), FallbackTest.class.getName()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output.lines().filter(line -> line.contains("ringloss runs on")))
                .as(output)
                .hasSize(1)
                .allMatch(line -> line.contains("scalar backend: ") && line.contains(reason));
        assertThat(output).endsWith("loss 8.0\n");
    }

    /** The program that each JVM runs: it uses the library more than once. */
    public static void main(String[] args) {
        FloatMatrix features = FloatMatrix.of(new float[] {3, 4}, 1, 2);
        RingLoss ring = RingLoss.builder().penalty(Penalty.squared()).build();
        ring.forward(features, 2);
        System.out.println(RingLoss.describe());
        System.out.print("loss " + ring.forward(features, 1).loss() + "\n");
    }
}
