// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples.training;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.pooling.Pool;
import org.ringloss.examples.input.ImageShape;

/**
 * A small convolutional classifier for images of any size. Its outputs are the features (linear, so that nothing bounds
 * their norms) and the scores of the classes.
 */
final class Network {
    /** Where the outputs of {@link #block} are. */
    static final int FEATURES = 0;

    static final int SCORES = 1;

    private static final int[] FILTERS = {16, 32, 64};
    private static final int HIDDEN = 64;

    private Network() {}

    static Block block(ImageShape shape, int dim, int classes) {
        SequentialBlock features = new SequentialBlock();
        int h = shape.height();
        int w = shape.width();
        for (int layer = 0; layer < FILTERS.length; layer++) {
            // Halved three times; the first time by the step of the filters, which is the cheaper way.
            Shape half = new Shape(h >= 4 ? 2 : 1, w >= 4 ? 2 : 1);
            boolean first = layer == 0;
            features.add(Conv2d.builder()
                            .setKernelShape(new Shape(3, 3))
                            .optPadding(new Shape(1, 1))
                            .optStride(first ? half : new Shape(1, 1))
                            .optBias(false)
                            .setFilters(FILTERS[layer])
                            .build())
                    .add(BatchNorm.builder().build())
                    .add(Activation.reluBlock());
            if (!first) {
                features.add(Pool.maxPool2dBlock(half, half));
            }
            h = first ? (h + (int) half.get(0) - 1) / (int) half.get(0) : h / (int) half.get(0);
            w = first ? (w + (int) half.get(1) - 1) / (int) half.get(1) : w / (int) half.get(1);
        }
        // A layer between: with few elements a linear map of what the filters see could not part the classes.
        features.add(Blocks.batchFlattenBlock())
                .add(Linear.builder().setUnits(HIDDEN).optBias(false).build())
                .add(BatchNorm.builder().build())
                .add(Activation.reluBlock())
                .add(Linear.builder().setUnits(dim).build());
        // The scores are sums over the features alone: a bias would let a class win without any feature.
        return new SequentialBlock()
                .add(features)
                .add(Linear.builder().setUnits(classes).optBias(false).build())
                .setReturnIntermediate(true);
    }
}
