// SPDX-License-Identifier: Apache-2.0
package org.ringloss.pytorch;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** The ring loss in PyTorch's own operations, as its users write it: mean over the rows, times lambda. */
enum AutogradRing {
    SQUARED {
        @Override
        Tensor loss(Tensor features, Tensor radius, double lambda) {
            return halfSquares(residuals(features, radius), lambda);
        }
    },
    /** Huber's penalty with delta 1. */
    HUBER {
        @Override
        Tensor loss(Tensor features, Tensor radius, double lambda) {
            Tensor norms = norms(features);
            return torch.huber_loss(norms, radius.expand_as(norms)).mul(new Scalar(lambda));
        }
    },
    /** Squared, with residuals relative to the mean norm, which is held constant. */
    RELATIVE {
        @Override
        Tensor loss(Tensor features, Tensor radius, double lambda) {
            Tensor scale = norms(features).mean().detach().clamp_min(new Scalar(0.5));
            return halfSquares(residuals(features, radius).div(scale), lambda);
        }
    };

    abstract Tensor loss(Tensor features, Tensor radius, double lambda);

    static Tensor norms(Tensor features) {
        return torch.norm(features, new ScalarOptional(new Scalar(2)), 1);
    }

    private static Tensor residuals(Tensor features, Tensor radius) {
        return norms(features).sub(radius);
    }

    private static Tensor halfSquares(Tensor residuals, double lambda) {
        return residuals.square().mean().mul(new Scalar(lambda / 2));
    }
}
