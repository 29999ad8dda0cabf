// SPDX-License-Identifier: Apache-2.0
package org.ringloss.properties;

/** Steele, Lea and Flood's splitmix64: the same numbers on every JVM, from 64 bits of state. */
final class SplitMix64 {
    private long state;

    SplitMix64(long seed) {
        state = seed;
    }

    long nextLong() {
        state += 0x9e3779b97f4a7c15L;
        long z = state;
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }

    /** From 0 to bound - 1. */
    int nextInt(int bound) {
        return (int) ((nextLong() >>> 33) % bound);
    }

    /** The numbers from 0 to count - 1 in any order. */
    int[] permutation(int count) {
        int[] order = new int[count];
        for (int i = 1; i < count; i++) {
            int j = nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    /** From 0 to below 1, a multiple of 2^-53. */
    double nextDouble() {
        return (nextLong() >>> 11) * 0x1p-53;
    }

    /** From -1 to below 1, a multiple of 2^-23. */
    float nextFloat() {
        return ((nextLong() >>> 40) - 0x1p23f) * 0x1p-23f;
    }

    /**
     * Floats from -scale to scale, each a rounded product: numbers of one exponent and few bits would have sums of
     * squares that are exact, whatever their order.
     */
    float[] floats(int count, float scale) {
        float[] floats = new float[count];
        for (int i = 0; i < count; i++) {
            floats[i] = nextFloat() * nextFloat() * scale;
        }
        return floats;
    }
}
