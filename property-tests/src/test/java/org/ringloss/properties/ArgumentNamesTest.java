// SPDX-License-Identifier: Apache-2.0
package org.ringloss.properties;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.ringloss.BackendChoice;
import org.ringloss.FloatMatrix;
import org.ringloss.GradientMode;
import org.ringloss.LearnableRadius;
import org.ringloss.NormTotals;
import org.ringloss.Norms;
import org.ringloss.Penalty;
import org.ringloss.Radii;
import org.ringloss.Reduction;
import org.ringloss.RingLoss;
import org.ringloss.RingLossBatch;
import org.ringloss.RingLossBuilder;
import org.ringloss.RingLossPass;
import org.ringloss.RingLossResult;
import org.ringloss.RingLossTotals;

/** Every public method refuses a null for each of its arguments, by the parameter's own name. */
class ArgumentNamesTest {
    private static final FloatMatrix ROWS = FloatMatrix.of(new float[] {3, 4}, 1, 2);
    private static final RingLoss RING =
            RingLoss.builder().reduction(Reduction.NONE).build();

    /** An argument of each type that nothing is wrong with, and the objects to call methods of. */
    private static final Map<Class<?>, Object> GOOD = Map.ofEntries(
            Map.entry(FloatMatrix.class, ROWS),
            Map.entry(RingLoss.class, RING),
            Map.entry(RingLossBuilder.class, RingLoss.builder()),
            Map.entry(RingLossBatch.class, RingLossBatch.of(ROWS, 1)),
            Map.entry(RingLossPass.class, RING.forward(ROWS, 1)),
            Map.entry(RingLossResult.class, RING.forward(ROWS, 1).result()),
            Map.entry(RingLossTotals.class, new RingLossTotals()),
            Map.entry(NormTotals.class, new NormTotals()),
            Map.entry(org.ringloss.NormSummary.class, Norms.summary(ROWS)),
            Map.entry(LearnableRadius.class, LearnableRadius.startingAtMeanNorm(1)),
            Map.entry(Radii.class, Radii.shared(1)),
            Map.entry(Penalty.class, Penalty.huber()),
            Map.entry(Penalty.Function.class, (Penalty.Function) e -> e),
            Map.entry(Reduction.class, Reduction.MEAN),
            Map.entry(GradientMode.class, GradientMode.WRITE),
            Map.entry(BackendChoice.class, BackendChoice.AUTO),
            Map.entry(java.util.concurrent.Executor.class, ForkJoinPool.commonPool()),
            Map.entry(java.nio.FloatBuffer.class, java.nio.FloatBuffer.allocate(2)),
            Map.entry(
                    java.nio.ByteBuffer.class, java.nio.ByteBuffer.allocate(8).order(java.nio.ByteOrder.nativeOrder())),
            Map.entry(String.class, "x"),
            Map.entry(float[].class, new float[2]),
            Map.entry(double[].class, new double[1]),
            Map.entry(int[].class, new int[1]),
            Map.entry(byte[].class, new byte[1]),
            Map.entry(double.class, 1.0),
            Map.entry(int.class, 1),
            Map.entry(boolean.class, true));

    private static Stream<Class<?>> publicClasses() {
        return new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("org.ringloss").stream()
                        .filter(type -> type.getPackageName().equals("org.ringloss"))
                        .map(JavaClass::reflect)
                        .filter(type -> Modifier.isPublic(type.getModifiers()));
    }

    @TestFactory
    Stream<DynamicTest> anArgumentThatIsNullIsNamed() {
        List<DynamicTest> tests = new ArrayList<>();
        publicClasses()
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
                .filter(method ->
                        !method.getName().equals("equals") && !method.getName().equals("valueOf"))
                .sorted(java.util.Comparator.comparing(Executable::toGenericString))
                .forEach(method -> {
                    for (int i = 0; i < method.getParameterCount(); i++) {
                        int at = i;
                        if (!method.getParameterTypes()[i].isPrimitive()) {
                            tests.add(DynamicTest.dynamicTest(
                                    method.toGenericString() + " " + method.getParameters()[i].getName(),
                                    () -> assertNamed(method, at)));
                        }
                    }
                });
        assertThat(tests).hasSizeGreaterThan(50);
        return tests.stream();
    }

    private static void assertNamed(Method method, int at) throws IllegalAccessException {
        Parameter[] parameters = method.getParameters();
        Object[] arguments =
                Arrays.stream(parameters).map(p -> good(p.getType())).toArray();
        arguments[at] = null;
        Object receiver = Modifier.isStatic(method.getModifiers()) ? null : good(method.getDeclaringClass());
        try {
            method.invoke(receiver, arguments);
        } catch (InvocationTargetException e) {
            assertThat(e.getCause())
                    .isExactlyInstanceOf(NullPointerException.class)
                    .hasMessage(parameters[at].getName() + " is null");
            return;
        }
        throw new AssertionError("null was taken for " + parameters[at].getName());
    }

    private static Object good(Class<?> type) {
        Object good = GOOD.get(type);
        assertThat(good).as("an argument of %s", type).isNotNull();
        return good;
    }
}
