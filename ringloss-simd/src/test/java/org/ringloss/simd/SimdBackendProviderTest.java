// SPDX-License-Identifier: Apache-2.0
package org.ringloss.simd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is sent to the scalar backend, with which advice. */
class SimdBackendProviderTest {
    private static final String HOTSPOT = "OpenJDK 64-Bit Server VM";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "interpreted mode, sharing           | OpenJDK 64-Bit Server VM | start java without -Xint",
                "mixed mode, emulated-client, sharing| OpenJDK 64-Bit Server VM | start java without -XX:TieredStopAtLevel",
                "JRE 17 with JIT enabled             | Eclipse OpenJ9 VM        | slow on Eclipse OpenJ9 VM; start a HotSpot JVM"
            })
    void jvmsWithoutCompiledVectorsAreRefused(String mode, String name, String advice) {
        assertThat(SimdBackendProvider.ofJvm(mode, name)).contains("slow").endsWith(advice);
    }

    @Test
    void hotSpotWithItsCompilersIsWelcome() {
        assertThat(SimdBackendProvider.ofJvm("mixed mode, sharing", HOTSPOT)).isEmpty();
        assertThat(SimdBackendProvider.ofJvm("compiled mode", HOTSPOT)).isEmpty();
    }

    @Test
    void x86WithoutAvxIsRefused() {
        assertThat(SimdBackendProvider.ofNarrowCpu("amd64", () -> "0")).contains("UseAVX=0");
        assertThat(SimdBackendProvider.ofNarrowCpu("x86_64", () -> "0")).contains("UseAVX=0");
    }

    @Test
    void narrowCpusOtherwiseAreWelcome() {
        assertThat(SimdBackendProvider.ofNarrowCpu("amd64", () -> "1")).isEmpty();
        assertThat(SimdBackendProvider.ofNarrowCpu("aarch64", () -> fail("there is no such flag")))
                .isEmpty();
    }

    @Test
    void theFlagIsNamedWhereItHelps() {
        String flag = "--add-modules=jdk.incubator.vector";
        assertThat(SimdBackendProvider.ofRuntime(true)).endsWith("start java with " + flag);
        assertThat(SimdBackendProvider.ofRuntime(false))
                .contains("has no module", "add " + flag + " to the jlink command");
    }

    @Test
    void theVersionIsThatOfTheBuild() {
        assertThat(new SimdBackendProvider().version()).matches("[0-9]+\\.[0-9]+\\.[0-9]+(-SNAPSHOT)?");
    }

    @Test
    void thisJvmRunsVectorsOnceAskedTo() {
        assertThat(new SimdBackendProvider().refusal(true)).isEmpty();
        assertThat(new SimdBackendProvider().create().name()).isEqualTo("simd");
    }
}
