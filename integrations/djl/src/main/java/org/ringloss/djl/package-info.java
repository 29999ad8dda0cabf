// SPDX-License-Identifier: Apache-2.0
/**
 * Ring loss for trainers that use DJL on its PyTorch engine, on the CPU.
 *
 * <p>{@link org.ringloss.djl.RingLossBlock} goes into a network, {@link org.ringloss.djl.RingTermLoss} into its loss:
 * the radius is a parameter of the model then. {@link org.ringloss.djl.RingLossTerm} is the term alone, for training
 * loops written by hand.
 */
@NullMarked
package org.ringloss.djl;

import org.jspecify.annotations.NullMarked;
