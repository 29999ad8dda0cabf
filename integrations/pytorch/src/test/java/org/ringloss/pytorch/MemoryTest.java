// SPDX-License-Identifier: Apache-2.0
package org.ringloss.pytorch;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.ringloss.RingLoss;

class MemoryTest {
    private static final RingLoss RING = RingLoss.builder().build();
    private static final long MEGABYTE = 1 << 20;

    @BeforeAll
    static void oneThread() {
        torch.set_num_threads(1);
    }

    @SuppressWarnings("try") // a scope is used by being open
    private static void train(int steps, Tensor weights, RingRadius radius) {
        for (int i = 0; i < steps; i++) {
            try (PointerScope scope = new PointerScope()) {
                weights.mutable_grad().reset();
                Tensor features = weights.mul(new Scalar(2));
                TorchRing.backward(features.mean(), RING, features, radius);
                Tensor again = weights.mul(new Scalar(2));
                again.mean().add(TorchRing.term(RING, again, radius)).backward();
            }
        }
    }

    @Test
    void staysFlatOverThousandsOfStepsWithAScopePerStep() {
        Tensor weights = Rows.leaf(128, 256, 1);
        RingRadius radius = RingRadius.startingAt(3);
        train(1000, weights, radius);
        long pointers = Pointer.totalCount();
        long bytes = Pointer.physicalBytes();
        train(5000, weights, radius);

        assertThat(Pointer.totalCount()).isLessThanOrEqualTo(pointers);
        // One gradient kept per step would be 640 MB; what Java's own heap grows by in between is far less.
        assertThat(Pointer.physicalBytes() - bytes).isLessThan(400 * MEGABYTE);
    }

    @Test
    void withoutAScopeOnlyTheTermRemains() {
        Tensor features = Rows.leaf(8, 4, 1);
        RingRadius radius = RingRadius.startingAt(3);
        Tensor loss = Rows.otherLoss();
        TorchRing.term(RING, features, radius).close();
        long pointers = Pointer.totalCount();
        TorchRing.backward(loss, RING, features, radius);
        assertThat(Pointer.totalCount()).isLessThanOrEqualTo(pointers);

        Tensor term = TorchRing.term(RING, features, radius);
        assertThat(Pointer.totalCount()).isLessThanOrEqualTo(pointers + 1);
        assertThat(term.item_float()).isPositive();
        assertThat(PointerScope.getInnerScope()).isNull();
    }

    @Test
    @SuppressWarnings("try") // a scope is used by being open
    void aTermBelongsToTheScopeAroundTheCall() {
        Tensor term;
        try (PointerScope scope = new PointerScope()) {
            term = TorchRing.term(RING, Rows.leaf(8, 4, 1), RingRadius.startingAt(3));
            assertThat(term.item_float()).isPositive();
        }
        assertThat(term.isNull()).isTrue();
    }

    /** What the class keeps is made when it is loaded, which may be in a scope that ends. */
    @Test
    void theClassMayBeLoadedInAScope() throws Exception {
        URL classes = TorchRing.class.getProtectionDomain().getCodeSource().getLocation();
        try (URLClassLoader loader = new URLClassLoader(new URL[] {classes}, new OthersOnly())) {
            Class<?> radiusClass = loader.loadClass(RingRadius.class.getName());
            Method backward = loader.loadClass(TorchRing.class.getName())
                    .getMethod("backward", Tensor.class, RingLoss.class, Tensor.class, radiusClass);
            Object radius = radiusClass.getMethod("startingAt", double.class).invoke(null, 3.0);
            inAScope(backward, radius);
            inAScope(backward, radius);
        }
    }

    @SuppressWarnings("try") // a scope is used by being open
    private static void inAScope(Method backward, Object radius) throws Exception {
        try (PointerScope scope = new PointerScope()) {
            Tensor features = Rows.leaf(8, 4, 1);
            backward.invoke(null, Rows.otherLoss(), RING, features, radius);
            assertThat(features.grad().defined()).isTrue();
        }
    }

    /** All classes but those of this module, which the loader below then loads anew. */
    private static final class OthersOnly extends ClassLoader {
        OthersOnly() {
            super(MemoryTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("org.ringloss.pytorch.")) {
                throw new ClassNotFoundException(name);
            }
            return super.loadClass(name, resolve);
        }
    }
}
