// SPDX-License-Identifier: Apache-2.0
package org.ringloss.pytorch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.ringloss.Penalty;
import org.ringloss.RingLoss;
import org.ringloss.RingLossResult;

/** Gradients and values against PyTorch's own autograd on the same numbers in double. */
class GradientsTest {
    private static final double LAMBDA = 0.3;
    private static final double RADIUS = 4.5;
    /** Relative to the largest entry. */
    private static final double TOLERANCE = 1e-6;

    /** The two ways into autograd. */
    enum Way {
        BACKWARD {
            @Override
            RingLossResult run(Tensor loss, RingLoss ring, Tensor features, RingRadius radius) {
                return TorchRing.backward(loss, ring, features, radius);
            }
        },
        TERM {
            @Override
            RingLossResult run(Tensor loss, RingLoss ring, Tensor features, RingRadius radius) {
                RingLossResult result = new RingLossResult();
                loss.add(TorchRing.term(ring, features, radius, result)).backward();
                return result;
            }
        };

        abstract RingLossResult run(Tensor loss, RingLoss ring, Tensor features, RingRadius radius);
    }

    @BeforeAll
    static void oneThread() {
        torch.set_num_threads(1);
    }

    static RingLoss ring(AutogradRing kind) {
        return RingLoss.builder()
                .penalty(kind == AutogradRing.HUBER ? Penalty.huber(1) : Penalty.squared())
                .relative(kind == AutogradRing.RELATIVE)
                .weight(LAMBDA)
                .build();
    }

    private static List<Arguments> cases() {
        List<Arguments> cases = new ArrayList<>();
        for (Way way : Way.values()) {
            for (AutogradRing kind : AutogradRing.values()) {
                Stream.of(new int[] {1, 1}, new int[] {7, 5}, new int[] {64, 33}, new int[] {128, 300})
                        .forEach(shape -> cases.add(Arguments.of(way, kind, shape[0], shape[1])));
            }
        }
        return cases;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void leavesGetTheGradientsOfAutograd(Way way, AutogradRing kind, int rows, int dim) {
        Tensor features = Rows.leaf(rows, dim, 1);
        RingRadius radius = RingRadius.startingAt(RADIUS);
        RingLossResult result = way.run(Rows.otherLoss(), ring(kind), features, radius);

        Tensor reference = Rows.leaf(Rows.constant(rows, dim, 1).to(ScalarType.Double));
        Tensor referenceRadius = Rows.leaf(radius.parameter().to(ScalarType.Double));
        Tensor loss = kind.loss(reference, referenceRadius, LAMBDA);
        loss.backward();

        assertClose(features.grad(), reference.grad());
        assertClose(radius.parameter().grad(), referenceRadius.grad());
        assertThat(result.loss()).isCloseTo(loss.item_double(), Offset.offset(TOLERANCE));
    }

    /** The loss depends on the features, too: what reaches a layer below them is the sum of both gradients. */
    @ParameterizedTest
    @MethodSource("cases")
    void layersGetTheSumOfBothGradients(Way way, AutogradRing kind, int rows, int dim) {
        LinearImpl layer = new LinearImpl(dim, 6);
        Tensor input = Rows.constant(rows, dim, 2);
        RingRadius radius = RingRadius.startingAt(RADIUS);
        Tensor features = layer.forward(input);
        way.run(features.sigmoid().sum(), ring(kind), features, radius);

        LinearImpl reference = new LinearImpl(dim, 6);
        reference.to(ScalarType.Double, false);
        reference.weight().data().copy_(layer.weight().detach());
        reference.bias().data().copy_(layer.bias().detach());
        Tensor referenceRadius = Rows.leaf(radius.parameter().to(ScalarType.Double));
        Tensor referenceFeatures = reference.forward(input.to(ScalarType.Double));
        referenceFeatures
                .sigmoid()
                .sum()
                .add(kind.loss(referenceFeatures, referenceRadius, LAMBDA))
                .backward();

        assertClose(layer.weight().grad(), reference.weight().grad());
        assertClose(layer.bias().grad(), reference.bias().grad());
        assertClose(radius.parameter().grad(), referenceRadius.grad());
    }

    @ParameterizedTest
    @EnumSource(AutogradRing.class)
    void theValueOfTheTermIsTheLoss(AutogradRing kind) {
        RingLossResult result = new RingLossResult();
        Tensor term = TorchRing.term(ring(kind), Rows.leaf(9, 5, 3), RingRadius.startingAt(RADIUS), result);

        assertThat(term.dim()).isZero();
        assertThat(term.item_float()).isEqualTo((float) result.loss()).isPositive();
    }

    @Test
    void aTermTakesAnUpstreamGradient() {
        Tensor features = Rows.leaf(9, 5, 4);
        RingRadius radius = RingRadius.startingAt(RADIUS);
        TorchRing.term(ring(AutogradRing.HUBER), features, radius)
                .mul(new Scalar(4))
                .backward();

        Tensor same = Rows.leaf(9, 5, 4);
        RingRadius sameRadius = RingRadius.startingAt(RADIUS);
        TorchRing.backward(Rows.otherLoss(), ring(AutogradRing.HUBER).withWeight(4 * LAMBDA), same, sameRadius);

        assertThat(Rows.floats(features.grad())).containsExactly(Rows.floats(same.grad()), within());
        assertThat(radius.parameter().grad().item_float())
                .isCloseTo(sameRadius.parameter().grad().item_float(), within());
    }

    private static Offset<Float> within() {
        return Offset.offset(1e-6f);
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void gradientsAddToWhatIsThere(Way way) {
        Tensor features = Rows.leaf(9, 5, 5);
        RingRadius radius = RingRadius.startingAt(RADIUS);
        way.run(Rows.otherLoss(), ring(AutogradRing.SQUARED), features, radius);
        float[] once = Rows.floats(features.grad());
        float radiusOnce = radius.parameter().grad().item_float();
        way.run(Rows.otherLoss(), ring(AutogradRing.SQUARED), features, radius);

        float[] twice = Rows.floats(features.grad());
        for (int i = 0; i < once.length; i++) {
            assertThat(twice[i]).isEqualTo(2 * once[i]);
        }
        assertThat(radius.parameter().grad().item_float()).isEqualTo(2 * radiusOnce);
    }

    @Test
    void twoForwardPassesBeforeOneBackwardPass() {
        RingLoss ring = ring(AutogradRing.SQUARED);
        Tensor a = Rows.leaf(9, 5, 6);
        Tensor b = Rows.leaf(9, 5, 7);
        RingRadius radius = RingRadius.startingAt(RADIUS);
        Tensor first = TorchRing.term(ring, a, radius);
        Tensor second = TorchRing.term(ring, b, radius);
        first.add(second).backward();

        Tensor aAlone = Rows.leaf(9, 5, 6);
        Tensor bAlone = Rows.leaf(9, 5, 7);
        RingRadius radiusAlone = RingRadius.startingAt(RADIUS);
        TorchRing.backward(Rows.otherLoss(), ring, aAlone, radiusAlone);
        TorchRing.backward(Rows.otherLoss(), ring, bAlone, radiusAlone);

        assertThat(Rows.floats(a.grad())).containsExactly(Rows.floats(aAlone.grad()));
        assertThat(Rows.floats(b.grad())).containsExactly(Rows.floats(bAlone.grad()));
        assertThat(radius.parameter().grad().item_float())
                .isEqualTo(radiusAlone.parameter().grad().item_float());
    }

    /** The penalty is asked for each row once: nothing is computed twice, forward or backward. */
    @ParameterizedTest
    @EnumSource(Way.class)
    void theKernelRunsOncePerBatch(Way way) {
        int[] values = new int[1];
        int[] derivatives = new int[1];
        Penalty counting = new Penalty() {
            @Override
            public double value(double e) {
                values[0]++;
                return e * e / 2;
            }

            @Override
            public double derivative(double e) {
                derivatives[0]++;
                return e;
            }
        };
        RingLoss ring = RingLoss.builder().penalty(counting).build();
        way.run(Rows.otherLoss(), ring, Rows.leaf(9, 5, 8), RingRadius.startingAtMeanNorm());

        assertThat(values[0]).isEqualTo(9);
        assertThat(derivatives[0]).isEqualTo(9);
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void whatIsFrozenGetsNoGradient(Way way) {
        RingLoss ring = ring(AutogradRing.SQUARED);
        Tensor features = Rows.leaf(9, 5, 9);
        RingRadius fixed = RingRadius.fixed(RADIUS);
        way.run(Rows.otherLoss(), ring, features, fixed);
        assertThat(features.grad().defined()).isTrue();
        assertThat(fixed.parameter().grad().defined()).isFalse();

        Tensor constant = Rows.constant(9, 5, 9);
        RingRadius trained = RingRadius.startingAt(RADIUS);
        way.run(Rows.otherLoss(), ring, constant, trained);
        assertThat(constant.grad().defined()).isFalse();
        assertThat(trained.parameter().grad().defined()).isTrue();
    }

    @Test
    void withNothingToTrainATermIsAConstant() {
        Tensor term = TorchRing.term(ring(AutogradRing.SQUARED), Rows.constant(9, 5, 9), RingRadius.fixed(RADIUS));
        assertThat(term.requires_grad()).isFalse();
        assertThat(term.item_float()).isPositive();
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void anEmptyBatchCostsNothing(Way way) {
        Tensor features = Rows.leaf(Rows.constant(1, 5, 1).narrow(0, 0, 0));
        RingRadius radius = RingRadius.startingAt(RADIUS);
        RingLossResult result = way.run(Rows.otherLoss(), ring(AutogradRing.SQUARED), features, radius);
        assertThat(result.loss()).isZero();
        assertThat(radius.parameter().grad().item_float()).isZero();
    }

    static void assertClose(Tensor actual, Tensor expected) {
        float[] floats = Rows.floats(actual);
        double[] doubles = Rows.doubles(expected);
        assertThat(floats).hasSameSizeAs(doubles);
        double largest = 0;
        double error = 0;
        for (int i = 0; i < floats.length; i++) {
            largest = Math.max(largest, Math.abs(doubles[i]));
            error = Math.max(error, Math.abs(floats[i] - doubles[i]));
        }
        assertThat(largest).isPositive();
        assertThat(error / largest).isLessThan(TOLERANCE);
    }
}
