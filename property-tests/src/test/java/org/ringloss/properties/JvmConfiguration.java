// SPDX-License-Identifier: Apache-2.0
package org.ringloss.properties;

import static org.junit.platform.engine.discovery.ClassNameFilter.excludeClassNamePatterns;
import static org.junit.platform.engine.discovery.ClassNameFilter.includeClassNamePatterns;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectPackage;

import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary.Failure;
import org.ringloss.BackendInfo;
import org.ringloss.RingLoss;

/**
 * What a JVM of the matrix runs: the golden bits while the code is cold, the tests, then the golden bits on several threads
 * over and over while the compiler does its work. Exits with 1 if a bit differs, a test fails, or another backend ran than
 * this JVM is for. The last line of its output says what ran, for the table.
 *
 * <p>Arguments are {@code name=value}: {@code backend} and {@code bits} that must run; {@code golden=full|small|both}; {@code
 * threads=1,2,7}; {@code rounds}, how often the golden bits are computed at the end; {@code compiled=yes|no}, whether C2
 * must have compiled kernels by then; {@code tests=all|bits|properties|none}, where bits are properties and the other tests
 * that compare bits; {@code tries} of a property; {@code reason}, words of the reason why this backend
 * runs.
 */
public final class JvmConfiguration {
    /** Tests of Jupiter that compare bits, beside the golden ones, which are computed here. */
    private static final Set<Class<?>> BIT_TESTS =
            Set.of(NormBitsTest.class, BackendsAgreeTest.class, LargeBatchesTest.class);

    private final List<String> failures = new ArrayList<>();
    private String backend = "simd";
    private int bits;
    /** The small one first: it is done before much is compiled. */
    private List<GoldenSize> sizes = List.of(GoldenSize.SMALL, GoldenSize.FULL);

    private final Map<GoldenSize, String> hashes = new EnumMap<>(GoldenSize.class);
    private int[] threads = {1, 2, 7};
    private int rounds = 1;
    private String compiled = "";
    private String tests = "all";
    private String tries = "500";
    private String reason = "";
    private long testsRun;

    private JvmConfiguration() {}

    /** See the class. */
    public static void main(String[] args) {
        JvmConfiguration jvm = new JvmConfiguration();
        for (String arg : args) {
            jvm.set(arg);
        }
        jvm.run();
        System.exit(jvm.failures.isEmpty() ? 0 : 1);
    }

    private void set(String arg) {
        String[] option = arg.split("=", 2);
        String value = option[option.length - 1];
        switch (option[0]) {
            case "backend" -> backend = value;
            case "bits" -> bits = Integer.parseInt(value);
            case "golden" ->
                sizes = switch (value) {
                    case "full" -> List.of(GoldenSize.FULL);
                    case "small" -> List.of(GoldenSize.SMALL);
                    default -> List.of(GoldenSize.SMALL, GoldenSize.FULL);
                };
            case "threads" ->
                threads = List.of(value.split(",")).stream()
                        .mapToInt(Integer::parseInt)
                        .toArray();
            case "rounds" -> rounds = Integer.parseInt(value);
            case "compiled" -> compiled = value;
            case "tests" -> tests = value;
            case "tries" -> tries = value;
            case "reason" -> reason = value;
            default -> throw new IllegalArgumentException("argument is " + arg + ", must be one of those in the class");
        }
    }

    private void run() {
        BackendInfo ran = RingLoss.builder().build().backend();
        System.out.println(RingLoss.describe());
        if (!ran.name().equals(backend) || ran.vectorBits() != bits) {
            fail("ran " + ran.name() + " " + ran.vectorBits() + ", not " + backend + " " + bits);
        }
        if (!ran.reason().contains(reason)) {
            fail("the reason is '" + ran.reason() + "', not '" + reason + "'");
        }
        golden("cold", 1);
        // What has failed is over: a matrix of failures ends soon.
        if (failures.isEmpty() && !tests.equals("none")) {
            test();
        }
        for (int round = 1; failures.isEmpty() && round <= rounds; round++) {
            for (int count : threads) {
                golden("round " + round, count);
            }
        }
        long kernels = kernelsOfC2();
        if (failures.isEmpty() && !compiled.isEmpty() && compiled.equals("yes") != (kernels > 0)) {
            fail("C2 compiled " + kernels + " kernels");
        }
        System.out.printf(
                "ran\t%s\t%d\t%d\t%d\t%s\t%s\t%s%n",
                ran.name(),
                ran.vectorBits(),
                kernels,
                testsRun,
                hashes.getOrDefault(GoldenSize.SMALL, "-"),
                hashes.getOrDefault(GoldenSize.FULL, "-"),
                String.join("; ", failures));
    }

    private void golden(String when, int count) {
        for (GoldenSize size : sizes) {
            String hash = GoldenHash.compute(size, count);
            System.out.println(when + ", " + count + " threads: " + size + " " + hash);
            String before = hashes.putIfAbsent(size, hash);
            if (before != null && !before.equals(hash)) {
                fail("other " + size + " bits than when cold (" + when + ", " + count + " threads)");
            } else if (!hash.equals(size.recorded())) {
                fail("other " + size + " bits than recorded (" + when + ", " + count + " threads)");
            }
        }
    }

    private void test() {
        LauncherDiscoveryRequestBuilder request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectPackage(JvmConfiguration.class.getPackageName()))
                .filters(includeClassNamePatterns(".*Test"))
                .configurationParameter("jqwik.tries.default", tries)
                .configurationParameter("junit.jupiter.execution.timeout.default", "30 m");
        if (!tests.equals("all")) {
            request.filters((PostDiscoveryFilter)
                    test -> FilterResult.includedIf(isProperty(test) || (tests.equals("bits") && comparesBits(test))));
        }
        if (backend.equals("scalar")) {
            // They ask for both backends by name.
            request.filters(excludeClassNamePatterns(".*BackendsAgreeTest"));
        }
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        LauncherFactory.create().execute(request.build(), summary);
        summary.getSummary().printFailuresTo(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
        testsRun = summary.getSummary().getTestsSucceededCount();
        for (Failure failure : summary.getSummary().getFailures()) {
            fail(name(failure.getTestIdentifier()));
        }
        if (testsRun == 0) {
            fail("no test ran");
        }
    }

    private static boolean isProperty(TestDescriptor test) {
        return test.getUniqueId().getEngineId().equals(Optional.of("jqwik"));
    }

    private static boolean comparesBits(TestDescriptor test) {
        return method(test.getSource())
                .filter(source -> BIT_TESTS.contains(source.getJavaClass()))
                .isPresent();
    }

    private static Optional<MethodSource> method(Optional<TestSource> source) {
        return source.filter(MethodSource.class::isInstance).map(MethodSource.class::cast);
    }

    private static String name(TestIdentifier test) {
        return method(test.getSource())
                .map(source -> source.getJavaClass().getSimpleName() + "." + source.getMethodName())
                .orElse(test.getUniqueId());
    }

    /** Methods of the kernels that C2 (level 4) has compiled, as the JVM lists them. */
    private long kernelsOfC2() {
        String kernels = backend.equals("simd") ? "org.ringloss.simd." : "org.ringloss.internal.";
        try {
            String list = (String) ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "compilerCodelist",
                            new Object[0],
                            new String[0]);
            return list.lines()
                    .map(line -> line.split(" "))
                    .filter(words -> words.length > 3 && words[1].equals("4") && words[3].startsWith(kernels))
                    .count();
        } catch (JMException e) {
            throw new IllegalStateException("the JVM does not list its compiled code", e);
        }
    }

    private void fail(String what) {
        System.out.println("FAILED: " + what);
        if (!failures.contains(what)) {
            failures.add(what);
        }
    }
}
