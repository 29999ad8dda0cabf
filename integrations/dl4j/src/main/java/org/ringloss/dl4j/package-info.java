// SPDX-License-Identifier: Apache-2.0
/**
 * Ring loss in Deeplearning4j: {@link org.ringloss.dl4j.RingLossLayer} goes between the features and the layers that classify
 * them.
 */
@NullMarked
package org.ringloss.dl4j;

import org.jspecify.annotations.NullMarked;
