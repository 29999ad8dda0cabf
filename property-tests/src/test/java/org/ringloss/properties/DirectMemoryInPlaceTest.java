// SPDX-License-Identifier: Apache-2.0
package org.ringloss.properties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.ringloss.internal.Backend;
import org.ringloss.internal.BackendProvider;

/** Where the jar has kernels for memory segments and the JVM is new enough, they are the ones that run. */
class DirectMemoryInPlaceTest {
    @Test
    void isReadByTheKernelsOfTheJar() {
        assumeTrue(Runtime.version().feature() >= 22, "a JVM before Java 22 has no memory segments");
        Backend simd = ServiceLoader.load(BackendProvider.class)
                .findFirst()
                .orElseThrow()
                .create();
        Class<?> kernels = simd.getClass();
        assumeTrue(
                kernels.getResource("/META-INF/versions/22/org/ringloss/simd/OffHeap.class") != null,
                "ringloss-simd was built by a JDK before 22");
        assertThat(simd.readsSegments()).isTrue();
    }
}
