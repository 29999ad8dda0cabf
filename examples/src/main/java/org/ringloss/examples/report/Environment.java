// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What the program runs on, in words. */
final class Environment {
    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

    private Environment() {}

    static String jvm() {
        return System.getProperty("java.vm.name") + " " + Runtime.version();
    }

    static String system() {
        return System.getProperty("os.name") + " " + System.getProperty("os.arch");
    }

    static String cpu() {
        int processors = Runtime.getRuntime().availableProcessors();
        return model() + ", " + processors + (processors == 1 ? " processor" : " processors") + " for this JVM";
    }

    /** The name that Linux knows; elsewhere the architecture has to do. */
    private static String model() {
        if (Files.isReadable(CPU_INFO)) {
            try (Stream<String> lines = Files.lines(CPU_INFO)) {
                return lines.filter(line -> line.startsWith("model name"))
                        .map(line -> line.substring(line.indexOf(':') + 1).strip())
                        .findFirst()
                        .orElse(System.getProperty("os.arch"));
            } catch (IOException e) {
                // Told by architecture then.
            }
        }
        return System.getProperty("os.arch");
    }
}
