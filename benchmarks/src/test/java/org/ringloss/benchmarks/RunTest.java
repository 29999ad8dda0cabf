package org.ringloss.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class RunTest {
    @Test
    void anUnknownSuiteIsRefusedWithTheNamesThatExist() {
        assertThat(refusal("--suite", "peers,nothing"))
                .contains("--suite is nothing")
                .contains("small-calls");
    }

    @Test
    void anUnknownWidthIsRefused() {
        assertThat(refusal("--bits", "100")).contains("--bits is 100, must be one of [128, 256, 512]");
    }

    @Test
    void aNarrowerWidthIsThatOfAllJavaCode() {
        assertThat(MeasuredJvm.widthFlags(256, "amd64")).containsExactly("-XX:MaxVectorSize=32", "-XX:UseAVX=2");
        assertThat(MeasuredJvm.widthFlags(128, "amd64")).containsExactly("-XX:MaxVectorSize=16");
        assertThat(MeasuredJvm.widthFlags(256, "aarch64")).containsExactly("-XX:MaxVectorSize=32");
    }

    /** A 128-bit JVM starts, runs the vector backend on 128 bits and says so. */
    @Test
    void theForkedJvmSaysWhatItRuns() throws IOException, InterruptedException {
        MeasuredJvm jvm = new MeasuredJvm(Path.of(System.getProperty("java.home")), 128, Path.of("."));
        assertThat(jvm.facts().path("vectorBits").asInt()).isEqualTo(128);
        assertThat(jvm.facts().path("backend").asText()).startsWith("simd backend, 128-bit");
        assertThat(jvm.facts().path("jvm").path("feature").asInt())
                .isEqualTo(Runtime.version().feature());
    }

    private static String refusal(String... arguments) {
        StringWriter err = new StringWriter();
        int code = new CommandLine(new Run()).setErr(new PrintWriter(err)).execute(arguments);
        assertThat(code).isEqualTo(2);
        return err.toString();
    }
}
