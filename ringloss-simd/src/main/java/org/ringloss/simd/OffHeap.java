// SPDX-License-Identifier: Apache-2.0
package org.ringloss.simd;

import org.ringloss.internal.Scratch;

/**
 * Kernels over memory segments. This is the class of Java 17 to 21, which have none; the jar holds another one for Java 22
 * and newer.
 */
@SuppressWarnings("DoNotCallSuggester") // the other class of this name does not throw
final class OffHeap {
    private OffHeap() {}

    /** A method: the compiler would write a constant into the classes that ask for it. */
    static boolean isAvailable() {
        return false;
    }

    static boolean sums(Object x, int offset, int stride, int rows, int dim, double[] sums, int at, Scratch scratch) {
        throw unavailable(x);
    }

    static double inDouble(Object x, int start, int dim) {
        throw unavailable(x);
    }

    static void scale(
            Object x,
            int offset,
            int stride,
            float[] coefficients,
            int at,
            int rows,
            int dim,
            Object gradient,
            int gradientOffset,
            int gradientStride,
            boolean add) {
        throw unavailable(x);
    }

    private static IllegalStateException unavailable(Object x) {
        return new IllegalStateException("x is " + x + ", must be a float[] before Java 22");
    }
}
