// SPDX-License-Identifier: Apache-2.0
package org.ringloss.simd;

import static org.ringloss.simd.Lanes.F;

import jdk.incubator.vector.FloatVector;

/**
 * How kernels read and write floats. The kernels of memory segments are made from those of arrays by putting {@code
 * SegmentMemory}, which has the same methods, in the place of this class.
 */
final class Memory {
    private Memory() {}

    static FloatVector load(float[] x, int i) {
        return FloatVector.fromArray(F, x, i);
    }

    static void store(FloatVector v, float[] x, int i) {
        v.intoArray(x, i);
    }

    static float get(float[] x, int i) {
        return x[i];
    }

    static void set(float[] x, int i, float value) {
        x[i] = value;
    }

    static int length(float[] x) {
        return x.length;
    }

    /** Whether rows at {@code xi} and {@code gi} may be the same ones. */
    static boolean meet(float[] x, int xi, float[] g, int gi) {
        return x == g;
    }
}
