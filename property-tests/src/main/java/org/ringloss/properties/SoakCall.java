// SPDX-License-Identifier: Apache-2.0
package org.ringloss.properties;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ringloss.BackendChoice;
import org.ringloss.FloatMatrix;
import org.ringloss.GradientMode;
import org.ringloss.Radii;
import org.ringloss.Reduction;
import org.ringloss.RingLoss;
import org.ringloss.RingLossBatch;
import org.ringloss.RingLossPass;
import org.ringloss.RingLossResult;

/** A random call with the bits that it must give, found by one thread of the scalar backend when it is made. */
final class SoakCall {
    /** How the library is called. */
    private enum Form {
        FUSED,
        TWO_PASSES,
        /** The gradient takes the place of the features. */
        IN_PLACE
    }

    /** Everything that comes out, gaps between the rows included. */
    @SuppressWarnings("ArrayRecordComponent") // compared by content, below
    private record Given(float[] gradient, double[] numbers, byte[] totals) {
        /** To the bit; every NaN is one. */
        boolean isSameAs(Given other) {
            return Arrays.equals(gradient, other.gradient)
                    && Arrays.equals(numbers, other.numbers)
                    && Arrays.equals(totals, other.totals);
        }
    }

    private static final List<Form> FORMS = List.of(Form.values());

    private final Form form;
    private final GradientMode mode;
    /** Of buffers outside the heap; null for arrays. */
    private final @Nullable ByteOrder order;

    private final double upstream;
    private final double @Nullable [] weights;
    private final RingLossBatch batch;
    private final int offset;
    private final int stride;
    private final float[] x;
    private final float[] gradientBefore;
    private final RingLoss ring;
    private final Given expected;

    /** @param large whether there are rows enough for several threads */
    SoakCall(SplitMix64 random, RingLoss ring, boolean large) {
        this.ring = ring;
        this.form = FORMS.get(random.nextInt(FORMS.size()));
        this.mode = random.nextInt(2) == 0 ? GradientMode.WRITE : GradientMode.ADD;
        this.order = form != Form.IN_PLACE && random.nextInt(3) == 0 ? order(random) : null;
        this.upstream = 4 * random.nextDouble() - 2;
        int dim = random.nextInt(8) == 0 ? 500 + random.nextInt(700) : 1 + random.nextInt(130);
        int rows = large ? 1 + (1 << 17) / dim : random.nextInt(1 + Math.min(300, 20_000 / dim));
        this.offset = random.nextInt(9);
        this.stride = dim + random.nextInt(5);
        this.x = random.floats(offset + rows * stride, 3);
        this.gradientBefore = random.floats(x.length, 1);
        for (int row = 0; row < rows; row++) {
            if (random.nextInt(40) == 0) {
                float special = random.nextInt(4) == 0 ? Float.NaN : random.nextInt(2) * 1e-42f;
                Arrays.fill(x, offset + row * stride, offset + row * stride + dim, special);
            }
        }
        this.weights = random.nextInt(3) > 0 ? null : new double[rows];
        this.batch = batch(random, rows, dim);
        this.expected = run(
                ring.toBuilder()
                        .parallel(Runnable::run, 1)
                        .backend(BackendChoice.SCALAR)
                        .build(),
                new RingLossResult());
    }

    private RingLossBatch batch(SplitMix64 random, int rows, int dim) {
        int kind = random.nextInt(3);
        double[] radii = new double[kind == 2 ? rows : 7];
        int[] labels = new int[rows];
        Arrays.setAll(radii, i -> 8 * random.nextDouble());
        Arrays.setAll(labels, i -> random.nextInt(radii.length));
        Radii of = kind == 0 ? Radii.shared(radii[0]) : kind == 1 ? Radii.perClass(radii, labels) : Radii.perRow(radii);
        FloatMatrix features = order != null
                ? FloatMatrix.of(directCopy(x, order), offset, rows, dim, stride)
                : FloatMatrix.of(x, offset, rows, dim, stride);
        if (weights != null) {
            Arrays.setAll(weights, i -> Math.max(0, 3 * random.nextDouble() - 0.5));
        }
        return weighted(RingLossBatch.of(features, of));
    }

    private RingLossBatch weighted(RingLossBatch plain) {
        return weights == null ? plain : plain.withRowWeights(weights);
    }

    private static ByteOrder order(SplitMix64 random) {
        return random.nextInt(2) == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }

    private static FloatBuffer directCopy(float[] from, ByteOrder order) {
        return ByteBuffer.allocateDirect(Float.BYTES * from.length)
                .order(order)
                .asFloatBuffer()
                .put(0, from);
    }

    /** Makes the call again, on the calling thread, with a result that other calls filled before. */
    void check(RingLossResult result) {
        if (!run(ring, result).isSameAs(expected)) {
            throw new AssertionError("other bits than those of one thread: " + this);
        }
    }

    private Given run(RingLoss with, RingLossResult result) {
        float[] gradient = form == Form.IN_PLACE ? x.clone() : gradientBefore.clone();
        int rows = batch.features().rows();
        int dim = batch.features().dim();
        FloatBuffer buffer = order != null ? directCopy(gradient, order) : null;
        FloatMatrix into = buffer != null
                ? FloatMatrix.of(buffer, offset, rows, dim, stride)
                : FloatMatrix.of(gradient, offset, rows, dim, stride);
        RingLossResult found = result;
        switch (form) {
            case FUSED -> with.forwardBackward(batch, upstream, into, mode, result);
            case IN_PLACE ->
                with.forwardBackward(weighted(RingLossBatch.of(into, batch.radii())), upstream, into, mode, result);
            case TWO_PASSES -> {
                RingLossPass pass = with.forward(batch);
                pass.backward(upstream, into, mode);
                found = pass.result();
            }
        }
        if (buffer != null) {
            buffer.get(0, gradient);
        }
        return new Given(gradient, numbers(with, found), found.totals().toBytes());
    }

    private static double[] numbers(RingLoss with, RingLossResult found) {
        double[] losses = with.reduction() == Reduction.NONE ? found.rowLosses() : new double[] {found.loss()};
        double[] classes = found.classRadiusGradients();
        double[] numbers = Arrays.copyOf(losses, losses.length + classes.length + 1);
        System.arraycopy(classes, 0, numbers, losses.length, classes.length);
        numbers[numbers.length - 1] = found.radiusGradient();
        return numbers;
    }

    @Override
    public String toString() {
        return ring + ", " + form + ", " + mode + ", features " + batch.features()
                + (order != null ? ", " + order : "");
    }
}
