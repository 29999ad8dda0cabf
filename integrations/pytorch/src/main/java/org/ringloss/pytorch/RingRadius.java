// SPDX-License-Identifier: Apache-2.0
package org.ringloss.pytorch;

import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The radius R as a module of PyTorch with one parameter, so that optimizers train it, checkpoints hold it and it can be
 * frozen like any other:
 *
 * <pre>{@code
 * RingRadius radius = net.register_module("ring", RingRadius.startingAtMeanNorm());
 * SGD optimizer = new SGD(net.parameters(), new SGDOptions(0.1));
 * }</pre>
 *
 * <p>R is 0 or more. An optimizer's step may take the parameter below 0: the next use of R, by {@link TorchRing} or
 * {@link #value()}, puts it back to 0. Weight decay pulls R towards 0: give it a parameter group without.
 *
 * <p>The parameter is named {@code radius}; a buffer {@code initialised} says whether R has a value yet. A radius that
 * waits for its first batch does so after a checkpoint, too.
 */
public final class RingRadius extends Module {
    private final Tensor parameter;
    private final Tensor initialised;

    private RingRadius(double radius, boolean isInitialised, boolean isTrained) {
        super("RingRadius");
        parameter = torch.scalar_tensor(new Scalar(radius)).to(ScalarType.Float);
        initialised = torch.scalar_tensor(new Scalar(isInitialised ? 1 : 0)).to(ScalarType.Bool);
        register_parameter("radius", parameter, isTrained);
        register_buffer("initialised", initialised);
    }

    /**
     * A radius that is trained from a given value on.
     *
     * @param radius zero or positive, in the range of float
     * @return the module
     * @throws IllegalArgumentException if it is out of range
     */
    public static RingRadius startingAt(double radius) {
        return new RingRadius(checked(radius), true, true);
    }

    /**
     * A radius that is trained from the mean norm of the first batch on, which the first call of {@link TorchRing} sees.
     *
     * @return the module
     */
    public static RingRadius startingAtMeanNorm() {
        return new RingRadius(0, false, true);
    }

    /**
     * A radius that is not trained.
     *
     * @param radius zero or positive, in the range of float
     * @return the module
     * @throws IllegalArgumentException if it is out of range
     */
    public static RingRadius fixed(double radius) {
        return new RingRadius(checked(radius), true, false);
    }

    /**
     * The parameter; {@code parameter().set_requires_grad(false)} freezes R where it is.
     *
     * @return the tensor that optimizers change
     */
    public Tensor parameter() {
        return parameter;
    }

    /**
     * Whether R has a value.
     *
     * @return false until the first batch of {@link #startingAtMeanNorm()}
     */
    public boolean isInitialised() {
        return initialised.item_bool();
    }

    /**
     * R. If a step took the parameter below 0, it is put back to 0 first.
     *
     * @return zero or positive; NaN where an optimizer made it so
     * @throws IllegalStateException if R waits for its first batch
     */
    public double value() {
        if (!isInitialised()) {
            throw new IllegalStateException(
                    "the radius is not initialised: it starts at the mean norm of the first batch"
                            + " that TorchRing.backward or TorchRing.term is given, or at what set(radius) is given");
        }
        double value = parameter.item_double();
        if (value < 0) {
            write(0);
            return 0;
        }
        return value;
    }

    /**
     * Gives R another value; with several workers, the same one for all of them to start from.
     *
     * @param radius zero or positive, in the range of float
     * @throws IllegalArgumentException if it is out of range
     */
    public void set(double radius) {
        write(checked(radius));
        try (Scalar one = new Scalar(1)) {
            initialised.fill_(one);
        }
    }

    private void write(double radius) {
        // data() is the same memory outside of autograd, which forbids to write to a leaf.
        try (Tensor memory = parameter.data();
                Scalar value = new Scalar(radius)) {
            memory.fill_(value);
        }
    }

    private static double checked(double radius) {
        if (!(radius >= 0 && radius <= Float.MAX_VALUE)) {
            throw new IllegalArgumentException(
                    "radius is " + radius + ", must be from 0 to " + Float.MAX_VALUE + ", in the unit of the norms");
        }
        return radius;
    }
}
