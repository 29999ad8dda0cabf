// SPDX-License-Identifier: Apache-2.0
/**
 * The backend on {@code jdk.incubator.vector}. Every kernel here has a counterpart in {@code org.ringloss.internal} that does
 * the same operations in the same order on one number at a time.
 */
@NullMarked
package org.ringloss.simd;

import org.jspecify.annotations.NullMarked;
