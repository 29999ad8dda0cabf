// SPDX-License-Identifier: Apache-2.0
package org.ringloss.properties;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.ringloss.FloatMatrix;
import org.ringloss.Penalty;
import org.ringloss.Reduction;
import org.ringloss.RingLoss;
import org.ringloss.RingLossBuilder;
import org.ringloss.RingLossResult;

/**
 * Many threads make random calls on the same few hundred instances for minutes, and compare every result to the bit with
 * what one thread found before. Half of the instances share a pool; now and then a call fails on purpose.
 *
 * <p>Options: {@code --minutes M} (5), {@code --threads T} (4, or two per CPU), {@code --seed S}. Exits with 1 at the first
 * difference.
 */
public final class Soak {
    private static final int CALLS = 600;
    /** One call in so many fails on purpose. */
    private static final int FAULTS = 16;

    private static final int POOL_THREADS = 3;

    private final ForkJoinPool pool = new ForkJoinPool(POOL_THREADS);
    private final List<SoakCall> calls = new ArrayList<>();
    private final AtomicLong done = new AtomicLong();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    /** Makes {@code count} calls ready. */
    Soak(long seed, int count) {
        SplitMix64 random = new SplitMix64(seed);
        List<RingLoss> rings = rings();
        for (int i = 0; i < count; i++) {
            calls.add(new SoakCall(random, rings.get(random.nextInt(rings.size())), i % 8 == 0));
        }
    }

    private List<RingLoss> rings() {
        List<RingLoss> rings = new ArrayList<>();
        for (Penalty penalty : GoldenHash.PENALTIES) {
            for (Reduction reduction : Reduction.values()) {
                for (boolean relative : new boolean[] {false, true}) {
                    RingLossBuilder builder = RingLoss.builder()
                            .penalty(penalty)
                            .weight(0.7)
                            .reduction(reduction)
                            .relative(relative);
                    rings.add(builder.build());
                    rings.add(builder.parallel(pool, POOL_THREADS, ThreadShare.FLOATS)
                            .build());
                }
            }
        }
        return rings;
    }

    /** Runs. */
    public static void main(String[] args) throws InterruptedException {
        double minutes = 5;
        int threads = Math.max(4, 2 * Runtime.getRuntime().availableProcessors());
        long seed = System.nanoTime();
        for (int i = 0; i + 1 < args.length; i += 2) {
            switch (args[i]) {
                case "--minutes" -> minutes = Double.parseDouble(args[i + 1]);
                case "--threads" -> threads = Integer.parseInt(args[i + 1]);
                case "--seed" -> seed = Long.parseLong(args[i + 1]);
                default ->
                    throw new IllegalArgumentException(
                            "option is " + args[i] + ", must be --minutes, --threads or --seed");
            }
        }
        System.out.println(RingLoss.describe());
        System.out.println(threads + " threads, " + minutes + " minutes, seed " + seed);
        long end = System.nanoTime() + (long) (minutes * Duration.ofMinutes(1).toNanos());
        Soak soak = new Soak(seed, CALLS);
        long done;
        try {
            done = soak.run(threads, seed, () -> System.nanoTime() < end);
        } catch (AssertionError e) {
            System.out.println("FAILED: " + e.getMessage());
            e.printStackTrace();
            System.exit(1);
            return;
        }
        System.out.println(done + " calls, every one with the bits of one thread");
    }

    /**
     * Lets threads make calls as long as they shall.
     *
     * @return the number of calls
     * @throws AssertionError if one gave other bits, or failed
     */
    long run(int threads, long seed, BooleanSupplier goOn) throws InterruptedException {
        List<Thread> workers = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            SplitMix64 random = new SplitMix64(seed + t);
            Thread worker = new Thread(() -> work(random, goOn));
            workers.add(worker);
            worker.start();
        }
        for (Thread worker : workers) {
            worker.join();
        }
        pool.shutdown();
        if (!pool.awaitTermination(1, TimeUnit.MINUTES)) {
            throw new AssertionError("helpers are still at work in the pool");
        }
        Throwable first = failure.get();
        if (first != null) {
            throw new AssertionError(first.getMessage(), first);
        }
        return done.get();
    }

    private void work(SplitMix64 random, BooleanSupplier goOn) {
        RingLossResult result = new RingLossResult();
        try {
            while (failure.get() == null && goOn.getAsBoolean()) {
                if (random.nextInt(FAULTS) == 0) {
                    fail(random);
                } else {
                    calls.get(random.nextInt(calls.size())).check(result);
                }
                done.incrementAndGet();
            }
        } catch (Throwable e) {
            failure.compareAndSet(null, e);
        }
    }

    /** A call whose penalty throws somewhere on the way, here or on a thread of the pool. */
    private void fail(SplitMix64 random) {
        int rows = 1 + random.nextInt(2000);
        FailingPenalty penalty = new FailingPenalty(random.nextInt(rows));
        RingLoss ring = RingLoss.builder()
                .penalty(penalty)
                .relative(random.nextInt(2) == 0)
                .parallel(pool, POOL_THREADS, ThreadShare.FLOATS)
                .build();
        float[] x = new float[rows * 40];
        Arrays.fill(x, Float.NaN);
        FloatMatrix matrix = FloatMatrix.of(x, rows, 40);
        try {
            ring.forwardBackward(matrix, 1, matrix);
        } catch (ArithmeticException e) {
            if (e != penalty.fault) {
                throw new AssertionError("another call's exception", e);
            }
            return;
        }
        throw new AssertionError("the exception of a penalty was lost");
    }

    /** NaN for some residuals, then an exception. */
    private static final class FailingPenalty implements Penalty {
        final ArithmeticException fault = new ArithmeticException("on purpose");
        private final AtomicInteger left;

        FailingPenalty(int sound) {
            left = new AtomicInteger(sound);
        }

        @Override
        public double value(double residual) {
            if (left.getAndDecrement() <= 0) {
                throw fault;
            }
            return Double.NaN;
        }

        @Override
        public double derivative(double residual) {
            return Double.NaN;
        }
    }
}
