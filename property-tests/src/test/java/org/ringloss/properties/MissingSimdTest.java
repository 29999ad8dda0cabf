// SPDX-License-Identifier: Apache-2.0
package org.ringloss.properties;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringloss.RingLoss;

/** Jars that do not find each other: the reason tells how they were put together, and what to do about it. */
class MissingSimdTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "API     | ringloss-simd is not on the class path, where ringloss-api is; add org.ringloss:ringloss-simd:",
                "MODULE  | ringloss-simd is not on the module path, where ringloss-api is; add org.ringloss:ringloss-simd:",
                "MIXED   | put both on the module path",
                "APART   | sees ringloss-simd; add org.ringloss:ringloss-simd:",
                "CONTEXT | only the context class loader of this thread ('plug-in', java.net.URLClassLoader@",
                "BELOW   | which is loaded by 'plug-in', java.net.URLClassLoader@",
                "MERGED  | no file META-INF/services/org.ringloss.internal.BackendProvider names it; where jars are merged",
                "VERSION | ringloss-simd is 0.0.1, ringloss-api is",
            })
    void isToldWithItsRemedy(Jars jars, String reason) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--add-modules=jdk.incubator.vector");
        command.addAll(jars.flags(place(RingLoss.class.getName()), place("org.ringloss.simd.SimdBackendProvider")));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output.lines()
                        .filter(line -> line.contains("runs on the scalar backend: ") && line.contains(reason)))
                .as(output)
                .hasSize(2) // the warning, and what describe() gives
                .anyMatch(line -> line.endsWith(" (-Dringloss.backend=scalar silences this warning)"));
    }

    private static Path place(String className) {
        try {
            return Path.of(Class.forName(className, false, MissingSimdTest.class.getClassLoader())
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (ClassNotFoundException | java.net.URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    /** How the two jars are put together in another JVM. */
    enum Jars {
        API,
        MODULE,
        MIXED,
        APART,
        CONTEXT,
        BELOW,
        MERGED,
        VERSION;

        List<String> flags(Path api, Path simd) {
            String tests = place(MissingSimdTest.class.getName()).toString();
            String main = MissingSimdTest.class.getName();
            String modules = "--add-modules=org.ringloss";
            return switch (this) {
                case API -> List.of("-cp", api + System.getProperty("path.separator") + tests, main);
                case MODULE -> List.of("-p", api.toString(), modules, "-cp", tests, main);
                case MIXED ->
                    List.of(
                            "-p",
                            api.toString(),
                            modules,
                            "-cp",
                            simd + System.getProperty("path.separator") + tests,
                            main);
                default -> List.of("-cp", tests, main, name(), api.toString(), simd.toString());
            };
        }

        ClassLoader loader(Path api, Path simd) throws IOException {
            return switch (this) {
                case APART -> {
                    ClassLoader parent = loader("shared", null, api);
                    yield loader("plug-in", parent, simd);
                }
                case CONTEXT -> {
                    ClassLoader child = loader("plug-in", loader("shared", null, api), simd);
                    Thread.currentThread().setContextClassLoader(child);
                    yield child;
                }
                case BELOW -> loader("plug-in", loader("shared", null, simd), api);
                case MERGED -> new Changed("META-INF/services/", null, api, simd);
                case VERSION -> {
                    Path version = Files.createTempFile("version", ".txt");
                    version.toFile().deleteOnExit();
                    Files.writeString(version, "0.0.1\n");
                    yield new Changed(
                            "org/ringloss/simd/version.txt", version.toUri().toURL(), api, simd);
                }
                default -> MissingSimdTest.class.getClassLoader();
            };
        }

        private static URLClassLoader loader(String name, @Nullable ClassLoader parent, Path jar)
                throws MalformedURLException {
            return new URLClassLoader(
                    name,
                    new URL[] {jar.toUri().toURL()},
                    parent == null ? ClassLoader.getPlatformClassLoader() : parent);
        }
    }

    /** Jars in which a file is missing or is another one. */
    private static final class Changed extends URLClassLoader {
        private final String start;
        private final @Nullable URL file;

        Changed(String start, @Nullable URL file, Path api, Path simd) throws MalformedURLException {
            super(new URL[] {api.toUri().toURL(), simd.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
            this.start = start;
            this.file = file;
        }

        @Override
        public @Nullable URL findResource(String name) {
            return name.startsWith(start) ? file : super.findResource(name);
        }

        @Override
        public Enumeration<URL> findResources(String name) throws IOException {
            return name.startsWith(start) ? Collections.emptyEnumeration() : super.findResources(name);
        }
    }

    /** The other JVM: without arguments it uses the jars of its own class path. */
    public static void main(String[] args) throws ReflectiveOperationException, IOException {
        ClassLoader loader = args.length == 0
                ? MissingSimdTest.class.getClassLoader()
                : Jars.valueOf(args[0]).loader(Path.of(args[1]), Path.of(args[2]));
        System.out.println(
                loader.loadClass("org.ringloss.RingLoss").getMethod("describe").invoke(null));
    }
}
