// SPDX-License-Identifier: Apache-2.0
/** Ring loss in training loops on JavaCPP's PyTorch ({@code org.bytedeco:pytorch}). */
@NullMarked
package org.ringloss.pytorch;

import org.jspecify.annotations.NullMarked;
