// SPDX-License-Identifier: Apache-2.0
package org.ringloss.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.ringloss.FloatMatrix;
import org.ringloss.LearnableRadius;
import org.ringloss.NormSummary;
import org.ringloss.Norms;
import org.ringloss.Reduction;
import org.ringloss.RingLoss;
import org.ringloss.RingLossResult;

/**
 * The ring loss as a term that is added to another loss, for training loops written by hand.
 *
 * <p>DJL has no backward passes of one's own. What it gets instead is {@code sum(x * g) + R * dL/dR}, where g = dL/dx and
 * dL/dR are held constant: whatever g is, the gradient of that sum with respect to the features x is g. The loss is then
 * written over its value, which no gradient depends on. Both passes run at once, in one call of
 * {@link RingLoss#forwardBackward}.
 *
 * <p>Call these methods between the forward pass and {@code backward}, while a gradient collector is open. Features are
 * float32, of shape (rows, dim), on the CPU, and of the engine PyTorch; the term is a scalar of the features' manager. Of
 * features that are not contiguous a copy is made. A row with NaN or infinity makes the term and the gradients of that
 * row and of the radius NaN or infinite, no others; {@link RingLossResult#nonFiniteRows()} counts it.
 */
public final class RingLossTerm {
    private RingLossTerm() {}

    /**
     * The term of a radius that does not learn.
     *
     * @param ring what to compute; its reduction is MEAN or SUM
     * @param features of shape (rows, dim)
     * @param radius zero or positive, finite
     * @param result receives what the pass found
     * @return a scalar whose value is the loss and whose gradient is that of the loss
     * @throws IllegalArgumentException if an argument is not as described: the message says what to do
     */
    public static NDArray term(RingLoss ring, NDArray features, double radius, RingLossResult result) {
        return term(ring, features, checkedRadius(radius), null, result);
    }

    /**
     * The term of a radius that learns by autograd, if it requires a gradient. Who steps it down its gradient keeps it at
     * 0 or above.
     *
     * @param ring what to compute; its reduction is MEAN or SUM
     * @param features of shape (rows, dim)
     * @param radius one number, zero or positive, finite; float32, on the CPU
     * @param result receives what the pass found
     * @return a scalar whose value is the loss and whose gradients are those of the loss
     * @throws IllegalArgumentException if an argument is not as described: the message says what to do
     */
    public static NDArray term(RingLoss ring, NDArray features, NDArray radius, RingLossResult result) {
        double value = checkedRadius(NativeFloats.get("radius", radius));
        return term(ring, features, value, radius, result);
    }

    /**
     * The term of a radius that learns outside of autograd. It starts here, at the mean norm of the features, if it waits
     * for that; after the step of the other parameters the caller calls
     * {@code radius.update(result.radiusGradient())}.
     *
     * @param ring what to compute; its reduction is MEAN or SUM
     * @param features of shape (rows, dim); where the radius starts, with a row and without NaN or infinity
     * @param radius the radius
     * @param result receives what the pass found
     * @return a scalar whose value is the loss and whose gradient is that of the loss
     * @throws IllegalArgumentException if an argument is not as described: the message says what to do
     */
    public static NDArray term(RingLoss ring, NDArray features, LearnableRadius radius, RingLossResult result) {
        if (!radius.isInitialised()) {
            radius.initialise(norms(features));
        }
        return term(ring, features, radius.value(), null, result);
    }

    /**
     * The norms of features.
     *
     * @param features of shape (rows, dim)
     */
    static NormSummary norms(NDArray features) {
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            return Norms.summary(NativeFloats.rows(features));
        }
    }

    /** The loss alone, as a scalar without gradients. */
    static NDArray value(RingLoss ring, NDArray features, double radius) {
        double loss;
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            loss = ring.forward(NativeFloats.rows(features), radius).loss();
        }
        return NativeFloats.scalar(features.getManager(), loss);
    }

    static double checkedRadius(double radius) {
        if (radius >= 0 && radius <= Float.MAX_VALUE) {
            return radius;
        }
        String remedy = radius < 0
                ? ": after a step that took it below, outside of the gradient collector, radius.muli(0) sets an array"
                        + " back to 0; a RingLossBlock and a LearnableRadius stay there by themselves"
                : ": training diverged, or features had NaN or infinity; try a smaller learning rate";
        throw new IllegalArgumentException("radius is " + radius + ", must be zero or positive, and finite" + remedy);
    }

    static RingLoss checked(RingLoss ring) {
        Objects.requireNonNull(ring, "ring is null");
        if (ring.reduction() == Reduction.NONE) {
            throw new IllegalArgumentException(
                    "ring has reduction NONE, must have MEAN or SUM: the term is a single number");
        }
        return ring;
    }

    /**
     * The term.
     *
     * @param radius checked
     * @param learning the array of the radius if it gets a gradient
     */
    static NDArray term(
            RingLoss ring, NDArray features, double radius, @Nullable NDArray learning, RingLossResult result) {
        checked(ring);
        NDArray term;
        // Closes what is made on the way: what the backward pass needs of it, PyTorch keeps.
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            FloatMatrix x = NativeFloats.rows(features);
            NDManager manager = features.getManager();
            // An array of its own for each call: there may be more forward passes before the backward pass.
            NDArray gradient = NativeFloats.create(manager, new Shape((long) x.rows() * x.dim()));
            FloatMatrix g = FloatMatrix.of(NativeFloats.memory(gradient).asFloatBuffer(), x.rows(), x.dim());
            ring.forwardBackward(x, radius, g, result);

            term = features.flatten().dot(gradient);
            if (learning != null) {
                NDArray r = learning.getShape().isScalar() ? learning : learning.sum();
                term = term.add(r.mul(NativeFloats.scalar(manager, result.radiusGradient())));
            }
            // No backward pass looks at the value of a sum or of a dot product.
            NativeFloats.set(term, (float) result.loss());
            NDScope.unregister(term);
        }
        // A scope of the caller's gets it instead.
        NDScope.register(term);
        return term;
    }
}
