// SPDX-License-Identifier: Apache-2.0
/** The command {@code train}: one small classifier, trained with and without ring loss. */
@NullMarked
package org.ringloss.examples;

import org.jspecify.annotations.NullMarked;
