// SPDX-License-Identifier: Apache-2.0
package org.ringloss.properties;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.ringloss.Penalty;

/** Another penalty until it has been asked often enough: then it throws. It knows how many threads are inside it. */
final class FaultyPenalty implements Penalty {
    private final Penalty sound;
    private final Throwable fault;
    private final Predicate<Thread> where;
    private final AtomicInteger left;
    private final AtomicInteger inside = new AtomicInteger();

    /** Throws {@code fault} from question number {@code at} on, 0 being the first, on the threads of {@code where}. */
    FaultyPenalty(Penalty sound, int at, Throwable fault, Predicate<Thread> where) {
        this.sound = sound;
        this.fault = fault;
        this.where = where;
        this.left = new AtomicInteger(at);
    }

    FaultyPenalty(Penalty sound, int at, Throwable fault) {
        this(sound, at, fault, thread -> true);
    }

    /** Threads that are inside one of the methods. */
    int inside() {
        return inside.get();
    }

    @Override
    public double value(double residual) {
        inside.incrementAndGet();
        try {
            if (where.test(Thread.currentThread()) && left.getAndDecrement() <= 0) {
                // It must not become positive again.
                left.set(0);
                FaultyPenalty.<RuntimeException>raise(fault);
            }
            return sound.value(residual);
        } finally {
            inside.decrementAndGet();
        }
    }

    @Override
    public double derivative(double residual) {
        return sound.derivative(residual);
    }

    /** Throws what may be a checked exception, as other languages can. */
    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void raise(Throwable e) throws E {
        throw (E) e;
    }
}
