// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;
import org.ringloss.internal.BackendProvider;
import org.ringloss.simd.SimdBackendProvider;

/**
 * The vector backend of ring loss. There is nothing to call here: having it on the module path is enough; on the class path the
 * JVM needs {@code --add-modules=jdk.incubator.vector} too.
 */
@NullMarked
module org.ringloss.simd {
    requires org.ringloss;
    requires jdk.incubator.vector;
    requires static org.jspecify;
    requires static java.management;
    requires static jdk.management;

    provides BackendProvider with
            SimdBackendProvider;
}
