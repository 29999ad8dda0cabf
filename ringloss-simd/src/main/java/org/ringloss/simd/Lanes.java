// SPDX-License-Identifier: Apache-2.0
package org.ringloss.simd;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;
import org.ringloss.internal.MaxVectorBits;

/**
 * The vector shapes in use: the widest that the CPU prefers, or less by {@link MaxVectorBits}. All are {@code static final}:
 * the compiler only makes vector instructions of constant species.
 */
final class Lanes {
    /** Width in bits: 128, 256 or 512. Anything else is refused before a kernel runs. */
    static final int BITS = bits();

    private static final VectorShape SHAPE = VectorShape.forBitSize(served(BITS) ? BITS : 128);
    /** Doubles: one value per row. */
    static final VectorSpecies<Double> D = DoubleVector.SPECIES_64.withShape(SHAPE);

    static final VectorSpecies<Long> L = LongVector.SPECIES_64.withShape(SHAPE);
    /** Floats: one species, see docs/c2.md. */
    static final VectorSpecies<Float> F = FloatVector.SPECIES_64.withShape(SHAPE);

    static final int FLOATS = F.length();
    static final int DOUBLES = D.length();

    /** Whether reduceLanes has a minimum and a maximum of longs: on JDK 17 with AVX-512 only, else it is slow Java code. */
    static final boolean REDUCED = DOUBLES == 8;

    /**
     * Whether a shuffled vector stays in registers: it does on JDK 25. On 17 it goes to the heap in most JVMs, 96 bytes for each
     * (AMD EPYC 9004, 512 bits, 2026-11; {@code CompiledCallsAllocateNothingTest}), and versions between were not looked at.
     */
    static final boolean SHUFFLES = Runtime.version().feature() >= 25;

    static final int THIRD = DOUBLES / 2;
    static final int LAST = DOUBLES - 1;

    private Lanes() {}

    private static int bits() {
        int preferred = DoubleVector.SPECIES_PREFERRED.vectorBitSize();
        return Math.min(preferred, MaxVectorBits.read());
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
            return "vectors of " + BITS
                    + " bits are not supported (128, 256 and 512 are); start java without -XX:MaxVectorSize";
        }
        return "";
    }
}
