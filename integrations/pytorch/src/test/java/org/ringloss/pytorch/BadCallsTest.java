// SPDX-License-Identifier: Apache-2.0
package org.ringloss.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ringloss.Reduction;
import org.ringloss.RingLoss;

class BadCallsTest {
    private static final RingLoss RING = RingLoss.builder().build();

    /** Both ways say the same and write nothing. */
    private static void assertRefused(Tensor features, String message) {
        for (GradientsTest.Way way : GradientsTest.Way.values()) {
            Tensor weight = Rows.leaf(1, 1, 1);
            RingRadius radius = RingRadius.startingAtMeanNorm();
            assertThatThrownBy(() -> way.run(weight.sum(), RING, features, radius))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(message);
            assertThat(weight.grad().defined()).isFalse();
            assertThat(radius.parameter().grad().defined()).isFalse();
            assertThat(radius.isInitialised()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = ScalarType.class,
            names = {"Double", "Half", "BFloat16"})
    void anotherTypeIsRefusedAndTheRemedyWorks(ScalarType type) {
        Tensor features = Rows.leaf(Rows.constant(3, 2, 1).to(type));
        assertRefused(features, "features is of type " + type + ", must be Float: pass features.to(ScalarType.Float)");

        TorchRing.backward(Rows.otherLoss(), RING, features.to(ScalarType.Float), RingRadius.startingAtMeanNorm());
        assertThat(features.grad().scalar_type().intern()).isEqualTo(type);
    }

    @Test
    void integersAreRefused() {
        assertRefused(
                Tensor.create(new int[] {1, 2}, 1, 2),
                "features is of type Int, must be Float: pass features.to(ScalarType.Float)");
    }

    @Test
    void anotherShapeIsRefusedAndTheRemedyWorks() {
        String remedy = ", must be rows x dim; features.flatten(1, -1) makes it so where each row is one example";
        Tensor images = Rows.leaf(Rows.constant(3, 8, 1).view(3, 2, 4));
        assertRefused(images, "features is of shape 3 x 2 x 4" + remedy);
        assertRefused(Rows.leaf(Rows.constant(1, 8, 1).view(8)), "features is of shape 8" + remedy);
        assertRefused(torch.scalar_tensor(new Scalar(1)), "features is a number without dimensions" + remedy);
        assertRefused(new Tensor(), "features is an undefined tensor" + remedy);

        TorchRing.backward(Rows.otherLoss(), RING, images.flatten(1, -1), RingRadius.startingAtMeanNorm());
        assertThat(images.grad().dim()).isEqualTo(3);
    }

    @Test
    void rowsWithoutElementsAreRefused() {
        assertRefused(Rows.leaf(Rows.constant(3, 2, 1).narrow(1, 0, 0)), "dim is 0, must be 1 or more");
    }

    @Test
    void anEmptyFirstBatchIsRefused() {
        assertRefused(
                Rows.leaf(Rows.constant(3, 2, 1).narrow(0, 0, 0)),
                "features has no rows, must have one for the radius to start at their mean norm");
    }

    @Test
    void aBatchBeyondOneBufferIsRefused() {
        // One number, seen many times: it takes no memory.
        Tensor features = Rows.leaf(Rows.constant(1, 1, 1)).expand(new long[] {1L << 20, 1L << 10}, false);
        assertRefused(
                features, "features is of shape 1048576 x 1024, must have at most 536870911 elements: split the batch");
    }

    @ParameterizedTest
    @EnumSource(GradientsTest.Way.class)
    void featuresThatAreNotFiniteAreRefused(GradientsTest.Way way) {
        float[] values = {1, 2, Float.NaN, 2, 1, Float.POSITIVE_INFINITY};
        String message = "features has NaN or infinity in 2 of 3 rows, must be finite; no gradient was written. If the"
                + " data is finite, training has diverged: lower the learning rate or the weight of the ring loss";
        assertRefused(Rows.leaf(Tensor.create(values, 3, 2)), message);

        Tensor features = Rows.leaf(Tensor.create(values, 3, 2));
        RingRadius radius = RingRadius.startingAt(3);
        assertThatThrownBy(() -> way.run(Rows.otherLoss(), RING, features, radius))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
        assertThat(features.grad().defined()).isFalse();
        assertThat(radius.parameter().grad().defined()).isFalse();
        assertThat(radius.value()).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource(GradientsTest.Way.class)
    void aRadiusThatAnOptimizerMadeNanIsRefused(GradientsTest.Way way) {
        RingRadius radius = RingRadius.startingAt(3);
        radius.parameter().data().fill_(new Scalar(Double.NaN));
        Tensor features = Rows.leaf(3, 2, 1);
        assertThatThrownBy(() -> way.run(Rows.otherLoss(), RING, features, radius))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("radius is NaN, must be finite");
        assertThat(features.grad().defined()).isFalse();
    }

    @Test
    void aDeviceWithoutDataIsRefused() {
        Tensor features = Rows.constant(3, 2, 1).to(new Device("meta"), ScalarType.Float);
        assertRefused(features, "features is on device meta, which holds no data");
    }

    @Test
    void lossesPerRowAreRefusedAndTheRemedyWorks() {
        RingLoss ring = RING.toBuilder().reduction(Reduction.NONE).build();
        Tensor features = Rows.leaf(3, 2, 1);
        for (GradientsTest.Way way : GradientsTest.Way.values()) {
            RingRadius radius = RingRadius.startingAtMeanNorm();
            assertThatThrownBy(() -> way.run(Rows.otherLoss(), ring, features, radius))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("ring has reduction NONE, must have MEAN or SUM, which give one loss:"
                            + " ring.toBuilder().reduction(Reduction.MEAN).build()");
            way.run(Rows.otherLoss(), ring.toBuilder().reduction(Reduction.MEAN).build(), features, radius);
        }
    }

    private static void assertLossRefused(Tensor loss, String message) {
        Tensor features = Rows.leaf(3, 2, 1);
        RingRadius radius = RingRadius.startingAtMeanNorm();
        assertThatThrownBy(() -> TorchRing.backward(loss, RING, features, radius))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
        assertThat(features.grad().defined()).isFalse();
        assertThat(radius.isInitialised()).isFalse();
    }

    @Test
    void aLossThatIsNoneIsRefused() {
        assertLossRefused(
                Rows.leaf(3, 2, 2), "loss is of shape 3 x 2, must have one element: take its mean() or sum()");
        assertLossRefused(new Tensor(), "loss is an undefined tensor, must have one element: take its mean() or sum()");
        assertLossRefused(
                Rows.constant(1, 1, 2).sum(),
                "loss does not require a gradient, so nothing in it is trained: compute it from layers that are trained,"
                        + " outside of a NoGradGuard");
    }

    @Test
    void nothingToTrainIsRefused() {
        Tensor weight = Rows.leaf(1, 1, 1);
        assertThatThrownBy(() -> TorchRing.backward(weight.sum(), RING, Rows.constant(3, 2, 1), RingRadius.fixed(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("features does not require a gradient and the radius is fixed, so the ring loss trains"
                        + " nothing: take the features from layers that are trained, outside of a NoGradGuard");
        assertThat(weight.grad().defined()).isFalse();
    }

    @Test
    void nullsAreNamed() {
        Tensor loss = Rows.otherLoss();
        Tensor features = Rows.leaf(3, 2, 1);
        RingRadius radius = RingRadius.fixed(1);
        assertThatThrownBy(() -> TorchRing.backward(null, RING, features, radius))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("loss is null");
        assertThatThrownBy(() -> TorchRing.backward(loss, null, features, radius))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("ring is null");
        assertThatThrownBy(() -> TorchRing.term(RING, null, radius))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("features is null");
        assertThatThrownBy(() -> TorchRing.term(RING, features, null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("radius is null");
        assertThatThrownBy(() -> TorchRing.term(RING, features, radius, null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("result is null");
    }
}
