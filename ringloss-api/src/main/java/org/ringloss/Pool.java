// SPDX-License-Identifier: Apache-2.0
package org.ringloss;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** Objects that calls use again, so that a call allocates nothing once the pool is warm. Safe for many threads. */
final class Pool<T> {
    private static final int SIZE = 64;

    private final AtomicReferenceArray<@Nullable T> objects = new AtomicReferenceArray<>(SIZE);

    /** An object of the pool's, or null. */
    @Nullable T take() {
        for (int i = 0; i < SIZE; i++) {
            if (objects.getPlain(i) != null) {
                T object = objects.getAndSet(i, null);
                if (object != null) {
                    return object;
                }
            }
        }
        return null;
    }

    /** Keeps the object if there is room. */
    void giveBack(T object) {
        for (int i = 0; i < SIZE; i++) {
            if (objects.getPlain(i) == null && objects.compareAndSet(i, null, object)) {
                return;
            }
        }
    }
}
