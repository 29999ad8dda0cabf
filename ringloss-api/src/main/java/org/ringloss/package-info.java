// SPDX-License-Identifier: Apache-2.0
/**
 * Ring loss (Zheng, Pal and Savvides, "Ring loss: Convex Feature Normalization for Face Recognition", CVPR 2018):
 * one term that pulls the Euclidean norm of every feature row towards a radius.
 *
 * <p>Start at {@link org.ringloss.RingLoss}: it computes the loss of a batch and its gradients.
 *
 * <ul>
 *   <li>What goes in: {@link org.ringloss.FloatMatrix} is a view of rows in the caller's memory; {@link
 *       org.ringloss.RingLossBatch} adds {@link org.ringloss.Radii}, row weights and what a shard of a batch needs; {@link
 *       org.ringloss.Penalty} is rho; {@link org.ringloss.LearnableRadius} is a radius that is trained along.
 *   <li>What comes out: {@link org.ringloss.RingLossResult} of both passes at once, {@link org.ringloss.RingLossPass} of the
 *       forward pass alone, and the {@link org.ringloss.NormSummary} of either.
 *   <li>On several machines: {@link org.ringloss.RingLossTotals} and {@link org.ringloss.NormTotals} are exact sums that merge.
 *   <li>Norms without a loss: {@link org.ringloss.Norms}.
 * </ul>
 *
 * @serial exclude
 */
@NullMarked
package org.ringloss;

import org.jspecify.annotations.NullMarked;
