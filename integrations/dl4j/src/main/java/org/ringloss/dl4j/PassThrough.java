// SPDX-License-Identifier: Apache-2.0
package org.ringloss.dl4j;

import java.util.Arrays;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.ringloss.FloatMatrix;
import org.ringloss.GradientMode;
import org.ringloss.NormSummary;
import org.ringloss.RingLoss;
import org.ringloss.RingLossBatch;
import org.ringloss.RingLossResult;

/**
 * The layer at work. While training, the forward pass runs the kernel, which finds the loss and both gradients at once; the
 * backward pass adds them to what comes from above. Not the backward pass runs it, because the next layer may have changed the
 * features by then: Deeplearning4j lets dropout work in place.
 */
final class PassThrough extends BaseLayer<RingLossLayer> {
    private static final long serialVersionUID = 1;

    private final transient RingLoss ring;
    private final transient RingLossResult result = new RingLossResult();
    private double loss;

    /** dL/dx of the last forward pass, in the workspace of the activations. */
    private transient @Nullable INDArray featureGradient;

    PassThrough(NeuralNetConfiguration conf, RingLoss ring) {
        super(conf, DataType.FLOAT);
        this.ring = ring;
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        assertInputSet(false);
        checkFeatures();
        if (training) {
            forwardBackward(workspaces);
        } else {
            forward(workspaces);
        }
        return workspaces.leverageTo(ArrayType.ACTIVATIONS, input);
    }

    /** The loss alone, for a score; without a radius yet there is none. */
    private void forward(LayerWorkspaceMgr workspaces) {
        featureGradient = null;
        double radius = radius();
        loss = Double.isNaN(radius)
                ? 0
                : ring.forward(batch(Rows.read(input, workspaces), radius)).loss();
    }

    private void forwardBackward(LayerWorkspaceMgr workspaces) {
        FloatMatrix features = Rows.read(input, workspaces);
        if (Double.isNaN(radius())) {
            startRadius(features);
        }
        INDArray gradient = workspaces.createUninitialized(ArrayType.ACTIVATIONS, DataType.FLOAT, input.shape(), 'c');
        ring.forwardBackward(batch(features, radius()), gradientScale(), Rows.of(gradient), GradientMode.WRITE, result);
        requireFinite(result.nonFiniteRows());
        loss = result.loss();
        featureGradient = gradient;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        assertInputSet(true);
        if (featureGradient == null) {
            // FrozenLayerWithBackprop tells the forward pass that nothing is trained.
            forwardBackward(workspaces);
        }
        INDArray sum = workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, DataType.FLOAT, input.shape(), 'c');
        epsilon.add(featureGradient, sum);
        INDArray radiusGradient = gradientViews.get(RingLossLayer.RADIUS);
        radiusGradient.putScalar(0, result.radiusGradient());
        Gradient gradient = new DefaultGradient();
        gradient.setGradientFor(RingLossLayer.RADIUS, radiusGradient);
        return new Pair<>(gradient, sum);
    }

    /** What Deeplearning4j divides the gradients by later. */
    private double gradientScale() {
        return conf().isMiniBatch() ? input.size(0) : 1;
    }

    private RingLossBatch batch(FloatMatrix features, double radius) {
        RingLossBatch batch = RingLossBatch.of(features, radius);
        return maskArray == null
                ? batch
                : batch.withRowWeights(maskArray.ravel().toDoubleVector());
    }

    private void startRadius(FloatMatrix features) {
        NormSummary norms = ring.forward(batch(features, 0)).result().normSummary();
        requireFinite(norms.nonFiniteRows());
        if (Double.isNaN(norms.mean())) {
            throw new DL4JInvalidInputException(
                    "all rows of the first batch are masked, must have one to start the radius from " + layerId());
        }
        setRadius(norms.mean());
    }

    private double radius() {
        double radius = getParam(RingLossLayer.RADIUS).getDouble(0);
        if (radius < 0 || Double.isInfinite(radius)) {
            throw new DL4JInvalidInputException("the radius R is " + radius + ", must be 0 or more and finite "
                    + layerId() + ": set it with getLayer(" + getIndex() + ").setParam(\"R\", Nd4j.scalar(1f))");
        }
        return radius;
    }

    private void setRadius(double radius) {
        getParam(RingLossLayer.RADIUS).putScalar(0, radius);
    }

    private void checkFeatures() {
        if (input.rank() != 2) {
            throw new DL4JInvalidInputException("the features have shape " + Arrays.toString(input.shape())
                    + ", must be a matrix with one row per example " + layerId());
        }
        if (input.dataType() != DataType.FLOAT) {
            throw new DL4JInvalidInputException("the features are of type " + input.dataType() + ", must be FLOAT "
                    + layerId() + ": use features.castTo(DataType.FLOAT)");
        }
    }

    private void requireFinite(long nonFiniteRows) {
        if (nonFiniteRows > 0) {
            throw new DL4JInvalidInputException("the features have " + nonFiniteRows + " of " + input.size(0)
                    + " rows with NaN or infinity, must have none " + layerId()
                    + ": the data has them, or the training diverged and needs a smaller learning rate; the parameters are as they"
                    + " were before this batch");
        }
    }

    /** The place where Deeplearning4j asks a layer what it adds to the score. */
    @Override
    public double calcRegularizationScore(boolean backpropParamsOnly) {
        return loss;
    }

    /** An updater may step below 0. */
    @Override
    public void applyConstraints(int iteration, int epoch) {
        super.applyConstraints(iteration, epoch);
        if (getParam(RingLossLayer.RADIUS).getDouble(0) < 0) {
            setRadius(0);
        }
    }

    @Override
    public void clear() {
        super.clear();
        featureGradient = null;
    }

    @Override
    public boolean isPretrainLayer() {
        return false;
    }
}
