// SPDX-License-Identifier: Apache-2.0
package org.ringloss.djl;

import ai.djl.MalformedModelException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.ringloss.NormSummary;
import org.ringloss.RingLoss;
import org.ringloss.RingLossResult;

/**
 * Passes features on and appends the ring loss of them: (features) to (features, term).
 *
 * <pre>{@code
 * RingLossBlock ringBlock = RingLossBlock.startingAtMeanNorm(ring);
 * network.add(features).add(ringBlock).add(RingLossBlock.classifier(head));
 * loss = new SimpleCompositeLoss()
 *         .addLoss(new IndexLoss(Loss.softmaxCrossEntropyLoss(), 0))
 *         .addLoss(new RingTermLoss());
 * }</pre>
 *
 * <p>The radius is a parameter of the model, named {@code radius}: the optimizer steps it, it is saved, loaded and frozen
 * like others. It never falls below 0: what a step takes below is set to 0 before the next batch, and before it is saved. The
 * optimizer's weight decay reaches it, as it does every parameter in DJL; a learning rate of its own it gets from
 * {@link ai.djl.training.tracker.FixedPerVarTracker} under the identifier of {@link #radiusParameter()}.
 *
 * <p>Each training batch takes one call of {@link RingLoss#forwardBackward}. A batch that is only evaluated gets the
 * loss without gradients, so that a validation loss is complete; a model that serves does without it, see
 * {@link #setTermAppended}. What features have to be is said at {@link RingLossTerm}.
 */
public final class RingLossBlock extends AbstractBlock {
    private static final byte VERSION = 1;

    private final Parameter radius;
    private volatile RingLoss ring;
    private volatile boolean started;
    private volatile boolean termAppended = true;
    private volatile @Nullable RingLossResult lastResult;

    private RingLossBlock(RingLoss ring, double start, boolean learning) {
        super(VERSION);
        this.ring = RingLossTerm.checked(ring);
        this.started = !Double.isNaN(start);
        this.radius = addParameter(Parameter.builder()
                .setName("radius")
                .setType(Parameter.Type.OTHER)
                .optShape(new Shape())
                .optInitializer((manager, shape, type) -> manager.full(shape, (float) start, type))
                .optRequiresGrad(learning)
                .build());
    }

    /**
     * A block whose radius learns, and starts at the mean norm of the first training batch of a weight lambda above 0. It
     * keeps its value when a model is loaded in which it had started.
     *
     * @param ring what to compute; its reduction is MEAN or SUM
     * @return a block
     * @throws IllegalArgumentException if the reduction is NONE
     */
    public static RingLossBlock startingAtMeanNorm(RingLoss ring) {
        return new RingLossBlock(ring, Double.NaN, true);
    }

    /**
     * A block whose radius learns from a given start.
     *
     * @param ring what to compute; its reduction is MEAN or SUM
     * @param radius zero or positive, finite
     * @return a block
     * @throws IllegalArgumentException if the radius is out of range or the reduction is NONE
     */
    public static RingLossBlock startingAt(RingLoss ring, double radius) {
        return new RingLossBlock(ring, RingLossTerm.checkedRadius(radius), true);
    }

    /**
     * A block whose radius does not learn: one of {@link #startingAt} that is frozen, until {@link #freezeParameters}
     * with {@code false} lets it learn.
     *
     * @param ring what to compute; its reduction is MEAN or SUM
     * @param radius zero or positive, finite
     * @return a block
     * @throws IllegalArgumentException if the radius is out of range or the reduction is NONE
     */
    public static RingLossBlock fixed(RingLoss ring, double radius) {
        return new RingLossBlock(ring, RingLossTerm.checkedRadius(radius), false);
    }

    /**
     * What comes after a ring loss block: (features, term) to (scores, term). The head sees the features, the term passes
     * by.
     *
     * @param head makes scores of features
     * @return a block around the head
     */
    public static Block classifier(Block head) {
        return new ClassifierBlock(head);
    }

    /**
     * What is computed.
     *
     * @return the loss
     */
    public RingLoss ring() {
        return ring;
    }

    /**
     * Computes another loss from the next batch on: a weight that warms up is {@code setRing(ring().withWeight(lambda))}. As
     * long as the weight is 0, a radius that starts at the mean norm waits.
     *
     * @param newRing what to compute; its reduction is MEAN or SUM
     * @throws IllegalArgumentException if the reduction is NONE
     */
    public void setRing(RingLoss newRing) {
        ring = RingLossTerm.checked(newRing);
    }

    /**
     * Says whether batches that are only evaluated get a term. They do at first, as a validation loss needs it; without it
     * the network gives its scores alone, as translators of a model that serves expect. Training batches always get it.
     *
     * @param appended false for the features alone
     */
    public void setTermAppended(boolean appended) {
        termAppended = appended;
    }

    /**
     * The parameter that the radius is.
     *
     * @return a parameter with a scalar
     */
    public Parameter radiusParameter() {
        return radius;
    }

    /**
     * The radius as the next batch will see it.
     *
     * @return zero or positive, or NaN after training diverged
     * @throws IllegalStateException if it has not started, or the model is not initialized
     */
    public double radius() {
        if (!started || !radius.isInitialized()) {
            throw new IllegalStateException(notStarted());
        }
        return Math.max(0, NativeFloats.get("radius", radius.getArray()));
    }

    /**
     * What the last training batch found: loss, norms, rows that are not finite.
     *
     * @return a result that no later batch changes
     * @throws IllegalStateException if there was no batch yet
     */
    public RingLossResult lastResult() {
        RingLossResult last = lastResult;
        if (last == null) {
            throw new IllegalStateException("there is no result yet: train a batch first");
        }
        return last;
    }

    private String notStarted() {
        return started
                ? "the radius has no value yet: call trainer.initialize(...) or load the model first"
                : "the radius has no value yet, it starts at the mean norm of the first training batch: train first, or"
                        + " use RingLossBlock.startingAt(ring, radius)";
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store, NDList inputs, boolean training, @Nullable PairList<String, Object> params) {
        if (inputs.size() != 1) {
            throw new IllegalArgumentException(
                    "inputs has " + inputs.size() + " arrays, must have one: the features, of shape (rows, dim)");
        }
        NDArray features = inputs.head();
        if (training) {
            return new NDList(features, trainingTerm(store, features));
        }
        return termAppended ? new NDList(features, evaluationTerm(store, features)) : new NDList(features);
    }

    private NDArray trainingTerm(ParameterStore store, NDArray features) {
        RingLoss now = ring;
        if (!started && now.weight() == 0) {
            return noLoss(features);
        }
        NDArray array = array(store, features, true);
        if (!started) {
            NativeFloats.set(array, start(RingLossTerm.norms(features)));
            started = true;
        }
        double value = RingLossTerm.checkedRadius(atLeastZero(array));
        RingLossResult result = new RingLossResult();
        NDArray term = RingLossTerm.term(now, features, value, array.hasGradient() ? array : null, result);
        lastResult = result;
        return term;
    }

    private NDArray evaluationTerm(ParameterStore store, NDArray features) {
        RingLoss now = ring;
        if (!started) {
            if (now.weight() == 0) {
                return noLoss(features);
            }
            throw new IllegalStateException(notStarted());
        }
        double value = Math.max(0, NativeFloats.get("radius", array(store, features, false)));
        return RingLossTerm.value(now, features, RingLossTerm.checkedRadius(value));
    }

    private static NDArray noLoss(NDArray features) {
        return NativeFloats.scalar(features.getManager(), 0);
    }

    private NDArray array(ParameterStore store, NDArray features, boolean training) {
        return store.getValue(radius, features.getDevice(), training);
    }

    private static float start(NormSummary norms) {
        if (norms.nonFiniteRows() > 0 || norms.rows() == 0) {
            throw new IllegalArgumentException(
                    "features has " + norms.rows() + " rows, " + norms.nonFiniteRows()
                            + " of them with NaN or infinity, must have a row and none of those to start a radius at its mean norm");
        }
        return (float) norms.mean();
    }

    /** The value of the radius, which is set to 0 if it is below. */
    private static float atLeastZero(NDArray array) {
        float value = NativeFloats.get("radius", array);
        if (value < 0) {
            NativeFloats.set(array, 0);
            return 0;
        }
        return value;
    }

    @Override
    public void initialize(NDManager manager, DataType dataType, Shape... inputShapes) {
        if (dataType != DataType.FLOAT32) {
            throw new IllegalArgumentException("dataType is " + dataType
                    + ", must be float32: leave out model.setDataType(...), or set DataType.FLOAT32");
        }
        super.initialize(manager, dataType, inputShapes);
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return new Shape[] {inputShapes[0], new Shape()};
    }

    @Override
    public void saveParameters(DataOutputStream out) throws IOException {
        if (radius.isInitialized()) {
            float unused = atLeastZero(radius.getArray());
        }
        super.saveParameters(out);
    }

    @Override
    protected void saveMetadata(DataOutputStream out) throws IOException {
        super.saveMetadata(out);
        out.writeBoolean(started);
    }

    @Override
    protected void loadMetadata(byte loadVersion, DataInputStream in) throws IOException, MalformedModelException {
        super.loadMetadata(loadVersion, in);
        started = in.readBoolean();
    }

    @Override
    public void loadParameters(NDManager manager, DataInputStream in) throws IOException, MalformedModelException {
        super.loadParameters(manager, in);
        if (started && radius.isInitialized()) {
            float value = radius.getArray().getFloat();
            if (value < 0) {
                throw new MalformedModelException("radius is " + value + ", must be zero or positive");
            }
        }
    }
}
