// SPDX-License-Identifier: Apache-2.0
package org.ringloss.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;

import java.util.List;
import java.util.function.Supplier;
import org.assertj.core.data.Offset;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.ringloss.Penalty;
import org.ringloss.Reduction;
import org.ringloss.RingLoss;

/** Both gradients, the loss and what passes through, against SameDiff. */
class GradientsTest {
    private static final double LAMBDA = 0.3;
    private static final double RADIUS = 2.5;
    private static final double TOLERANCE = 1e-6;

    @ParameterizedTest
    @EnumSource
    void aloneAsSameDiffFindsThem(Reference.Form form) {
        INDArray features = Networks.random(40, 24, 1).muli(0.6);
        check(features, features.dup('c'), form);
    }

    @ParameterizedTest
    @EnumSource
    void ofFeaturesOrderedByColumns(Reference.Form form) {
        INDArray features = Networks.random(40, 24, 2).muli(0.6);
        INDArray byColumns = features.dup('f');
        assertThat(byColumns.stride(1)).isEqualTo(40);
        check(features, byColumns, form);
    }

    @Test
    void ofFeaturesWithinALargerArray() {
        INDArray larger = Networks.random(50, 40, 3);
        INDArray part = larger.get(interval(7, 47), interval(9, 33));
        assertThat(part.stride(0)).isEqualTo(40);
        assertThat(part.offset()).isEqualTo(7 * 40 + 9);
        INDArray before = larger.dup();
        check(part.dup('c'), part, Reference.Form.SQUARED);
        assertThat(larger).isEqualTo(before);
    }

    @Test
    void ofEverySecondColumn() {
        INDArray larger = Networks.random(40, 48, 4);
        INDArray part = larger.get(all(), interval(0, 2, 48));
        assertThat(part.stride(1)).isEqualTo(2);
        check(part.dup('c'), part, Reference.Form.HUBER);
    }

    @Test
    void ofOneRow() {
        check(Networks.random(1, 24, 5), Networks.random(1, 24, 5), Reference.Form.SQUARED);
        check(Networks.random(1, 24, 5), Networks.random(1, 24, 5).dup('f'), Reference.Form.SQUARED);
    }

    /** SameDiff does not sum over a single column; the gradient is (|x| - R) sign(x). */
    @Test
    void ofOneColumn() {
        INDArray features = Networks.random(24, 1, 5);
        for (INDArray each :
                List.of(features, features.dup('f'), Networks.random(24, 3, 5).get(all(), interval(1, 2)))) {
            PassThrough layer = layer(new RingLossLayer.Builder(ring(Reference.Form.SQUARED, Reduction.SUM))
                    .radius(RADIUS)
                    .build());
            layer.activate(each, true, LayerWorkspaceMgr.noWorkspaces());
            INDArray gradient = layer.backpropGradient(
                            Nd4j.zeros(DataType.FLOAT, 24, 1), LayerWorkspaceMgr.noWorkspaces())
                    .getSecond();
            for (int i = 0; i < 24; i++) {
                double x = each.getDouble(i, 0);
                assertThat(gradient.getDouble(i, 0))
                        .isCloseTo(LAMBDA * (Math.abs(x) - RADIUS) * Math.signum(x), within(TOLERANCE));
            }
        }
    }

    /** The layer by itself: features as they are given, an upstream gradient, SUM, so that nothing is divided. */
    private static void check(INDArray dense, INDArray features, Reference.Form form) {
        RingLoss ring = ring(form, Reduction.SUM);
        PassThrough layer = layer(new RingLossLayer.Builder(ring).radius(RADIUS).build());
        LayerWorkspaceMgr workspaces = LayerWorkspaceMgr.noWorkspaces();
        INDArray upstream = Nd4j.zeros(DataType.FLOAT, dense.shape());
        Reference expected = Reference.of(dense, RADIUS, form);

        assertThat(layer.activate(features, true, workspaces)).isEqualTo(dense);
        Pair<Gradient, INDArray> gradients = layer.backpropGradient(upstream, workspaces);

        assertThat(layer.calcRegularizationScore(true)).isCloseTo(LAMBDA * expected.loss(), relative(expected.loss()));
        assertClose(gradients.getSecond(), expected.features().mul(LAMBDA));
        double radiusGradient = gradients.getFirst().getGradientFor("R").getDouble(0);
        assertThat(radiusGradient).isCloseTo(LAMBDA * expected.radius(), relative(expected.radius()));
        assertThat(upstream).isEqualTo(Nd4j.zeros(DataType.FLOAT, dense.shape()));

        INDArray other = Networks.random(dense.rows(), dense.columns(), 9);
        layer.activate(features, true, workspaces);
        INDArray sum = layer.backpropGradient(other.dup('f'), workspaces).getSecond();
        assertThat(sum).isEqualTo(other.add(gradients.getSecond()));
    }

    private static Offset<Double> relative(double of) {
        return within(TOLERANCE * Math.abs(of));
    }

    private static void assertClose(INDArray actual, INDArray expected) {
        double largest = expected.amaxNumber().doubleValue();
        double difference =
                actual.castTo(DataType.DOUBLE).sub(expected).amaxNumber().doubleValue();
        assertThat(difference).isLessThan(TOLERANCE * largest);
    }

    private static RingLoss ring(Reference.Form form, Reduction reduction) {
        return RingLoss.builder()
                .penalty(form == Reference.Form.HUBER ? Penalty.huber(1) : Penalty.squared())
                .relative(form == Reference.Form.RELATIVE_SQUARED)
                .reduction(reduction)
                .weight(LAMBDA)
                .build();
    }

    private static PassThrough layer(RingLossLayer of) {
        NeuralNetConfiguration conf = new NeuralNetConfiguration();
        conf.setLayer(of);
        conf.setMiniBatch(false);
        Layer layer = of.instantiate(conf, null, 0, Nd4j.create(DataType.FLOAT, 1), true, DataType.FLOAT);
        layer.setBackpropGradientsViewArray(Nd4j.create(DataType.FLOAT, 1));
        return (PassThrough) layer;
    }

    /**
     * One step of SGD with rate 1 moves R by exactly the gradient that the updater was given: by that of the loss as it is
     * configured, whether Deeplearning4j divides or not.
     */
    @ParameterizedTest
    @CsvSource({"MEAN, true", "SUM, true", "MEAN, false", "SUM, false"})
    void reachTheUpdaterAsTheLossSaysWhateverDeeplearning4jDivides(Reduction reduction, boolean miniBatch) {
        DataSet batch = Networks.data(12, 3);
        Supplier<NeuralNetConfiguration.Builder> configuration =
                () -> Networks.configuration().miniBatch(miniBatch);
        RingLoss ring = ring(Reference.Form.HUBER, reduction);
        var net = Networks.network(Networks.layers(configuration.get(), ringLayer(ring)));
        var graph = Networks.network(Networks.graph(configuration.get(), ringLayer(ring)));
        graph.setParams(net.params().dup());
        var without = Networks.network(Networks.layers(configuration.get(), ringLayer(ring.withWeight(0))));
        without.setParams(net.params().dup());

        INDArray features = net.feedForwardToLayer(0, batch.getFeatures()).get(1);
        Reference expected = Reference.of(features, RADIUS, Reference.Form.HUBER);
        double factor = reduction == Reduction.MEAN ? LAMBDA / 12 : LAMBDA;
        INDArray ofWeights = batch.getFeatures()
                .castTo(DataType.DOUBLE)
                .transpose()
                .mmul(expected.features())
                .muli(factor);
        INDArray before = net.getParam("0_W").dup();

        net.fit(batch);
        without.fit(batch);
        graph.fit(batch);

        assertThat(RADIUS - Networks.radius(net)).isCloseTo(factor * expected.radius(), within(2e-6));
        INDArray moved = without.getParam("0_W").sub(net.getParam("0_W")).castTo(DataType.DOUBLE);
        double difference = moved.sub(ofWeights.mul(0.1)).amaxNumber().doubleValue();
        // Weights are floats around 1, so that their differences are no closer than this.
        assertThat(difference).isLessThan(1e-6);
        assertThat(before).isNotEqualTo(net.getParam("0_W"));
        assertThat(net.score() - without.score()).isCloseTo(factor * expected.loss(), within(1e-6));
        assertThat(graph.params()).isEqualTo(net.params());
        assertThat(graph.score()).isEqualTo(net.score());
    }

    private static RingLossLayer ringLayer(RingLoss ring) {
        return new RingLossLayer.Builder(ring)
                .radius(RADIUS)
                .updater(new Sgd(1))
                .build();
    }
}
