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

/** The program of the pages is the one that runs here. */
class PagesTest {
    @Test
    void holdTheProgram() throws IOException {
        assertThat(Files.readString(Path.of("../../docs/trainers-dl4j.md"))).contains("```java\n" + program() + "```");
        String readme = Files.readString(Path.of("README.md"));
        String block = readme.substring(readme.indexOf("```java\n") + "```java\n".length());
        assertThat(program().indent(-8)).contains(block.substring(0, block.indexOf("```")));
    }

    private static String program() throws IOException {
        String source = Files.readString(Path.of("src/test/java/example/TrainDigits.java"));
        return source.substring(source.indexOf("package "));
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
