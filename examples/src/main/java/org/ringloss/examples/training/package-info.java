// SPDX-License-Identifier: Apache-2.0
/** One small classifier, trained with and without ring loss. */
@NullMarked
package org.ringloss.examples.training;

import org.jspecify.annotations.NullMarked;
