// SPDX-License-Identifier: Apache-2.0
package org.ringloss.djl;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;

/** (features, term, ...) to (scores of a head, term, ...): the head sees the first array only, the others pass. */
final class ClassifierBlock extends AbstractBlock {
    private final Block head;

    ClassifierBlock(Block head) {
        this.head = addChildBlock("head", Objects.requireNonNull(head, "head is null"));
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
        return withRest(head.forward(store, new NDList(inputs.head()), training, params), inputs);
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store, NDList inputs, NDList labels, PairList<String, Object> params) {
        return withRest(head.forward(store, new NDList(inputs.head()), labels, params), inputs);
    }

    private static NDList withRest(NDList scores, NDList inputs) {
        NDList outputs = new NDList(scores);
        outputs.addAll(inputs.subNDList(1));
        return outputs;
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType dataType, Shape... inputShapes) {
        head.initialize(manager, dataType, inputShapes[0]);
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return Stream.concat(
                        Arrays.stream(head.getOutputShapes(new Shape[] {inputShapes[0]})),
                        Arrays.stream(inputShapes).skip(1))
                .toArray(Shape[]::new);
    }
}
