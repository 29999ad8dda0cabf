// SPDX-License-Identifier: Apache-2.0
package org.ringloss.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ringloss.LearnableRadius;
import org.ringloss.Penalty;
import org.ringloss.Reduction;
import org.ringloss.RingLoss;
import org.ringloss.RingLossResult;

class RingLossTermTest {
    private static final double WEIGHT = 0.7;
    private static final RingLoss SQUARED =
            RingLoss.builder().penalty(Penalty.squared()).weight(WEIGHT).build();

    private final NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
    private final RingLossResult result = new RingLossResult();

    @BeforeEach
    void seed() {
        Engine.getEngine("PyTorch").setRandomSeed(7);
    }

    @AfterEach
    void close() {
        manager.close();
    }

    /** A loss, and the same written with DJL's own operations, of residuals n - R. */
    private record Case(String name, RingLoss ring, Function<NDArray, NDArray> perRow, boolean relative) {
        /** The whole loss, of features and a radius. */
        NDArray reference(NDArray x, NDArray radius) {
            NDArray norms = x.square().sum(new int[] {1}).sqrt();
            NDArray residuals = norms.sub(radius);
            if (relative) {
                residuals = residuals.div(norms.mean().maximum(0.5f).stopGradient());
            }
            NDArray losses = perRow.apply(residuals);
            return (ring.reduction() == Reduction.MEAN ? losses.mean() : losses.sum()).mul((float) ring.weight());
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static NDArray half(NDArray e) {
        return e.square().mul(0.5f);
    }

    /** With c = e clipped to -1 and 1, the Huber penalty is c (e - c / 2). */
    private static NDArray huber(NDArray e) {
        NDArray clipped = e.clip(-1f, 1f);
        return e.sub(clipped.mul(0.5f)).mul(clipped);
    }

    static Stream<Case> cases() {
        return Stream.of(
                new Case("squared", SQUARED, RingLossTermTest::half, false),
                new Case(
                        "huber", SQUARED.toBuilder().penalty(Penalty.huber(1)).build(), RingLossTermTest::huber, false),
                new Case("relative", SQUARED.toBuilder().relative(true).build(), RingLossTermTest::half, true),
                new Case("sum", SQUARED.toBuilder().reduction(Reduction.SUM).build(), RingLossTermTest::half, false));
    }

    private NDArray leaf(NDArray values) {
        NDArray leaf = values.duplicate();
        leaf.setRequiresGradient(true);
        return leaf;
    }

    private NDArray leaf(double value) {
        return leaf(manager.create((float) value));
    }

    private static void backward(Supplier<NDArray> loss) {
        try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            collector.backward(loss.get());
        }
    }

    /** Apart by at most 1e-6 of the largest entry. */
    private static void assertClose(NDArray actual, NDArray expected) {
        float largest = expected.abs().max().getFloat();
        assertThat(largest).isPositive();
        assertThat(actual.getShape()).isEqualTo(expected.getShape());
        assertThat(actual.sub(expected).abs().max().getFloat() / largest).isLessThan(1e-6f);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void gradientsAndValueAreThoseOfAutograd(Case of) {
        for (Shape shape : new Shape[] {new Shape(1, 1), new Shape(7, 3), new Shape(64, 33), new Shape(31, 513)}) {
            NDArray values = manager.randomNormal(shape);
            double start = 0.9 * Math.sqrt((double) shape.get(1)) + 0.3;
            NDArray x = leaf(values);
            NDArray radius = leaf(start);
            NDArray wantedX = leaf(values);
            NDArray wantedRadius = leaf(start);
            // An upstream gradient other than 1, and a gradient from elsewhere that is added to.
            float[] losses = new float[2];
            backward(() -> {
                NDArray term = RingLossTerm.term(of.ring, x, radius, result);
                losses[0] = term.getFloat();
                return term.mul(3).add(x.square().sum().mul(0.01f));
            });
            backward(() -> {
                NDArray term = of.reference(wantedX, wantedRadius);
                losses[1] = term.getFloat();
                return term.mul(3).add(wantedX.square().sum().mul(0.01f));
            });
            assertClose(x.getGradient(), wantedX.getGradient());
            assertThat(radius.getGradient().getFloat())
                    .isCloseTo(wantedRadius.getGradient().getFloat(), within(1e-5f * (float) start));
            assertThat(radius.getGradient().getFloat()).isEqualTo((float) result.radiusGradient() * 3);
            assertThat(losses[0]).isEqualTo((float) result.loss());
            assertThat(losses[0]).isCloseTo(losses[1], within(1e-5f * losses[1] + 1e-9f));
        }
    }

    @Test
    void theRadiusMayBeAnArrayOfOneOrComputed() {
        NDArray x = leaf(manager.randomNormal(new Shape(5, 4)));
        NDArray one = leaf(manager.create(new float[] {1.5f}));
        backward(() -> RingLossTerm.term(SQUARED, x, one, result));
        assertThat(one.getGradient().toFloatArray()).containsExactly((float) result.radiusGradient());

        NDArray root = leaf(2);
        backward(() -> RingLossTerm.term(SQUARED, x, root.square(), result));
        assertThat(root.getGradient().getFloat()).isCloseTo((float) (4 * result.radiusGradient()), within(1e-6f));
    }

    @Test
    void aNumberOrAnArrayWithoutGradientDoesNotLearn() {
        NDArray x = leaf(manager.randomNormal(new Shape(5, 4)));
        NDArray other = leaf(x);
        NDArray radius = manager.create(1.5f);
        backward(() -> RingLossTerm.term(SQUARED, x, 1.5, result));
        backward(() -> RingLossTerm.term(SQUARED, other, radius, result));
        assertThat(radius.hasGradient()).isFalse();
        assertThat(other.getGradient()).isEqualTo(x.getGradient());
    }

    @Test
    void aLearnableRadiusStartsAtTheMeanNormAndIsSteppedByItsOwner() {
        LearnableRadius radius = LearnableRadius.startingAtMeanNorm(0.5);
        NDArray x = leaf(manager.create(new float[] {3, 4, 0, 1}, new Shape(2, 2)));
        backward(() -> RingLossTerm.term(SQUARED, x, radius, result));
        assertThat(radius.value()).isEqualTo(3);
        backward(() -> RingLossTerm.term(SQUARED.withWeight(1), x.mul(2), radius, result));
        radius.update(result.radiusGradient());
        assertThat(radius.value()).isEqualTo(3 + 0.5 * ((10 - 3) + (2 - 3)) / 2.0);
    }

    @Test
    void featuresThatAreNotContiguousAreReadRight() {
        NDArray values = manager.randomNormal(new Shape(6, 9));
        NDArray transposed = leaf(values);
        NDArray sliced = leaf(values);
        NDArray wantedTransposed = leaf(values);
        NDArray wantedSliced = leaf(values);
        Case squared = cases().findFirst().orElseThrow();
        NDArray radius = manager.create(1.2f);
        backward(() -> RingLossTerm.term(SQUARED, transposed.transpose(), radius, result));
        backward(() -> squared.reference(wantedTransposed.transpose(), radius));
        backward(() -> RingLossTerm.term(SQUARED, sliced.get(":, 2:5"), radius, result));
        backward(() -> squared.reference(wantedSliced.get(":, 2:5"), radius));
        assertClose(transposed.getGradient(), wantedTransposed.getGradient());
        assertClose(sliced.getGradient(), wantedSliced.getGradient());
    }

    @Test
    void twoForwardPassesMayComeBeforeOneBackwardPass() {
        NDArray first = leaf(manager.randomNormal(new Shape(8, 5)));
        NDArray second = leaf(manager.randomNormal(new Shape(8, 5)).mul(3));
        NDArray radius = leaf(1.2);
        NDArray wantedFirst = leaf(first);
        NDArray wantedSecond = leaf(second);
        NDArray wantedRadius = leaf(1.2);
        Case squared = cases().findFirst().orElseThrow();
        backward(() -> {
            NDArray one = RingLossTerm.term(SQUARED, first, radius, result);
            NDArray other = RingLossTerm.term(SQUARED, second, radius, result);
            return one.add(other.mul(2));
        });
        backward(() -> squared.reference(wantedFirst, wantedRadius)
                .add(squared.reference(wantedSecond, wantedRadius).mul(2)));
        assertClose(first.getGradient(), wantedFirst.getGradient());
        assertClose(second.getGradient(), wantedSecond.getGradient());
        assertClose(radius.getGradient(), wantedRadius.getGradient());
    }

    @Test
    void aRowThatIsNotFiniteTouchesNoOtherRow() {
        float[] values = {1, 2, Float.NaN, 4, 5, 6};
        NDArray x = leaf(manager.create(values, new Shape(3, 2)));
        NDArray radius = leaf(1.5);
        float[] loss = new float[1];
        backward(() -> {
            NDArray term = RingLossTerm.term(SQUARED, x, radius, result);
            loss[0] = term.getFloat();
            return term;
        });
        assertThat(loss[0]).isNaN();
        assertThat(result.nonFiniteRows()).isEqualTo(1);
        assertThat(radius.getGradient().getFloat()).isNaN();
        float[] gradient = x.getGradient().toFloatArray();
        for (int i = 0; i < gradient.length; i++) {
            assertThat(Float.isNaN(gradient[i])).isEqualTo(i == 2 || i == 3);
        }
        assertThatThrownBy(() ->
                        RingLossTerm.term(SQUARED, x, LearnableRadius.startingAtMeanNorm(0.1), new RingLossResult()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("NaN or infinity");
    }

    @Test
    void aBatchWithoutRowsHasNoLoss() {
        NDArray x = leaf(manager.create(new Shape(0, 3)));
        NDArray radius = leaf(1.5);
        backward(() -> RingLossTerm.term(SQUARED, x, radius, result).add(radius.mul(0)));
        assertThat(result.loss()).isZero();
        assertThat(radius.getGradient().getFloat()).isZero();
    }

    @Test
    void doubleIsRefusedAndConvertedByWhatTheMessageSays() {
        NDArray inputs = manager.randomNormal(new Shape(4, 3)).toType(DataType.FLOAT64, true);
        assertThatThrownBy(() -> RingLossTerm.term(SQUARED, inputs.mul(2), 1, result))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "features has data type float64, must be float32: convert what it is computed from, such as the"
                                + " network's inputs, with toType(DataType.FLOAT32, false); converted itself it would lose its"
                                + " gradient");
        NDArray radius = manager.create(1.0);
        NDArray factor = leaf(2);
        // What the message says.
        NDArray converted = inputs.toType(DataType.FLOAT32, false);
        assertThatThrownBy(() -> RingLossTerm.term(SQUARED, converted, radius, result))
                .hasMessageStartingWith("radius has data type float64, must be float32");
        backward(() -> RingLossTerm.term(SQUARED, converted.mul(factor), 1, result));
        assertThat(factor.getGradient().getFloat()).isNotZero();
        // What it warns of.
        NDArray doubles = leaf(inputs);
        assertThatThrownBy(() ->
                        backward(() -> RingLossTerm.term(SQUARED, doubles.toType(DataType.FLOAT32, false), 1, result)))
                .isInstanceOf(EngineException.class);
    }

    @Test
    void aRadiusThatIsNegativeOrNotFiniteIsRefused() {
        NDArray x = leaf(manager.ones(new Shape(2, 2)));
        NDArray radius = leaf(-0.5);
        assertThatThrownBy(() -> RingLossTerm.term(SQUARED, x, radius, result))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("radius is -0.5, must be zero or positive, and finite: after a step that took it below,"
                        + " outside of the gradient collector, radius.muli(0) sets an array back to 0; a RingLossBlock and"
                        + " a LearnableRadius stay there by themselves");
        // What the message says.
        radius.muli(0);
        backward(() -> RingLossTerm.term(SQUARED, x, radius, result));
        assertThat(radius.getGradient().getFloat()).isCloseTo((float) (-WEIGHT * Math.sqrt(2)), within(1e-6f));

        assertThatThrownBy(() -> RingLossTerm.term(SQUARED, x, -1, result)).hasMessageStartingWith("radius is -1.0,");
        assertThatThrownBy(() -> RingLossTerm.term(SQUARED, x, Double.NaN, result))
                .hasMessage(
                        "radius is NaN, must be zero or positive, and finite: training diverged, or features had NaN"
                                + " or infinity; try a smaller learning rate");
    }

    @Test
    void shapesAndReductionsThatDoNotFitAreRefused() {
        NDArray x = manager.ones(new Shape(2, 3, 4));
        assertThatThrownBy(() -> RingLossTerm.term(SQUARED, x, 1, result))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("features has shape (2, 3, 4), must have two dimensions (rows, dim)");
        NDArray radii = manager.ones(new Shape(2));
        NDArray rows = manager.ones(new Shape(2, 3));
        assertThatThrownBy(() -> RingLossTerm.term(SQUARED, rows, radii, result))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("radius has shape (2), must hold one number, shared by all rows");
        RingLoss none = SQUARED.toBuilder().reduction(Reduction.NONE).build();
        assertThatThrownBy(() -> RingLossTerm.term(none, rows, 1, result))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ring has reduction NONE, must have MEAN or SUM: the term is a single number");
    }

    /** Features that say something else of themselves. */
    private static NDArray pretending(NDArray features, String method, Object answer) {
        return (NDArray) Proxy.newProxyInstance(
                NDArray.class.getClassLoader(), new Class<?>[] {NDArray.class}, (proxy, called, arguments) -> {
                    try {
                        return called.getName().equals(method) ? answer : called.invoke(features, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    void anotherDeviceIsRefused() {
        NDArray x = pretending(manager.ones(new Shape(2, 3)), "getDevice", Device.gpu(0));
        assertThatThrownBy(() -> RingLossTerm.term(SQUARED, x, 1, result))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("features is on gpu(0), must be on the CPU: train with optDevices(new Device[]"
                        + " {Device.cpu()}); on a GPU the term is better written in DJL's own operations, as"
                        + " docs/trainers.md shows");
    }

    @Test
    void anotherEngineIsRefused() {
        NDArray x = pretending(manager.ones(new Shape(2, 3)), "getManager", new OtherEngine().newBaseManager());
        assertThatThrownBy(() -> RingLossTerm.term(SQUARED, x, 1, result))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "features is an array of the engine Other, must be one of PyTorch: only there can the gradient"
                                + " be written in place");
    }

    @Test
    void aScopeOfTheCallersClosesTheTermAndNothingElseIsLeft() {
        NDArray x = leaf(manager.randomNormal(new Shape(4, 3)));
        int before = manager.getManagedArrays().size();
        NDArray term = RingLossTerm.term(SQUARED, x.transpose(), 1, result);
        // The transposed view and the term.
        assertThat(manager.getManagedArrays()).hasSize(before + 2);
        assertThat(term.getManager()).isEqualTo(manager);
        NDArray scoped;
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            scoped = RingLossTerm.term(SQUARED, x, 1, result);
        }
        assertThatThrownBy(scoped::getFloat).isInstanceOf(IllegalStateException.class);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void memoryStaysFlat() throws Exception {
        NDArray values = manager.randomNormal(new Shape(64, 256));
        NDArray radius = leaf(10);
        long early = 0;
        for (int step = 0; step < 5000; step++) {
            // Both ways: arrays of a manager that closes, and leaves that live on in a manager that stays open.
            try (NDManager batch = manager.newSubManager();
                    GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                NDArray x = values.stopGradient();
                x.attach(batch);
                x.setRequiresGradient(true);
                NDArray term = RingLossTerm.term(SQUARED, step % 2 == 0 ? x : x.transpose(), radius, result);
                collector.backward(term);
            }
            if (step == 1000) {
                early = residentBytes();
            }
        }
        // One leaked gradient per step would be 250 MB.
        assertThat(residentBytes() - early).isLessThan(100L << 20);
        assertThat(manager.getManagedArrays().size()).isLessThan(10);
    }

    private static long residentBytes() throws Exception {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) << 10;
            }
        }
        throw new IllegalStateException("no VmRSS");
    }
}
