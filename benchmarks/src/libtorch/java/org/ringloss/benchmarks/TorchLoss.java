// SPDX-License-Identifier: Apache-2.0
package org.ringloss.benchmarks;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;

/**
 * Ring loss in PyTorch's eager mode as its users write it: norm, Huber, mean, and a backward pass through autograd, on
 * one thread. {@code c * (e - c / 2)} is the Huber penalty, with e = norm - R and c = e clipped to -delta and delta.
 */
final class TorchLoss implements Peer {
    private static final String ENGINE = "PyTorch";

    private final Engine engine;
    private final NDManager manager;
    private final NDArray features;
    private final NDArray startRadius;
    private NDArray x;
    private NDArray radius;

    TorchLoss(Batch batch) {
        // All native code is on the class path: nothing is fetched, no usage is reported.
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("offline", "true");
        System.setProperty("OPT_OUT_TRACKING", "true");
        System.setProperty("ai.djl.default_engine", ENGINE);
        System.setProperty("ai.djl.pytorch.num_threads", "1");
        System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
        engine = Engine.getEngine(ENGINE);
        manager = engine.newBaseManager(Device.cpu());
        features = manager.create(batch.x, new Shape(batch.rows, batch.dim));
        startRadius = manager.create((float) Batch.RADIUS);
        x = leaf(features);
        radius = leaf(startRadius);
    }

    /** The same memory as something to differentiate by, which has no gradient yet: nothing is copied. */
    private static NDArray leaf(NDArray array) {
        NDArray leaf = array.stopGradient();
        leaf.setRequiresGradient(true);
        return leaf;
    }

    @Override
    public double forwardBackward() {
        x.close();
        radius.close();
        x = leaf(features);
        radius = leaf(startRadius);
        // What a call makes belongs to the call's manager, which the leaves lend themselves to.
        try (NDManager call = manager.newSubManager();
                GradientCollector collector = engine.newGradientCollector()) {
            x.tempAttach(call);
            radius.tempAttach(call);
            NDArray residual = x.norm(new int[] {1}).sub(radius);
            NDArray clipped = residual.clip((float) -Batch.DELTA, (float) Batch.DELTA);
            NDArray loss = residual.sub(clipped.mul(0.5f)).mul(clipped).mean().mul((float) Batch.WEIGHT);
            collector.backward(loss);
            return loss.getFloat();
        }
    }

    @Override
    public double radiusGradient() {
        try (NDArray gradient = radius.getGradient()) {
            return gradient.getFloat();
        }
    }

    @Override
    public float[] gradient() {
        try (NDArray gradient = x.getGradient()) {
            return gradient.toFloatArray();
        }
    }
}
