// SPDX-License-Identifier: Apache-2.0
package org.ringloss.pytorch;

import java.util.Objects;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.ringloss.RingLoss;
import org.ringloss.RingLossResult;

/**
 * The ring loss in a training loop of PyTorch: {@link #backward} is called instead of {@code loss.backward()}, and
 * {@link #term} gives a tensor to add to the loss where another library calls {@code loss.backward()}.
 *
 * <pre>{@code
 * optimizer.zero_grad();
 * Tensor features = body.forward(images);
 * Tensor loss = torch.cross_entropy(head.forward(features), labels);
 * RingLossResult r = TorchRing.backward(loss, ring, features, radius);
 * optimizer.step();
 * }</pre>
 *
 * <p>Both run {@link RingLoss#forwardBackward} once, on the memory of the tensor, and hand the gradients of the features
 * and of the radius to autograd. {@code backward} is faster: it adds no node to the graph.
 *
 * <p><b>Features</b> are rows x dim of type Float, or an {@link IllegalArgumentException} says what to write. On the CPU
 * they are read where they lie; rows with gaps, or in another order, are copied; features on another device are copied
 * to the CPU and the gradient back, which is logged once: PyTorch's own operations are the better choice there.
 *
 * <p><b>NaN.</b> Features with NaN or infinity are an {@link IllegalArgumentException} before any gradient is written:
 * autograd would carry them into every parameter.
 *
 * <p><b>Memory.</b> What a call allocates is freed when it returns, but for the gradients and the tensor of {@code term},
 * which belongs to the caller's {@link PointerScope} like that of any operation. A loop that opens one scope per step
 * stays flat.
 */
public final class TorchRing {
    // They outlive the scope in which this class happens to be loaded.
    private static final Tensor ONE_BY_DEFAULT = new Tensor().retainReference();
    private static final BoolOptional FREE_GRAPH = new BoolOptional().retainReference();
    private static final TensorVector ALL_LEAVES = new TensorVector().retainReference();

    private TorchRing() {}

    /**
     * Adds the gradients of {@code loss} plus the ring loss to the parameters, in one pass through the graph: what
     * {@code loss.add(term).backward()} would do.
     *
     * @param loss the rest of the loss: one element that requires a gradient
     * @param ring the ring loss, with reduction MEAN or SUM
     * @param features rows x dim of type Float, a part of the graph of {@code loss} or not
     * @param radius R; it gets a gradient too, unless it is fixed
     * @return the ring loss, without {@code loss}, and the norms
     * @throws NullPointerException if an argument is null
     * @throws IllegalArgumentException if an argument is not as above, the features hold NaN or infinity, or neither
     *     they nor the radius require a gradient; no gradient is written then
     */
    public static RingLossResult backward(Tensor loss, RingLoss ring, Tensor features, RingRadius radius) {
        RingLossResult result = new RingLossResult();
        backward(loss, ring, features, radius, result);
        return result;
    }

    /**
     * As {@link #backward(Tensor, RingLoss, Tensor, RingRadius)}, filling a result that the caller keeps.
     *
     * @param loss the rest of the loss
     * @param ring the ring loss
     * @param features rows x dim of type Float
     * @param radius R
     * @param result filled anew
     */
    @SuppressWarnings("try") // a scope is used by being open
    public static void backward(Tensor loss, RingLoss ring, Tensor features, RingRadius radius, RingLossResult result) {
        checkLoss(loss);
        TensorPass.check(ring, features, radius, result);
        boolean isRadiusTrained = radius.parameter().requires_grad();
        boolean areFeaturesTrained = features.requires_grad();
        if (!isRadiusTrained && !areFeaturesTrained) {
            throw new IllegalArgumentException(
                    "features does not require a gradient and the radius is fixed, so the ring"
                            + " loss trains nothing: take the features from layers that are trained, outside of a NoGradGuard");
        }
        try (PointerScope scope = new PointerScope()) {
            Tensor gradient = TensorPass.run(ring, features, radius, result);
            TensorVector roots = new TensorVector(loss);
            TensorVector gradients = new TensorVector(ONE_BY_DEFAULT);
            if (areFeaturesTrained) {
                roots.push_back(features);
                gradients.push_back(gradient);
            }
            if (isRadiusTrained) {
                roots.push_back(radius.parameter());
                gradients.push_back(torch.full_like(radius.parameter(), new Scalar(result.radiusGradient())));
            }
            torch.backward(roots, gradients, FREE_GRAPH, false, ALL_LEAVES);
        }
    }

    /**
     * The ring loss as a tensor to add to a loss.
     *
     * @param ring the ring loss, with reduction MEAN or SUM
     * @param features rows x dim of type Float
     * @param radius R
     * @return one element without dimensions: its value is the ring loss, and in a backward pass it gives the features
     *     and the radius their gradients. It is a constant where neither requires one, or under a NoGradGuard
     * @throws NullPointerException if an argument is null
     * @throws IllegalArgumentException if an argument is not as above, or the features hold NaN or infinity
     */
    public static Tensor term(RingLoss ring, Tensor features, RingRadius radius) {
        return term(ring, features, radius, new RingLossResult());
    }

    /**
     * As {@link #term(RingLoss, Tensor, RingRadius)}, filling a result that the caller keeps.
     *
     * @param ring the ring loss
     * @param features rows x dim of type Float
     * @param radius R
     * @param result filled anew: the loss, dL/dR, the norms
     * @return the ring loss as a tensor
     */
    public static Tensor term(RingLoss ring, Tensor features, RingRadius radius, RingLossResult result) {
        TensorPass.check(ring, features, radius, result);
        // Held while the scope of this call closes; the handle that is returned belongs to the caller's scope.
        try (Tensor term = heldTerm(ring, features, radius, result)) {
            return new Tensor(term);
        }
    }

    @SuppressWarnings("try") // a scope is used by being open
    private static Tensor heldTerm(RingLoss ring, Tensor features, RingRadius radius, RingLossResult result) {
        try (PointerScope scope = new PointerScope()) {
            Tensor gradient = TensorPass.run(ring, features, radius, result);
            Tensor term = features.new_full(new long[0], new Scalar(result.loss()));
            if (features.requires_grad()) {
                term = term.add(zero(features.flatten().dot(gradient.flatten())));
            }
            if (radius.parameter().requires_grad()) {
                term = term.add(zero(radius.parameter().mul(new Scalar(result.radiusGradient()))));
            }
            return term.retainReference();
        }
    }

    /** Zero, with the gradient of the given tensor: x * g has g as its gradient by x, whatever g is. */
    private static Tensor zero(Tensor carrier) {
        return carrier.sub(carrier.detach());
    }

    private static void checkLoss(Tensor loss) {
        Objects.requireNonNull(loss, "loss is null");
        if (!loss.defined() || loss.numel() != 1) {
            throw new IllegalArgumentException(
                    "loss is " + TensorPass.describe(loss) + ", must have one element: take its mean() or sum()");
        }
        if (!loss.requires_grad()) {
            throw new IllegalArgumentException("loss does not require a gradient, so nothing in it is trained: compute"
                    + " it from layers that are trained, outside of a NoGradGuard");
        }
    }
}
