// SPDX-License-Identifier: Apache-2.0
package org.ringloss.dl4j;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.ringloss.Penalty;
import org.ringloss.Reduction;
import org.ringloss.RingLoss;

/**
 * A layer that passes the features on unchanged and adds the ring loss of them to what the network minimises. It goes after
 * the layer whose rows are to get even norms, in a {@code MultiLayerNetwork} or a {@code ComputationGraph}:
 *
 * <pre>{@code
 * .layer(new DenseLayer.Builder().nIn(64).nOut(16).activation(Activation.IDENTITY).build())
 * .layer(new RingLossLayer.Builder(ring).updater(new Sgd(0.1)).build())
 * .layer(new OutputLayer.Builder(LossFunction.MCXENT).nIn(16).nOut(10).activation(Activation.SOFTMAX).build())
 * }</pre>
 *
 * <p><b>The radius</b> R is the only parameter, {@value #RADIUS}, of shape 1 x 1. It is NaN until the first batch of a
 * training, whose mean norm it takes; {@link Builder#radius} starts it elsewhere. It is trained by the layer's updater, or
 * the network's where the layer has none, and kept at 0 or above after every update. It is saved and loaded with the other
 * parameters. {@link Builder#fixedRadius} keeps it where it is. Weight decay, l1 and l2 would pull it to 0: the builder
 * refuses them, and those of the network leave it out, as they do biases.
 *
 * <p><b>The loss</b> is that of the {@link RingLoss}: {@code lambda / N * sum rho(n - R)} with N the rows of the batch (MEAN)
 * or 1 (SUM). Deeplearning4j divides the gradients by the batch size unless {@code miniBatch(false)} is set; the layer
 * multiplies by it before, so that the updaters see the gradient of this loss in both cases. {@code score()} contains it,
 * and so does {@code score(data)}. Rows that a mask of the features sets to 0 are ignored.
 *
 * <p>The configuration is read back from JSON. Passes run on the thread that trains.
 *
 * <p><b>Errors.</b> A network that is not of type FLOAT is a {@link DL4JInvalidConfigException} when it is initialised.
 * Features that are not FLOAT, not a matrix, or hold NaN or infinity while training, are a {@link
 * org.deeplearning4j.exception.DL4JInvalidInputException} before anything is updated, and so is a radius below 0.
 */
public class RingLossLayer extends BaseLayer {
    /** The name of the parameter. In a network it has the layer in front: {@code 2_R}, or {@code ring_R} in a graph. */
    public static final String RADIUS = "R";

    private static final long serialVersionUID = 1;

    private final String ring;
    private final @Nullable Double radius;
    private final boolean fixed;

    /** What JSON holds; Deeplearning4j sets the fields of {@code BaseLayer} afterwards. */
    @JsonCreator
    RingLossLayer(
            @JsonProperty("ring") String ring,
            @JsonProperty("radius") @Nullable Double radius,
            @JsonProperty("fixed") boolean fixed) {
        this.ring = RingLoss.parse(ring).toString();
        this.radius = radius;
        this.fixed = fixed;
    }

    /**
     * A layer as the builder describes it.
     *
     * @param builder with the loss, and the radius if it does not start at the mean norm
     * @throws IllegalArgumentException if the builder has l1, l2, weight decay, dropout or weight noise
     */
    @SuppressWarnings("this-escape") // constraints are told the names of the parameters, as in every layer
    protected RingLossLayer(Builder builder) {
        super(builder);
        builder.checkThatNothingIsLost();
        this.ring = builder.ring;
        this.radius = builder.radius;
        this.fixed = builder.fixed;
        initializeConstraints(builder);
    }

    /**
     * The loss.
     *
     * @return as text that {@link RingLoss#parse} reads
     */
    @JsonProperty("ring")
    public String getRing() {
        return ring;
    }

    /**
     * Where R starts.
     *
     * @return 0 or more, or null for the mean norm of the first batch
     */
    @JsonProperty("radius")
    public @Nullable Double getRadius() {
        return radius;
    }

    /**
     * Whether R stays where it starts.
     *
     * @return true where it does
     */
    @JsonProperty("fixed")
    public boolean isFixed() {
        return fixed;
    }

    RingLoss loss() {
        return RingLoss.parse(ring);
    }

    @Override
    public RingLossLayer clone() {
        return (RingLossLayer) super.clone();
    }

    @Override
    public Layer instantiate(
            NeuralNetConfiguration conf,
            @Nullable Collection<TrainingListener> listeners,
            int index,
            INDArray parameters,
            boolean initialise,
            DataType type) {
        if (type != DataType.FLOAT) {
            throw new DL4JInvalidConfigException(
                    "the network's data type is " + type + ", must be FLOAT for ring loss (layer \""
                            + getLayerName() + "\", index " + index
                            + "): set dataType(DataType.FLOAT) in the network's configuration,"
                            + " or take convertDataType(DataType.FLOAT) of a network");
        }
        PassThrough layer = new PassThrough(conf, loss());
        layer.setListeners(listeners);
        layer.setIndex(index);
        layer.setParamsViewArray(parameters);
        layer.setParamTable(initializer().init(conf, parameters, initialise));
        return layer;
    }

    @Override
    public ParamInitializer initializer() {
        return new RadiusParameter();
    }

    /** R's alone, so that a network's decay or its updater for biases does not reach it. */
    @Override
    public @Nullable List<Regularization> getRegularizationByParam(String name) {
        return null;
    }

    /** Also where fine-tuning sets another updater, a fixed radius stays. */
    @Override
    public IUpdater getUpdaterByParam(String name) {
        return fixed ? new Sgd(0) : getIUpdater();
    }

    @Override
    public boolean isPretrainParam(String name) {
        return false;
    }

    @Override
    public void setNIn(InputType inputType, boolean override) {
        // Any number of columns.
    }

    @Override
    public @Nullable InputPreProcessor getPreProcessorForInputType(InputType inputType) {
        refuseSequences(inputType);
        return new DenseLayer.Builder().build().getPreProcessorForInputType(inputType);
    }

    @Override
    public InputType getOutputType(int index, InputType inputType) {
        refuseSequences(inputType);
        return inputType;
    }

    /** Rows of time steps would be divided by the number of sequences, not of rows. */
    private void refuseSequences(InputType inputType) {
        if (inputType.getType() == InputType.Type.RNN) {
            throw new DL4JInvalidConfigException("layer \"" + getLayerName() + "\" gets " + inputType
                    + ", must get one row per example: put a GlobalPoolingLayer or LastTimeStep before the ring loss");
        }
    }

    @Override
    public LayerMemoryReport getMemoryReport(InputType inputType) {
        long elements = inputType.arrayElementsPerExample();
        return new LayerMemoryReport.Builder(getLayerName(), RingLossLayer.class, inputType, inputType)
                .standardMemory(1, getUpdaterByParam(RADIUS).stateSize(1))
                .workingMemory(0, 0, 0, elements)
                .cacheMemory(MemoryReport.CACHE_MODE_ALL_ZEROS, MemoryReport.CACHE_MODE_ALL_ZEROS)
                .build();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RingLossLayer that
                && super.equals(that)
                && ring.equals(that.ring)
                && Objects.equals(radius, that.radius)
                && fixed == that.fixed;
    }

    @Override
    public int hashCode() {
        return Objects.hash(super.hashCode(), ring, radius, fixed);
    }

    @Override
    public String toString() {
        return "RingLossLayer(" + ring + ", radius=" + (radius == null ? "mean norm" : radius) + ", fixed=" + fixed
                + ")";
    }

    /** Collects a configuration: the loss, where R starts, and the updater that trains R. */
    @SuppressWarnings("unchecked") // build() of the super class returns any type that the caller asks for
    public static class Builder extends BaseLayer.Builder<Builder> {
        private final String ring;
        private @Nullable Double radius;
        private boolean fixed;

        /**
         * A layer for this loss.
         *
         * @param ring with a built-in penalty and reduction MEAN or SUM; a pool of threads it has is not used
         * @throws NullPointerException if it is null
         * @throws IllegalArgumentException if its reduction is NONE, or its penalty is not built in and so has no text that a
         *     configuration could be read from
         */
        public Builder(RingLoss ring) {
            Objects.requireNonNull(ring, "ring is null");
            if (ring.reduction() == Reduction.NONE) {
                throw new IllegalArgumentException(
                        "ring has reduction NONE, must have MEAN or SUM: a network minimises one loss");
            }
            try {
                Penalty unused = Penalty.parse(ring.penalty().toString());
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "ring has the penalty " + ring.penalty()
                                + ", must have a built-in one: a network's configuration is written as text and read back",
                        e);
            }
            this.ring = ring.toString();
        }

        /**
         * Where R starts; by default at the mean norm of the first batch.
         *
         * @param start 0 or more, in float range
         * @return this
         * @throws IllegalArgumentException if it is out of range
         */
        public Builder radius(double start) {
            if (!(start >= 0 && start <= Float.MAX_VALUE)) {
                throw new IllegalArgumentException("radius is " + start + ", must be 0 or more and in float range");
            }
            radius = start;
            fixed = false;
            return this;
        }

        /**
         * An R that is not trained.
         *
         * @param value 0 or more, in float range
         * @return this
         * @throws IllegalArgumentException if it is out of range
         */
        public Builder fixedRadius(double value) {
            radius(value);
            fixed = true;
            return this;
        }

        private void checkThatNothingIsLost() {
            if (!regularization.isEmpty() || !regularizationBias.isEmpty()) {
                throw new IllegalArgumentException(
                        "the ring loss layer has l1, l2 or weight decay, must have none: they would pull"
                                + " its radius to 0. Leave them out here; those of the network do not reach the radius");
            }
            if (iDropout != null || weightNoise != null) {
                throw new IllegalArgumentException(
                        "the ring loss layer has " + (iDropout != null ? "dropout" : "weight noise")
                                + ", must have none: it passes features on unchanged. Put it on the next layer");
            }
        }

        @Override
        public RingLossLayer build() {
            return new RingLossLayer(this);
        }
    }
}
