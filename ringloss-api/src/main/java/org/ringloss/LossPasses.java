// SPDX-License-Identifier: Apache-2.0
package org.ringloss;

import org.jspecify.annotations.Nullable;

/** The passes over the rows that a call of a {@link RingLoss} makes, once its arguments are checked. */
final class LossPasses {
    private LossPasses() {}

    /** lambda/N. An empty batch has no loss to divide: N is 1. */
    static double factor(RingLoss ring, double givenDivisor, long rows) {
        if (ring.reduction() != Reduction.MEAN) {
            return ring.weight();
        }
        return ring.weight() / (!Double.isNaN(givenDivisor) ? givenDivisor : Math.max(1, rows));
    }

    /** lambda/N times the upstream gradient, over s: in this order everywhere, so that the bits agree. */
    static double gradientFactor(double upstream, double factor, double scale) {
        double product = upstream * factor / scale;
        if (!Double.isFinite(product)) {
            throw new IllegalArgumentException("upstream is " + upstream + ", times lambda/N (" + factor
                    + ") over the relative scale (" + scale + ") it must be finite");
        }
        return product;
    }

    /** The loss and, where there is one to write, the gradient; relative mode first needs the norms of all rows. */
    static void loss(
            RingLoss ring,
            PassInputs in,
            double givenDivisor,
            double givenScale,
            double upstream,
            RingLossResult result) {
        int rows = in.features.rows();
        double factor = factor(ring, givenDivisor, rows);
        // Refused before anything is written, so for the smallest s there could be.
        double leastScale = ring.isRelative() ? NormSummary.relativeScale(givenScale) : 1;
        gradientFactor(upstream, factor, Double.isNaN(givenScale) ? leastScale : givenScale);
        in.kernels = ring.kernels();
        in.penalty = ring.penalty();
        RingLossTotals totals = result.totals;
        totals.reset(in.classes());
        if (ring.reduction() == Reduction.NONE) {
            in.rowLosses = result.roomForRowLosses(rows);
            in.rowLossFactor = ring.weight();
        }
        BatchPass.Steps steps = BatchPass::loss;
        if (ring.isRelative()) {
            in.scale = givenScale;
            if (Double.isNaN(givenScale)) {
                if (in.rowNorms == null) {
                    in.rowNorms = result.roomForNorms(rows);
                }
                ring.share(BatchPass::normTotals, in, totals);
                in.scale = totals.norms.relativeScale();
                steps = BatchPass::lossOfNorms;
            }
        }
        totals.scale = rows == 0 ? Double.NaN : in.scale;
        totals.origin.set(in);
        in.gradientFactor = gradientFactor(upstream, factor, in.scale);
        ring.share(steps, in, totals);
        result.finish(ring.reduction() != Reduction.NONE, factor, -in.gradientFactor, rows);
    }

    /** The gradient of a forward pass that is kept. */
    static void backward(
            RingLoss ring,
            RingLossPass pass,
            double factor,
            double @Nullable [] rowUpstream,
            FloatMatrix gradient,
            GradientMode mode) {
        PassInputs in = PassInputs.take();
        try {
            in.features = pass.features;
            in.rowWeights = pass.rowWeights;
            in.kernels = ring.kernels();
            in.penalty = ring.penalty();
            in.gradient = gradient;
            in.add = mode == GradientMode.ADD;
            in.rowNorms = pass.norms;
            in.rowDerivatives = pass.derivatives;
            in.rowUpstream = rowUpstream;
            in.gradientFactor = factor;
            ring.share(BatchPass::backward, in, null);
        } finally {
            in.giveBack();
        }
    }
}
