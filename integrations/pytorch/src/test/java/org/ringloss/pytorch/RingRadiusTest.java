// SPDX-License-Identifier: Apache-2.0
package org.ringloss.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.bytedeco.pytorch.InputArchive;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.OutputArchive;
import org.bytedeco.pytorch.SGD;
import org.bytedeco.pytorch.SGDOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringloss.Penalty;
import org.ringloss.RingLoss;

class RingRadiusTest {
    private static final RingLoss RING =
            RingLoss.builder().penalty(Penalty.squared()).build();
    /** Norms 5 and 10. */
    private static final float[] ROWS = {3, 4, 6, 8};

    @TempDir
    Path folder;

    private static Tensor rows() {
        return Rows.leaf(Tensor.create(ROWS, 2, 2));
    }

    private static Module net(RingRadius radius) {
        Module net = new Module();
        net.register_module("layer", new LinearImpl(2, 2));
        net.register_module("ring", radius);
        return net;
    }

    @Test
    void isAParameterOfTheNetItIsRegisteredIn() {
        RingRadius radius = RingRadius.startingAt(3);
        Module net = net(radius);
        assertThat(net.parameters().size()).isEqualTo(3);
        assertThat(net.named_parameters().contains("ring.radius")).isTrue();
        assertThat(net.named_buffers().contains("ring.initialised")).isTrue();
    }

    @Test
    void optimizersTrainIt() {
        RingRadius radius = RingRadius.startingAt(3);
        SGD optimizer = new SGD(net(radius).parameters(), new SGDOptions(0.1));
        TorchRing.backward(Rows.otherLoss(), RING, rows(), radius);
        optimizer.step();
        // dL/dR = -mean(norm - R) = -(2 + 7) / 2
        assertThat(radius.value()).isEqualTo((double) (3 + 0.1f * 4.5f));
    }

    @Test
    void startsAtTheMeanNormOfTheFirstBatch() {
        for (GradientsTest.Way way : GradientsTest.Way.values()) {
            RingRadius radius = RingRadius.startingAtMeanNorm();
            assertThat(radius.isInitialised()).isFalse();
            assertThatThrownBy(radius::value)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("the radius is not initialised: it starts at the mean norm of the first batch that"
                            + " TorchRing.backward or TorchRing.term is given, or at what set(radius) is given");

            assertThat(way.run(Rows.otherLoss(), RING, rows(), radius).loss()).isEqualTo(2.5 * 2.5 / 2);
            assertThat(radius.value()).isEqualTo(7.5);

            way.run(Rows.otherLoss(), RING, Rows.leaf(Tensor.create(new float[] {1, 0}, 1, 2)), radius);
            assertThat(radius.value()).isEqualTo(7.5);
        }
    }

    @Test
    void aStepBelowZeroEndsAtZero() {
        RingRadius radius = RingRadius.startingAt(1);
        SGD optimizer = new SGD(radius.parameters(), new SGDOptions(10));
        Tensor small = Rows.leaf(Tensor.create(new float[] {0.125f, 0}, 1, 2));
        TorchRing.backward(Rows.otherLoss(), RING, small, radius);
        optimizer.step();
        assertThat(radius.parameter().item_float()).isNegative();

        assertThat(TorchRing.backward(Rows.otherLoss(), RING, small, radius).radiusGradient())
                .isEqualTo(-0.125);
        assertThat(radius.parameter().item_float()).isZero();
        assertThat(radius.isInitialised()).isTrue();
    }

    @Test
    void freezesWhereItIs() {
        RingRadius radius = RingRadius.startingAt(3);
        SGD optimizer = new SGD(net(radius).parameters(), new SGDOptions(0.1));
        radius.parameter().set_requires_grad(false);
        TorchRing.backward(Rows.otherLoss(), RING, rows(), radius);
        optimizer.step();
        assertThat(radius.value()).isEqualTo(3);
        assertThat(radius.parameter().grad().defined()).isFalse();

        radius.parameter().set_requires_grad(true);
        TorchRing.backward(Rows.otherLoss(), RING, rows(), radius);
        optimizer.step();
        assertThat(radius.value()).isGreaterThan(3);
    }

    @Test
    void comesBackFromACheckpoint() {
        RingRadius radius = RingRadius.startingAtMeanNorm();
        Module net = net(radius);
        String before = save(net, "before");
        TorchRing.backward(Rows.otherLoss(), RING, rows(), radius);
        String after = save(net, "after");

        RingRadius loaded = RingRadius.startingAtMeanNorm();
        Module loadedNet = net(loaded);
        SGD optimizer = new SGD(loadedNet.parameters(), new SGDOptions(0.1));
        load(loadedNet, after);
        assertThat(loaded.isInitialised()).isTrue();
        assertThat(loaded.value()).isEqualTo(7.5);

        // The optimizer that was made before still trains it.
        TorchRing.backward(Rows.otherLoss(), RING, Rows.leaf(Tensor.create(new float[] {1, 0}, 1, 2)), loaded);
        optimizer.step();
        assertThat(loaded.value()).isEqualTo((double) (7.5f - 0.1f * 6.5f));

        load(loadedNet, before);
        assertThat(loaded.isInitialised()).isFalse();
        TorchRing.backward(Rows.otherLoss(), RING, rows(), loaded);
        assertThat(loaded.value()).isEqualTo(7.5);
    }

    private String save(Module module, String name) {
        String path = folder.resolve(name).toString();
        OutputArchive archive = new OutputArchive();
        module.save(archive);
        archive.save_to(path);
        return path;
    }

    private static void load(Module module, String path) {
        InputArchive archive = new InputArchive();
        archive.load_from(path);
        module.load(archive);
    }

    @Test
    void takesAnotherValue() {
        RingRadius radius = RingRadius.startingAtMeanNorm();
        radius.set(2);
        assertThat(radius.value()).isEqualTo(2);
        TorchRing.backward(Rows.otherLoss(), RING, rows(), radius);
        assertThat(radius.value()).isEqualTo(2);
        assertThat(radius.parameter().is_leaf()).isTrue();
    }

    @Test
    void goesAlongWhenTheNetIsMadeDouble() {
        RingRadius radius = RingRadius.startingAt(3);
        Module net = net(radius);
        net.to(ScalarType.Double, false);
        net.to(ScalarType.Float, false);
        TorchRing.backward(Rows.otherLoss(), RING, rows(), radius);
        assertThat(radius.parameter().grad().item_float()).isEqualTo(-4.5f);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, -1e-9, Double.NaN, Double.POSITIVE_INFINITY, 1e39})
    void refusesAValueThatIsNoRadius(double bad) {
        String message = "radius is " + bad + ", must be from 0 to 3.4028235E38, in the unit of the norms";
        RingRadius radius = RingRadius.startingAt(3);
        assertThatThrownBy(() -> RingRadius.startingAt(bad))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> RingRadius.fixed(bad))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> radius.set(bad))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
        assertThat(radius.value()).isEqualTo(3);
    }
}
