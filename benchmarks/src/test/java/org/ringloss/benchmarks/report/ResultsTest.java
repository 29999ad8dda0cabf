package org.ringloss.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ringloss.benchmarks.report.Machine.Level;

class ResultsTest {
    @TempDir
    Path folder;

    @Test
    void theFormOfJmhIsRead() throws Exception {
        assertThat(Results.readAll(Fixtures.folder()))
                .extracting(Results::name)
                .containsExactly("test-cpu-512-jdk17", "test-cpu-512-jdk25");

        Results main = Fixtures.main();
        assertThat(main.machine().cpu()).isEqualTo("Test CPU");
        assertThat(main.machine().cache("L2")).isEqualTo(1 << 20);
        assertThat(main.jvm().feature()).isEqualTo(25);
        assertThat(main.vectorBits()).isEqualTo(512);
        assertThat(main.suites().get("limits").quick()).isTrue();
        assertThat(main.suites().get("peers").commit()).isEqualTo("1234abc");
        assertThat(main.nanos("peers", "ringloss", new Shape(256, 512))).hasValue(10_000);
        assertThat(main.nanosPerRow("peers", "ringloss", new Shape(256, 2))).hasValue(1000 / 256.0);
        assertThat(main.find("peers", "c", new Shape(256, 2)).orElseThrow().allocated())
                .contains(0.001);
        assertThat(main.find("threads", "ringloss", Map.of("threads", "2"))).isPresent();
        assertThat(main.shapes("peers")).containsExactly(new Shape(256, 2), new Shape(256, 512));
    }

    @Test
    void whatIsMissingIsEmpty() throws Exception {
        Files.writeString(folder.resolve("bare.json"), "{\"suites\": {\"peers\": {}}, \"unknown\": [1]}");
        Results bare = Results.readAll(folder).get(0);

        assertThat(bare.suite("peers")).isEmpty();
        assertThat(bare.suite("limits")).isEmpty();
        assertThat(bare.nanos("peers", "c", new Shape(1, 1))).isEmpty();
        assertThat(bare.machine().level(1)).isEmpty();
        assertThat(bare.jvm().feature()).isZero();
    }

    @Test
    void anErrorNamesTheFile() throws Exception {
        Files.writeString(folder.resolve("broken.json"), "{\"suites\": 7}");

        assertThatThrownBy(() -> Results.readAll(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("broken.json is no results file");
    }

    @Test
    void aBatchComesFromTheInnermostLevelThatHoldsIt() {
        Machine machine = Fixtures.MACHINE;

        assertThat(machine.level(32 << 10)).contains(Level.L1);
        assertThat(machine.level(new Shape(256, 512).workingSet())).contains(Level.L2);
        assertThat(machine.level(new Shape(512, 1024).workingSet())).contains(Level.L3);
        assertThat(machine.level(new Shape(65536, 512).workingSet())).contains(Level.MEMORY);
    }
}
