// SPDX-License-Identifier: Apache-2.0
package org.ringloss.dl4j;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** R's place among the parameters of a network: one number that is neither a weight nor a bias. */
final class RadiusParameter implements ParamInitializer {
    @Override
    public long numParams(NeuralNetConfiguration conf) {
        return 1;
    }

    @Override
    public long numParams(Layer layer) {
        return 1;
    }

    @Override
    public List<String> paramKeys(Layer layer) {
        return List.of(RingLossLayer.RADIUS);
    }

    @Override
    public List<String> weightKeys(Layer layer) {
        return List.of();
    }

    @Override
    public List<String> biasKeys(Layer layer) {
        return List.of();
    }

    @Override
    public boolean isWeightParam(Layer layer, String key) {
        return false;
    }

    @Override
    public boolean isBiasParam(Layer layer, String key) {
        return false;
    }

    @Override
    public Map<String, INDArray> init(NeuralNetConfiguration conf, INDArray view, boolean initialise) {
        INDArray radius = view.reshape(1, 1);
        if (initialise) {
            Double start = ((RingLossLayer) conf.getLayer()).getRadius();
            radius.putScalar(0, start == null ? Double.NaN : start);
        }
        conf.addVariable(RingLossLayer.RADIUS);
        return Collections.synchronizedMap(new LinkedHashMap<>(Map.of(RingLossLayer.RADIUS, radius)));
    }

    @Override
    public Map<String, INDArray> getGradientsFromFlattened(NeuralNetConfiguration conf, INDArray view) {
        return Map.of(RingLossLayer.RADIUS, view.reshape(1, 1));
    }
}
