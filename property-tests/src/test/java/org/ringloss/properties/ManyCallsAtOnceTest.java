// SPDX-License-Identifier: Apache-2.0
package org.ringloss.properties;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.ringloss.FloatMatrix;
import org.ringloss.Penalty;
import org.ringloss.RingLoss;

/** Scratch memory is kept for a limited number of calls: more of them at once take their own. */
class ManyCallsAtOnceTest {
    private static final int CALLS = 150;
    private static final int ROWS = 3;
    private static final int DIM = 5;

    /** Nobody goes on before all have begun. */
    private static final class Meeting implements Penalty {
        private final CountDownLatch missing = new CountDownLatch(CALLS);
        private final ThreadLocal<Boolean> here = ThreadLocal.withInitial(() -> false);

        @Override
        public double value(double residual) {
            if (!here.get()) {
                here.set(true);
                missing.countDown();
                try {
                    missing.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
            return Penalty.squared().value(residual);
        }

        @Override
        public double derivative(double residual) {
            return Penalty.squared().derivative(residual);
        }
    }

    @Test
    void giveTheBitsOfACallAlone() throws Exception {
        float[] x = new SplitMix64(5).floats(ROWS * DIM, 1);
        float[] expected = new float[x.length];
        RingLoss.builder()
                .penalty(Penalty.squared())
                .build()
                .forwardBackward(FloatMatrix.of(x, ROWS, DIM), 1, FloatMatrix.of(expected, ROWS, DIM));
        RingLoss ring = RingLoss.builder().penalty(new Meeting()).build();
        ExecutorService threads = Executors.newFixedThreadPool(CALLS);
        try {
            List<Future<float[]>> gradients = new ArrayList<>();
            for (int i = 0; i < CALLS; i++) {
                gradients.add(threads.submit(() -> {
                    float[] gradient = new float[x.length];
                    ring.forwardBackward(FloatMatrix.of(x, ROWS, DIM), 1, FloatMatrix.of(gradient, ROWS, DIM));
                    return gradient;
                }));
            }
            for (Future<float[]> gradient : gradients) {
                Bits.assertSame("gradient", gradient.get(), expected);
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
