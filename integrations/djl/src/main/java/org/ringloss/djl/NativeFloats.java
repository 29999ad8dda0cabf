// SPDX-License-Identifier: Apache-2.0
package org.ringloss.djl;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import org.ringloss.FloatMatrix;

/**
 * The native memory behind DJL's arrays, which PyTorch's CPU arrays show without a copy.
 *
 * <p>A view of an array that is not contiguous is one of a contiguous copy, which belongs to the array's manager or to
 * the {@link ai.djl.ndarray.NDScope} that is open.
 */
final class NativeFloats {
    /** As many floats as a direct buffer can hold. */
    private static final long MAX_FLOATS = Integer.MAX_VALUE / Float.BYTES;

    private NativeFloats() {}

    /** Rows of features, to be read. */
    static FloatMatrix rows(NDArray features) {
        check("features", features);
        Shape shape = features.getShape();
        if (shape.dimension() != 2) {
            throw new IllegalArgumentException("features has shape " + shape
                    + ", must have two dimensions (rows, dim): put Blocks.batchFlattenBlock() before, or reshape it");
        }
        if (shape.size() > MAX_FLOATS) {
            throw new IllegalArgumentException(
                    "features has shape " + shape + ", must have at most " + MAX_FLOATS + " elements");
        }
        int rows = Math.toIntExact(shape.get(0));
        int dim = Math.toIntExact(shape.get(1));
        return FloatMatrix.of(memory(features).asFloatBuffer(), rows, dim);
    }

    /** An array of a number of floats that {@link #memory} shows, for somebody who writes them all. */
    static NDArray create(NDManager manager, Shape shape) {
        return manager.create(shape, DataType.FLOAT32, Device.cpu());
    }

    /** An array that holds one number. */
    static NDArray scalar(NDManager manager, double value) {
        NDArray array = create(manager, new Shape());
        set(array, (float) value);
        return array;
    }

    /** The number of an array that holds one. */
    static float get(String name, NDArray array) {
        check(name, array);
        if (array.getShape().size() != 1) {
            throw new IllegalArgumentException(
                    name + " has shape " + array.getShape() + ", must hold one number, shared by all rows");
        }
        return memory(array).getFloat(0);
    }

    /** Writes the number of an array that holds one, unseen by autograd. */
    static void set(NDArray array, float value) {
        memory(array).putFloat(0, value);
    }

    static ByteBuffer memory(NDArray array) {
        return array.toByteBuffer(true);
    }

    private static void check(String name, NDArray array) {
        if (array.getDataType() != DataType.FLOAT32) {
            throw new IllegalArgumentException(name + " has data type " + array.getDataType()
                    + ", must be float32: convert what it is computed from, such as the network's inputs, with"
                    + " toType(DataType.FLOAT32, false); converted itself it would lose its gradient");
        }
        if (!array.getDevice().equals(Device.cpu())) {
            throw new IllegalArgumentException(name + " is on " + array.getDevice()
                    + ", must be on the CPU: train with optDevices(new Device[] {Device.cpu()}); on a GPU the term is"
                    + " better written in DJL's own operations, as docs/trainers.md shows");
        }
        String engine = array.getManager().getEngine().getEngineName();
        if (!engine.equals("PyTorch")) {
            throw new IllegalArgumentException(name + " is an array of the engine " + engine
                    + ", must be one of PyTorch: only there can the gradient be written in place");
        }
    }
}
