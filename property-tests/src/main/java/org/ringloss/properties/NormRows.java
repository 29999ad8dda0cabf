// SPDX-License-Identifier: Apache-2.0
package org.ringloss.properties;

import java.util.Arrays;

/** Rows of finite floats, ordinary ones and such whose norms are hard to get right. */
final class NormRows {
    private static final Kind[] KINDS = Kind.values();

    private final SplitMix64 random;

    NormRows(long seed) {
        random = new SplitMix64(seed);
    }

    /** What is special about a row. */
    enum Kind {
        /** Normally distributed elements, as embeddings have them. */
        NORMAL("normal"),
        /** From -1 to 1, times a power of two. */
        UNIFORM("uniform"),
        /** Every addition may round the same way. */
        CONSTANT("constant"),
        /** The squares of all but one are about half an ulp of the sum. */
        ONE_HUGE("one huge among tiny"),
        /** Large and small in turns: half of the lanes have all that counts. */
        ALTERNATING("large and small in turns"),
        /** Elements whose exponents differ by up to 40. */
        SPREAD("exponents spread"),
        /** Any finite floats. */
        ANY_BITS("any bits"),
        /** The smallest floats and zeros. */
        SUBNORMAL("subnormal"),
        /** About the largest float. */
        LARGEST("near the largest float"),
        /** Sums of squares on both sides of where rows become rare. */
        NEARLY_RARE("about to be rare");

        final String text;

        Kind(String text) {
            this.text = text;
        }
    }

    /** Fills a row with one of the kinds. */
    void fill(float[] x, int offset, int dim) {
        fill(KINDS[random.nextInt(KINDS.length)], x, offset, dim);
    }

    void fill(Kind kind, float[] x, int offset, int dim) {
        switch (kind) {
            case NORMAL -> {
                float scale = power(10);
                for (int j = 0; j < dim; j++) {
                    x[offset + j] = (float) gaussian() * scale;
                }
            }
            case UNIFORM -> uniform(x, offset, dim, power(30));
            case CONSTANT -> Arrays.fill(x, offset, offset + dim, (1 + random.nextFloat() / 2) * power(30));
            case ONE_HUGE -> {
                float scale = power(20);
                float tiny = (1.4f + 0.6f * random.nextFloat()) * 0x1p-13f;
                for (int j = 0; j < dim; j++) {
                    x[offset + j] = tiny * scale * (random.nextInt(4) == 0 ? 1 + random.nextFloat() / 64 : 1);
                }
                x[offset + random.nextInt(Math.min(dim, ContractNorm.LANES))] =
                        (1 + random.nextInt(64) * 0x1p-23f) * scale;
            }
            case ALTERNATING -> {
                float large = (1 + random.nextFloat() / 2) * power(20);
                float small = large * power(12);
                for (int j = 0; j < dim; j++) {
                    x[offset + j] = j % 2 == 0 ? large : -small;
                }
            }
            case SPREAD -> {
                for (int j = 0; j < dim; j++) {
                    x[offset + j] = random.nextFloat() * power(20);
                }
            }
            case ANY_BITS -> {
                for (int j = 0; j < dim; j++) {
                    float any = Float.intBitsToFloat((int) random.nextLong());
                    x[offset + j] = Float.isFinite(any) ? any : 1;
                }
            }
            case SUBNORMAL -> {
                int bits = 1 + random.nextInt(24);
                for (int j = 0; j < dim; j++) {
                    x[offset + j] = Float.intBitsToFloat((int) (random.nextLong() >>> (64 - bits)));
                }
            }
            case LARGEST -> uniform(x, offset, dim, Float.MAX_VALUE);
            case NEARLY_RARE -> {
                float root = random.nextInt(2) == 0 ? 0x1p-40f : 0x1p60f;
                uniform(x, offset, dim, root * (float) Math.sqrt(3.0 / dim) * (1 + random.nextFloat() / 16));
            }
        }
    }

    /** Box and Muller's. */
    private double gaussian() {
        return Math.sqrt(-2 * StrictMath.log(1 - random.nextDouble()))
                * StrictMath.cos(2 * Math.PI * random.nextDouble());
    }

    private float power(int most) {
        return Math.scalb(1f, random.nextInt(2 * most + 1) - most);
    }

    private void uniform(float[] x, int offset, int dim, float scale) {
        for (int j = 0; j < dim; j++) {
            x[offset + j] = random.nextFloat() * scale;
        }
    }
}
