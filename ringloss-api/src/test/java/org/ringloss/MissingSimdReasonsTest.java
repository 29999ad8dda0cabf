// SPDX-License-Identifier: Apache-2.0
package org.ringloss;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ServiceConfigurationError;
import org.junit.jupiter.api.Test;

/** Sentences that lead to the remedy, here where ringloss-simd is absent indeed. */
class MissingSimdReasonsTest {
    private static final String SERVICE = "org.ringloss.internal.BackendProvider";

    @Test
    void absentItIsToBeAddedWhereTheApiIs() {
        assertThat(MissingSimd.notFound())
                .startsWith("ringloss-simd is not on the ")
                .contains("add org.ringloss:ringloss-simd");
    }

    /** The context class loader is looked at too, and may be none. */
    @Test
    void withoutAContextClassLoaderTheSame() {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(null);
        try {
            assertThat(MissingSimd.notFound()).contains("add org.ringloss:ringloss-simd");
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Test
    void ofAnotherClassLoaderOrVersionItDoesNotFit() {
        assertThat(MissingSimd.broken(new NoClassDefFoundError(SERVICE.replace('.', '/'))))
                .contains("does not see this ringloss-api");
        assertThat(MissingSimd.broken(new ServiceConfigurationError(SERVICE + ": Provider X not a subtype")))
                .contains("does not see this ringloss-api");
        assertThat(MissingSimd.broken(new AbstractMethodError("version()")))
                .contains("cannot be loaded", "same version", "ServicesResourceTransformer");
        assertThat(MissingSimd.broken(new IllegalAccessError("x"))).contains("ringloss-simd");
    }
}
