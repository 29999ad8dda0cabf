package org.ringloss.properties;

import java.util.Arrays;

/** Rows of finite floats whose norms are hard to get right, and ordinary ones. */
final class NormRows {
    private static final Kind[] KINDS = Kind.values();

    private final SplitMix64 random;

    NormRows(long seed) {
        random = new SplitMix64(seed);
    }

    /** What is hard about a row. */
    enum Kind {
        /** Nothing. */
        ORDINARY,
        /** Elements of every exponent. */
        ANY_BITS,
        /** The exact norm is up to 2^-71 of itself from the middle between two floats, on either side. */
        NEAR_TIE,
        /** A Pythagorean triple whose longest side lies in the middle between two floats. */
        TIE,
        /** Such a triple and a little more. */
        TIE_AND_A_LITTLE,
        /** Every addition rounds the same way. */
        CONSTANT,
        /** The squares of all but one are about half an ulp of the sum. */
        ONE_HUGE,
        /** The smallest floats and zeros. */
        SUBNORMAL,
        /** Norms about the largest float. */
        LARGEST
    }

    /** Fills a row with one of the kinds. */
    void fill(float[] x, int offset, int dim) {
        fill(KINDS[random.nextInt(KINDS.length)], x, offset, dim);
    }

    void fill(Kind kind, float[] x, int offset, int dim) {
        switch (kind) {
            case ORDINARY -> ordinary(x, offset, dim, power(60));
            case ANY_BITS -> {
                for (int j = 0; j < dim; j++) {
                    float any = Float.intBitsToFloat((int) random.nextLong());
                    x[offset + j] = Float.isFinite(any) ? any : 1;
                }
            }
            case NEAR_TIE -> nearTie(x, offset, dim);
            case TIE -> tie(x, offset, dim, false);
            case TIE_AND_A_LITTLE -> tie(x, offset, dim, true);
            case CONSTANT -> Arrays.fill(x, offset, offset + dim, (1 + random.nextFloat() / 2) * power(60));
            case ONE_HUGE -> {
                float scale = power(60);
                float tiny = (1.4f + 0.6f * random.nextFloat()) * 0x1p-27f;
                for (int j = 0; j < dim; j++) {
                    x[offset + j] = tiny * scale * (random.nextInt(4) == 0 ? 1 + random.nextFloat() / 64 : 1);
                }
                x[offset + random.nextInt(dim)] = (1 + random.nextInt(64) * 0x1p-23f) * scale;
            }
            case SUBNORMAL -> {
                int bits = 1 + random.nextInt(24);
                for (int j = 0; j < dim; j++) {
                    x[offset + j] = Float.intBitsToFloat((int) (random.nextLong() >>> (64 - bits)));
                }
            }
            case LARGEST -> ordinary(x, offset, dim, Float.MAX_VALUE);
        }
    }

    private float power(int most) {
        return Math.scalb(1f, random.nextInt(2 * most + 1) - most);
    }

    private void ordinary(float[] x, int offset, int dim, float scale) {
        for (int j = 0; j < dim; j++) {
            x[offset + j] = random.nextFloat() * random.nextFloat() * scale;
        }
    }

    /**
     * An odd number m of 25 bits is halfway between two floats. Elements of whole numbers take a part of m^2; the last
     * ones, up to three, each the root of what is left, take the rest but for 2^-70 of it. All of this is exact in
     * double.
     */
    private void nearTie(float[] x, int offset, int dim) {
        double middle = (1 << 24) + 2 * random.nextInt(1 << 23) + 1;
        double left = middle * middle;
        int roots = Math.min(dim, 3);
        double most = middle * Math.sqrt(0.9 / Math.max(1, dim - roots));
        for (int j = roots; j < dim; j++) {
            float whole = (float) Math.rint(random.nextFloat() * most);
            x[offset + j] = whole;
            left -= (double) whole * whole;
        }
        for (int j = 0; j < roots; j++) {
            float root = (float) Math.sqrt(Math.max(left, 0));
            if ((double) root * root > left) {
                root = Math.nextDown(root);
            }
            boolean last = j == roots - 1;
            x[offset + j] = last && random.nextLong() < 0 ? Math.nextUp(root) : root;
            left -= (double) root * root;
        }
        mix(x, offset, dim);
    }

    /** (p^2 - q^2)^2 + (2pq)^2 = (p^2 + q^2)^2, with p^2 + q^2 an odd number of 25 bits. */
    private void tie(float[] x, int offset, int dim, boolean andALittle) {
        Arrays.fill(x, offset, offset + dim, 0);
        if (dim == 1) {
            x[offset] = random.nextFloat();
            return;
        }
        long p;
        long q;
        do {
            p = 1L + random.nextInt(5792);
            q = 1L + random.nextInt(5792);
        } while ((p + q) % 2 == 0
                || p * p + q * q < 1 << 24
                || p * p + q * q >= 1 << 25
                || Math.abs(p * p - q * q) >= 1 << 24);
        x[offset] = p * p - q * q;
        x[offset + 1] = 2 * p * q;
        if (andALittle) {
            for (int j = 2; j < dim; j++) {
                x[offset + j] = Math.scalb(random.nextFloat(), -random.nextInt(40));
            }
        }
        mix(x, offset, dim);
    }

    /** Any order, any signs, any scale: the norm is only scaled. */
    private void mix(float[] x, int offset, int dim) {
        float scale = power(80);
        for (int j = dim - 1; j >= 0; j--) {
            int other = random.nextInt(j + 1);
            float kept = x[offset + j];
            x[offset + j] = x[offset + other] * (random.nextLong() < 0 ? scale : -scale);
            x[offset + other] = kept;
        }
    }
}
