package org.ringloss.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The JVM that benchmarks run in: which one, and its flags. */
final class MeasuredJvm {
    private final Path java;
    private final List<String> widthFlags;
    private final List<String> flags;

    /**
     * A JVM.
     *
     * @param javaHome its folder
     * @param bits the vector width to limit it to; null for none
     * @param home the folder of this module
     */
    MeasuredJvm(Path javaHome, @Nullable Integer bits, Path home) {
        java = javaHome.resolve("bin").resolve("java");
        widthFlags = bits == null ? List.of() : widthFlags(bits, System.getProperty("os.arch", ""));
        flags = new ArrayList<>(widthFlags);
        flags.add("--enable-native-access=ALL-UNNAMED");
        flags.add("-D" + CLoops.LIBRARY_PROPERTY + "="
                + home.resolve("target/c/ring_loss-" + (bits == null ? "native" : bits) + ".so"));
    }

    /** Flags that make all Java code, peers too, do with so many bits; on x86 without what only wider CPUs have. */
    static List<String> widthFlags(int bits, String arch) {
        List<String> flags = new ArrayList<>();
        flags.add("-XX:MaxVectorSize=" + bits / Byte.SIZE);
        if (bits == 256 && (arch.equals("amd64") || arch.equals("x86_64"))) {
            flags.add("-XX:UseAVX=2");
        }
        return flags;
    }

    Path java() {
        return java;
    }

    List<String> flags() {
        return flags;
    }

    /** What {@link Probe} prints in this JVM. */
    JsonNode facts() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(java.toString());
        command.addAll(flags);
        command.addAll(List.of(Timed.VECTORS, "-cp", System.getProperty("java.class.path"), Probe.class.getName()));
        command.addAll(widthFlags);
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(java + " with " + widthFlags + " does not run this: is it a JDK 17 or newer?");
        }
        // A JVM may warn first.
        return JmhResults.MAPPER.readTree(text.substring(text.indexOf('{')));
    }
}
