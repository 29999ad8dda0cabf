// SPDX-License-Identifier: Apache-2.0
/** The program of the pages: the tests run it, and compare the pages with it. */
@NullMarked
package org.ringloss.djl.program;

import org.jspecify.annotations.NullMarked;
