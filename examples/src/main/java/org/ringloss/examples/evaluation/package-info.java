// SPDX-License-Identifier: Apache-2.0
/** How well features tell classes apart: all pairs compared, rates, and both arms side by side over seeds. */
@NullMarked
package org.ringloss.examples.evaluation;

import org.jspecify.annotations.NullMarked;
