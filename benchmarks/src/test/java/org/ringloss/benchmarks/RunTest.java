package org.ringloss.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Collection;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
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

    /** What JMH makes of calls in turns, in this JVM. */
    @Test
    void callsInTurnsAreToldAndKeptOneByOne() throws IOException, RunnerException {
        StringWriter told = new StringWriter();
        Progress progress = new Progress(new PrintWriter(told));
        Collection<RunResult> results = new Runner(
                        new OptionsBuilder()
                                .include("SmallCalls")
                                .param("shape", "1x8")
                                .addProfiler(InterleavedProfiler.class)
                                .forks(0)
                                .warmupIterations(0)
                                .measurementIterations(1)
                                .build(),
                        progress)
                .run();

        assertThat(JmhResults.of(results))
                .extracting(result -> result.path("benchmark").asText().replaceFirst(".*\\.", "")
                        + result.path("params").path("shape").asText())
                .containsExactly("plain1x8", "ringloss1x8", "ringlossScalar1x8");
        assertThat(told.toString().lines())
                .hasSize(3)
                .allMatch(line -> line.startsWith("SmallCalls.") && line.endsWith("ns/op"));
        assertThat(progress.failures()).isEmpty();
    }

    private static String refusal(String... arguments) {
        StringWriter err = new StringWriter();
        int code = new CommandLine(new Run()).setErr(new PrintWriter(err)).execute(arguments);
        assertThat(code).isEqualTo(2);
        return err.toString();
    }
}
