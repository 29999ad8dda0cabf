// SPDX-License-Identifier: Apache-2.0
package org.ringloss.properties;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.ringloss.RingLoss;

/** Which code may use what. */
class ArchitectureTest {
    /** Those of java.lang.Math whose bits Java leaves open. */
    private static final Set<String> OPEN_BITS = Set.of(
            "exp", "expm1", "log", "log1p", "log10", "pow", "cbrt", "hypot", "sin", "cos", "tan", "asin", "acos",
            "atan", "atan2", "sinh", "cosh", "tanh");

    /** The api and, where it is built, the SIMD backend; not the tests and not this module. */
    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ArchitectureTest::isMain)
            .importPackages("org.ringloss", "org.ringloss.internal", "org.ringloss.simd");

    private static boolean isMain(Location location) {
        return location.matches(java.util.regex.Pattern.compile(".*ringloss-(api|simd).*"));
    }

    @Test
    void theClassesAreThere() {
        org.assertj.core.api.Assertions.assertThat(MAIN.contain(RingLoss.class)).isTrue();
        org.assertj.core.api.Assertions.assertThat(MAIN.contain("org.ringloss.simd.SimdBackend"))
                .isTrue();
    }

    @Test
    void theApiNeedsJavaAndItsAnnotationsOnly() {
        classes()
                .that()
                .resideInAnyPackage("org.ringloss", "org.ringloss.internal")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                        "java..", "org.jspecify.annotations", "org.ringloss", "org.ringloss.internal"))
                .check(MAIN);
    }

    @Test
    void onlyTheSimdBackendUsesVectors() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.ringloss.simd")
                .should()
                .dependOnClassesThat(resideInAPackage("jdk.incubator.."))
                .check(MAIN);
    }

    @Test
    void theSimdBackendNeedsVectorsAndTheApi() {
        classes()
                .that()
                .resideInAPackage("org.ringloss.simd")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                        "java..",
                        "jdk.incubator.vector",
                        // asks the JVM for its flags
                        "com.sun.management",
                        "org.jspecify.annotations",
                        "org.ringloss.internal",
                        "org.ringloss.simd"))
                .check(MAIN);
    }

    @Test
    void nobodyCallsMathWhoseBitsAreOpen() {
        noClasses()
                .should()
                .callMethodWhere(describe("it is a function of Math whose bits may differ", ArchitectureTest::isOpen))
                .check(MAIN);
    }

    private static boolean isOpen(JavaCall<?> call) {
        return call.getTargetOwner().isEquivalentTo(Math.class)
                && OPEN_BITS.contains(call.getTarget().getName());
    }

    @Test
    void nobodyReducesFloatingPointLanesOrUsesTheirLibraryFunctions() {
        Set<String> open = Set.of(
                "EXP", "EXPM1", "LOG", "LOG1P", "LOG10", "POW", "CBRT", "HYPOT", "SIN", "COS", "TAN", "ASIN", "ACOS",
                "ATAN", "ATAN2", "SINH", "COSH", "TANH");
        noClasses()
                .should()
                .accessFieldWhere(describe(
                        "it is a lane operation whose bits may differ",
                        access -> access.getTargetOwner().getName().equals("jdk.incubator.vector.VectorOperators")
                                && open.contains(access.getTarget().getName())))
                .orShould()
                .callMethodWhere(describe(
                        "it reduces floating point lanes in an order that is not specified",
                        call -> call.getTarget().getName().equals("reduceLanes")
                                && Set.of("jdk.incubator.vector.DoubleVector", "jdk.incubator.vector.FloatVector")
                                        .contains(call.getTargetOwner().getName())))
                .check(MAIN);
    }
}
