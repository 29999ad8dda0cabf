// SPDX-License-Identifier: Apache-2.0
/** Properties of the ring loss over the api and its backends, and the golden bits. */
@NullMarked
package org.ringloss.properties;

import org.jspecify.annotations.NullMarked;
