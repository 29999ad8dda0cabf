// SPDX-License-Identifier: Apache-2.0
/**
 * Ring loss (Zheng, Pal and Savvides, "Ring loss: Convex Feature Normalization for Face Recognition", CVPR 2018):
 * one term that pulls the Euclidean norm of every feature row towards a radius.
 *
 * <p>Start at {@link org.ringloss.RingLoss}.
 */
@NullMarked
package org.ringloss;

import org.jspecify.annotations.NullMarked;
