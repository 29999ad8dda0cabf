// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/**
 * Ring loss for any JVM trainer: the loss, its penalties, the views it reads and writes, and the scalar backend.
 *
 * <p>Start at {@link org.ringloss.RingLoss}. The kernels on vectors are found where the module {@code org.ringloss.simd} is
 * present.
 */
@NullMarked
@SuppressWarnings("module") // the simd module is compiled later
module org.ringloss {
    requires static org.jspecify;

    exports org.ringloss;
    exports org.ringloss.internal to
            org.ringloss.simd;

    uses org.ringloss.internal.BackendProvider;
}
