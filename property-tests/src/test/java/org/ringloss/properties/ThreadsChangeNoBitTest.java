package org.ringloss.properties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringloss.FeatureMatrix;
import org.ringloss.GradientMode;
import org.ringloss.Penalty;
import org.ringloss.Reduction;
import org.ringloss.RingLoss;

/** Any number of threads gives the bits of one. */
class ThreadsChangeNoBitTest {
    private static final int ROWS = 3001;
    private static final int DIM = 67;

    private static Scene large(Scene.RadiusKind kind, Reduction reduction, boolean relative) {
        return Scenes.scene(PenaltyCase.of("pseudoHuber", 0.7), reduction, relative, ROWS, DIM, kind, 1, 42);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7})
    void forLargeBatches(int threads) {
        ForkJoinPool pool = new ForkJoinPool(threads);
        try {
            for (Scene.RadiusKind kind : Scene.RadiusKind.values()) {
                for (Reduction reduction : Reduction.values()) {
                    for (boolean relative : new boolean[] {false, true}) {
                        Scene scene = large(kind, reduction, relative);
                        RingLoss parallel =
                                scene.builder().parallel(pool, threads).build();
                        Outcome one = Outcome.of(scene, scene.ring());
                        Outcome.of(scene, parallel).assertSameBitsAs(one);
                        float[] gradient = new float[scene.x().length];
                        parallel.forward(scene.batch())
                                .backward(scene.upstream(), FeatureMatrix.of(gradient, ROWS, DIM), GradientMode.WRITE);
                        Bits.assertSame("two passes", gradient, one.gradient());
                    }
                }
            }
        } finally {
            pool.shutdown();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7})
    void forDirectMemory(int threads) {
        ForkJoinPool pool = new ForkJoinPool(threads);
        try {
            Scene scene = large(Scene.RadiusKind.PER_CLASS, Reduction.MEAN, true);
            FeatureMatrix features = Memory.DIRECT_BIG_ENDIAN.matrix(scene.x(), ROWS, DIM, 3, DIM + 2);
            Memory.Target target = Memory.DIRECT.target(ROWS, DIM, 0, DIM);
            scene.builder()
                    .parallel(pool, threads)
                    .build()
                    .forwardBackward(scene.batch(features), scene.upstream(), target.matrix(), GradientMode.WRITE);
            Bits.assertSame(
                    "gradient", target.read(), Outcome.of(scene, scene.ring()).gradient());
        } finally {
            pool.shutdown();
        }
    }

    @Property
    void forAnyScene(@ForAll(supplier = Scenes.class) Scene scene, @ForAll @IntRange(min = 1, max = 9) int threads) {
        RingLoss parallel =
                scene.builder().parallel(ForkJoinPool.commonPool(), threads).build();
        Outcome.of(scene, parallel).assertSameBitsAs(Outcome.of(scene, scene.ring()));
    }

    @Test
    void severalThreadsDoWorkOnALargeBatch() {
        Set<Thread> workers = ConcurrentHashMap.newKeySet();
        CountDownLatch two = new CountDownLatch(2);
        Penalty spy = new Penalty() {
            @Override
            public double value(double residual) {
                if (workers.add(Thread.currentThread())) {
                    two.countDown();
                    await(two);
                }
                return residual * residual / 2;
            }

            @Override
            public double derivative(double residual) {
                return residual;
            }
        };
        ForkJoinPool pool = new ForkJoinPool(3);
        try {
            float[] x = new SplitMix64(1).floats(4096 * 64, 1);
            RingLoss ring = RingLoss.builder().penalty(spy).parallel(pool, 4).build();
            ring.forwardBackward(FeatureMatrix.of(x, 4096, 64), 1, FeatureMatrix.of(new float[x.length], 4096, 64));
            assertThat(workers).hasSizeBetween(2, 4);
        } finally {
            pool.shutdown();
        }
    }

    /** The first thread waits until another one has begun, which may never happen where this test fails. */
    private static void await(CountDownLatch latch) {
        try {
            latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void oneInstanceServesManyThreads() {
        Scene scene = Scenes.scene(
                PenaltyCase.of("cauchy", 1), Reduction.MEAN, true, 40, 33, Scene.RadiusKind.PER_CLASS, 1, 7);
        RingLoss ring = scene.ring();
        Outcome expected = Outcome.of(scene, ring);
        IntStream.range(0, 2000).parallel().forEach(i -> Outcome.of(scene, ring).assertSameBitsAs(expected));
    }

    @Test
    void anExecutorThatRunsOnTheCallerGivesTheSame() {
        Scene scene = large(Scene.RadiusKind.SHARED, Reduction.MEAN, false);
        RingLoss ring = scene.builder().parallel(Runnable::run, 5).build();
        Outcome.of(scene, ring).assertSameBitsAs(Outcome.of(scene, scene.ring()));
    }

    @Test
    void anExecutorThatRejectsIsTold() {
        Executor rejecting = task -> {
            throw new RejectedExecutionException("full");
        };
        Scene scene = large(Scene.RadiusKind.SHARED, Reduction.MEAN, false);
        RingLoss ring = scene.builder().parallel(rejecting, 5).build();
        assertThatThrownBy(() -> Outcome.of(scene, ring)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void whatAPenaltyThrowsReachesTheCaller() {
        Penalty failing = new Penalty() {
            @Override
            public double value(double residual) {
                throw new ArithmeticException("mine");
            }

            @Override
            public double derivative(double residual) {
                return 0;
            }
        };
        Scene scene = large(Scene.RadiusKind.SHARED, Reduction.MEAN, false);
        for (int threads : new int[] {1, 4}) {
            RingLoss ring = RingLoss.builder()
                    .penalty(failing)
                    .parallel(ForkJoinPool.commonPool(), threads)
                    .build();
            assertThatThrownBy(() -> ring.forward(scene.features(), 1)).hasStackTraceContaining("mine");
        }
        // The scratch memory of the failed pass is not spoilt.
        Outcome.of(scene, scene.ring()).assertSameBitsAs(Outcome.of(scene, scene.ring("scalar")));
    }
}
