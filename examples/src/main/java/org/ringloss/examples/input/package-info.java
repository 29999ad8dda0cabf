// SPDX-License-Identifier: Apache-2.0
/** Images with labels: read from folders, zip and IDX files, drawn by the program, split and degraded. */
@NullMarked
package org.ringloss.examples.input;

import org.jspecify.annotations.NullMarked;
