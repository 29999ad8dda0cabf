// SPDX-License-Identifier: Apache-2.0
package org.ringloss.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import example.TrainDigits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The program of the pages is the one that runs here. */
class PagesTest {
    @ParameterizedTest
    @ValueSource(strings = {"README.md", "../../docs/trainers-dl4j.md"})
    void holdTheProgram(String page) throws IOException {
        String source = Files.readString(Path.of("src/test/java/example/TrainDigits.java"));
        String program = source.substring(source.indexOf("package "));
        assertThat(Files.readString(Path.of(page))).contains("```java\n" + program + "```");
    }

    @Test
    void haveAProgramThatTrains() {
        PrintStream console = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            TrainDigits.main(new String[0]);
        } finally {
            System.setOut(console);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .containsPattern("epoch 10: loss [0-9.]+, R [0-9.]+, norms [0-9.]+ \\+- 0\\.[0-9]+")
                .containsPattern("49\\d of 500 digits are right");
    }
}
