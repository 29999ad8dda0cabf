// SPDX-License-Identifier: Apache-2.0
package org.ringloss.pytorch;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.ringloss.FloatMatrix;
import org.ringloss.Norms;
import org.ringloss.Reduction;
import org.ringloss.RingLoss;
import org.ringloss.RingLossResult;

/** Both passes of the ring loss over a tensor's own memory. The caller's scope owns what is allocated here. */
final class TensorPass {
    /** What one Java buffer can hold: 2 GiB. */
    private static final long MAX_FLOATS = Integer.MAX_VALUE / Float.BYTES;

    private static final AtomicBoolean MOVE_IS_TOLD = new AtomicBoolean();

    private TensorPass() {}

    static void check(RingLoss ring, Tensor features, RingRadius radius, RingLossResult result) {
        Objects.requireNonNull(ring, "ring is null");
        Objects.requireNonNull(features, "features is null");
        Objects.requireNonNull(radius, "radius is null");
        Objects.requireNonNull(result, "result is null");
        if (ring.reduction() == Reduction.NONE) {
            throw new IllegalArgumentException("ring has reduction NONE, must have MEAN or SUM, which give one loss:"
                    + " ring.toBuilder().reduction(Reduction.MEAN).build()");
        }
        if (!features.defined() || features.dim() != 2) {
            throw new IllegalArgumentException("features is " + describe(features)
                    + ", must be rows x dim; features.flatten(1, -1) makes it so where each row is one example");
        }
        // Two cheap questions that only Float answers so; its name costs more.
        if (!features.is_floating_point() || features.element_size() != Float.BYTES) {
            throw new IllegalArgumentException("features is of type "
                    + features.scalar_type().intern() + ", must be Float: pass features.to(ScalarType.Float)");
        }
        if (features.numel() > MAX_FLOATS) {
            throw new IllegalArgumentException("features is " + describe(features) + ", must have at most " + MAX_FLOATS
                    + " elements: split the batch");
        }
    }

    /** Fills the result and returns dL/dx, on the device of the features. */
    static Tensor run(RingLoss ring, Tensor features, RingRadius radius, RingLossResult result) {
        Tensor onHost = onHost(features);
        FloatMatrix rows = matrix(onHost);
        if (!radius.isInitialised()) {
            var norms = Norms.summary(rows);
            refuseNonFinite(norms.nonFiniteRows(), rows);
            if (rows.rows() == 0) {
                throw new IllegalArgumentException(
                        "features has no rows, must have one for the radius to start at their mean norm");
            }
            radius.set(norms.mean());
        }
        Tensor gradient = torch.empty_like(onHost);
        ring.forwardBackward(rows, radius.value(), matrix(gradient), result);
        refuseNonFinite(result.nonFiniteRows(), rows);
        return features.is_cpu() ? gradient : gradient.to(features.device(), ScalarType.Float);
    }

    /** The features themselves, where they lie on the CPU row after row, or else a copy that does. */
    private static Tensor onHost(Tensor features) {
        if (features.is_cpu()) {
            return features.is_contiguous() ? features : features.detach().contiguous();
        }
        String device = features.device().str().getString();
        if (features.is_meta()) {
            throw new IllegalArgumentException("features is on device " + device + ", which holds no data");
        }
        if (!MOVE_IS_TOLD.getAndSet(true)) {
            System.getLogger("org.ringloss.pytorch")
                    .log(
                            System.Logger.Level.WARNING,
                            "features are on device " + device
                                    + ": each ring loss copies them to the CPU and the gradient back; PyTorch's own"
                                    + " operations are faster there");
        }
        return features.detach().cpu().contiguous();
    }

    private static FloatMatrix matrix(Tensor tensor) {
        int rows = (int) tensor.size(0);
        int dim = (int) tensor.size(1);
        // createBuffer() asks for options, device and type in objects of their own, at some microseconds a call.
        FloatBuffer buffer = tensor.numel() == 0
                ? FloatBuffer.allocate(0)
                : tensor.data_ptr_float()
                        .capacity(tensor.numel())
                        .asByteBuffer()
                        .asFloatBuffer();
        return FloatMatrix.of(buffer, rows, dim);
    }

    private static void refuseNonFinite(long nonFiniteRows, FloatMatrix rows) {
        if (nonFiniteRows > 0) {
            throw new IllegalArgumentException("features has NaN or infinity in " + nonFiniteRows + " of " + rows.rows()
                    + " rows, must be finite; no gradient was written. If the data is finite, training has diverged:"
                    + " lower the learning rate or the weight of the ring loss");
        }
    }

    /** The shape in words. */
    static String describe(Tensor tensor) {
        if (!tensor.defined()) {
            return "an undefined tensor";
        }
        if (tensor.dim() == 0) {
            return "a number without dimensions";
        }
        return Arrays.stream(tensor.shape())
                .mapToObj(Long::toString)
                .collect(Collectors.joining(" x ", "of shape ", ""));
    }
}
