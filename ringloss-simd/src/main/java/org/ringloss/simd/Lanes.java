package org.ringloss.simd;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * The vector shapes in use: the widest that the CPU prefers, up to 512 bits, or less by the system property {@code
 * ringloss.maxVectorBits}. All are {@code static final}: the compiler only makes vector instructions of constant species.
 */
final class Lanes {
    static final String MAX_BITS_PROPERTY = "ringloss.maxVectorBits";

    /** Width in bits: 128, 256 or 512. Anything else is refused before a kernel runs. */
    static final int BITS = bits();

    private static final VectorShape SHAPE = VectorShape.forBitSize(served(BITS) ? BITS : 128);
    /** Doubles: the accumulators of row sums, and everything that there is one of per row. */
    static final VectorSpecies<Double> D = DoubleVector.SPECIES_64.withShape(SHAPE);

    static final VectorSpecies<Long> L = LongVector.SPECIES_64.withShape(SHAPE);
    /** As many floats as there are doubles in {@link #D}, half as wide. */
    static final VectorSpecies<Float> F_HALF =
            FloatVector.SPECIES_64.withShape(VectorShape.forBitSize(SHAPE.vectorBitSize() / 2));
    /** Floats of full width. */
    static final VectorSpecies<Float> F = FloatVector.SPECIES_64.withShape(SHAPE);

    static final int DOUBLES = D.length();

    /**
     * Whether the CPU has fused multiply-add. The product of two floats is exact in double, so that it changes no bit; it
     * leaves the adders to the conversions. Without it the JVM would compute it with BigDecimal. Every ARM has it, and
     * every x86 with 256-bit integer vectors, which is when more than two doubles are preferred.
     */
    static final boolean FMA =
            !System.getProperty("os.arch", "").matches("amd64|x86_64") || DoubleVector.SPECIES_PREFERRED.length() > 2;

    /** A load at index 8 - n keeps the first n lanes and clears the others. */
    static final long[] KEEP = {-1, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0, 0, 0, 0, 0};

    /** Whether reduceLanes has a minimum and a maximum of longs: on JDK 17 with AVX-512 only, else it is slow Java code. */
    static final boolean REDUCED = DOUBLES == 8;

    static final int THIRD = DOUBLES / 2;
    static final int LAST = DOUBLES - 1;

    private Lanes() {}

    private static int bits() {
        int preferred = DoubleVector.SPECIES_PREFERRED.vectorBitSize();
        return Math.min(preferred, Integer.getInteger(MAX_BITS_PROPERTY, 512));
    }

    private static boolean served(int bits) {
        return bits == 128 || bits == 256 || bits == 512;
    }

    static String refusal() {
        int preferred = DoubleVector.SPECIES_PREFERRED.vectorBitSize();
        if (preferred > 512) {
            return "vectors of " + preferred + " bits are not supported; start java with -XX:MaxVectorSize=64";
        }
        if (!served(BITS)) {
            return "vectors of " + BITS + " bits are not supported (128, 256 and 512 are); see -XX:MaxVectorSize and "
                    + MAX_BITS_PROPERTY;
        }
        return "";
    }

    /** Lane i takes the value of lane i + by, or i - by: that whose number differs in one bit. */
    static VectorShuffle<Double> exchange(int by) {
        return VectorShuffle.fromOp(D, i -> (i ^ by) % DOUBLES);
    }
}
