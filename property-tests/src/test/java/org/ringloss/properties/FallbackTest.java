// SPDX-License-Identifier: Apache-2.0
package org.ringloss.properties;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringloss.BackendChoice;
import org.ringloss.FloatMatrix;
import org.ringloss.Penalty;
import org.ringloss.RingLoss;
import org.ringloss.RingLossBuilder;

/** Where vectors cannot run or would be slow, scalar code does the work, and one line says why and what to do. */
class FallbackTest {
    private static final String MODULE = "--add-modules=jdk.incubator.vector";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-Dnone | start java with --add-modules=jdk.incubator.vector",
                MODULE + " -XX:MaxVectorSize=8 | vectors of 64 bits are not supported (128, 256 and 512 are)",
                MODULE + " -Xint | start java without -Xint",
                MODULE + " -XX:TieredStopAtLevel=1 | start java without -XX:TieredStopAtLevel",
            })
    void isToldOnceWithItsReason(String flags, String reason) throws IOException, InterruptedException {
        Process process = start(flags);
        String output = output(process);
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output.lines().filter(line -> line.endsWith("(-Dringloss.backend=scalar silences this warning)")))
                .as(output)
                .hasSize(1)
                .allMatch(line -> line.contains("runs on the scalar backend: ") && line.contains(reason));
        assertThat(output).endsWith("loss 8.0\n");
    }

    @Test
    void isNotToldToThoseWhoAskedForIt() throws IOException, InterruptedException {
        Process process = start("-Dringloss.backend=scalar");
        String output = output(process);
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output.lines())
                .hasSize(2)
                .first()
                .asString()
                .endsWith(" runs on the scalar backend: system property ringloss.backend is scalar");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-Dringloss.backend=Simd | ringloss.backend is Simd, must be auto, scalar or simd",
                "-Dringloss.maxVectorBits=abc | ringloss.maxVectorBits is 'abc', must be 128, 256 or 512",
                "-Dringloss.maxVectorBits=300 | ringloss.maxVectorBits is '300', must be 128, 256 or 512",
                "-Dringloss.maxVectorBits=64 | ringloss.maxVectorBits is '64', must be 128, 256 or 512",
                "-Dringloss.maxVectorBits= | ringloss.maxVectorBits is '', must be 128, 256 or 512",
                "-Dringloss.backend=scalar -Dringloss.maxVectorBits=-1 | ringloss.maxVectorBits is '-1', must be",
                MODULE + " -Dringloss.maxVectorBits=192 | ringloss.maxVectorBits is '192', must be",
            })
    void aPropertyThatCannotBeReadIsRefused(String flagsAndMessage) throws IOException, InterruptedException {
        String[] parts = flagsAndMessage.split(" \\| ", -1);
        Process process = start(parts[0]);
        String output = output(process);
        assertThat(process.waitFor()).as(output).isNotZero();
        assertThat(output).contains("java.lang.IllegalArgumentException: system property " + parts[1]);
    }

    @Test
    void isNotToldToThoseWhoAskedForItInCode() throws IOException, InterruptedException {
        Process process = start("-Dnone", "SCALAR");
        String output = output(process);
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output).isEqualTo("backend is scalar\nloss 8.0\n");
    }

    private static Process start(String flags, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(flags.split(" ")));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), FallbackTest.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static String output(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** The program that each JVM runs: it uses the library more than once, with the backend of its argument, if any. */
    public static void main(String[] args) {
        FloatMatrix features = FloatMatrix.of(new float[] {3, 4}, 1, 2);
        RingLossBuilder builder = RingLoss.builder().penalty(Penalty.squared());
        for (String backend : args) {
            builder.backend(BackendChoice.valueOf(backend));
        }
        RingLoss ring = builder.build();
        ring.forward(features, 2);
        System.out.print(
                (args.length == 0 ? RingLoss.describe() : ring.backend().reason()) + "\n");
        System.out.print("loss " + ring.forward(features, 1).loss() + "\n");
    }
}
