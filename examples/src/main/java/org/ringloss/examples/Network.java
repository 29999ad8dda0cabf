// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.pooling.Pool;

/**
 * A small convolutional classifier for images of any size. Its outputs are the features (linear, so that nothing bounds
 * their norms) and the scores of the classes.
 */
final class Network {
    /** Where the outputs of {@link #block} are. */
    static final int FEATURES = 0;

    static final int SCORES = 1;

    private static final int[] FILTERS = {8, 16, 32};
    private static final int HIDDEN = 64;

    private Network() {}

    static Block block(int height, int width, int dim, int classes) {
        SequentialBlock features = new SequentialBlock();
        int h = height;
        int w = width;
        for (int filters : FILTERS) {
            Shape pool = new Shape(h >= 4 ? 2 : 1, w >= 4 ? 2 : 1);
            features.add(Conv2d.builder()
                            .setKernelShape(new Shape(3, 3))
                            .optPadding(new Shape(1, 1))
                            .optBias(false)
                            .setFilters(filters)
                            .build())
                    .add(BatchNorm.builder().build())
                    .add(Activation.reluBlock())
                    .add(Pool.maxPool2dBlock(pool, pool));
            h /= (int) pool.get(0);
            w /= (int) pool.get(1);
        }
        // A layer between: with two elements only, a linear map of what the filters see could not part ten classes.
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
