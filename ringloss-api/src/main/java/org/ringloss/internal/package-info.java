// SPDX-License-Identifier: Apache-2.0
/**
 * What a backend implements and the reference backend itself. Not part of the public API: on the module path only
 * {@code org.ringloss.simd} sees it.
 */
@NullMarked
package org.ringloss.internal;

import org.jspecify.annotations.NullMarked;
