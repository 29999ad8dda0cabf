// SPDX-License-Identifier: Apache-2.0
package org.ringloss.pytorch;

import java.util.Random;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** Tensors of the tests, the same ones in every run. */
final class Rows {
    private Rows() {}

    /** Normal numbers, as a constant. */
    static Tensor constant(int rows, int dim, long seed) {
        Random random = new Random(seed);
        float[] data = new float[rows * dim];
        for (int i = 0; i < data.length; i++) {
            data[i] = (float) random.nextGaussian();
        }
        return Tensor.create(data, rows, dim);
    }

    /** Normal numbers, as something that is trained. */
    static Tensor leaf(int rows, int dim, long seed) {
        return leaf(constant(rows, dim, seed));
    }

    /** The same numbers, as something that is trained. */
    static Tensor leaf(Tensor values) {
        Tensor leaf = values.detach();
        leaf.set_requires_grad(true);
        return leaf;
    }

    /** A loss that is trained and has nothing to do with any features. */
    static Tensor otherLoss() {
        return leaf(Tensor.create(new float[] {1}, 1)).mul(new Scalar(2));
    }

    static float[] floats(Tensor tensor) {
        Tensor copy = tensor.detach().contiguous();
        float[] floats = new float[(int) copy.numel()];
        copy.data_ptr_float().get(floats);
        return floats;
    }

    static double[] doubles(Tensor tensor) {
        Tensor copy = tensor.detach().contiguous();
        double[] doubles = new double[(int) copy.numel()];
        copy.data_ptr_double().get(doubles);
        return doubles;
    }
}
