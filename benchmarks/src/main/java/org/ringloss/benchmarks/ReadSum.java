package org.ringloss.benchmarks;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The limit of the loads: reads every float once and adds it to one of eight vectors, no more. */
final class ReadSum {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    private ReadSum() {}

    /** The sum of a multiple of {@code 8 * LANES} floats, in any order; of those left over, none. */
    static float of(float[] x) {
        FloatVector s0 = FloatVector.zero(SPECIES);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        FloatVector s4 = s0;
        FloatVector s5 = s0;
        FloatVector s6 = s0;
        FloatVector s7 = s0;
        int end = x.length - x.length % (8 * LANES);
        for (int i = 0; i < end; i += 8 * LANES) {
            s0 = s0.add(FloatVector.fromArray(SPECIES, x, i));
            s1 = s1.add(FloatVector.fromArray(SPECIES, x, i + LANES));
            s2 = s2.add(FloatVector.fromArray(SPECIES, x, i + 2 * LANES));
            s3 = s3.add(FloatVector.fromArray(SPECIES, x, i + 3 * LANES));
            s4 = s4.add(FloatVector.fromArray(SPECIES, x, i + 4 * LANES));
            s5 = s5.add(FloatVector.fromArray(SPECIES, x, i + 5 * LANES));
            s6 = s6.add(FloatVector.fromArray(SPECIES, x, i + 6 * LANES));
            s7 = s7.add(FloatVector.fromArray(SPECIES, x, i + 7 * LANES));
        }
        FloatVector sum = s0.add(s1).add(s2.add(s3)).add(s4.add(s5).add(s6.add(s7)));
        float total = 0;
        for (int lane = 0; lane < LANES; lane++) {
            total += sum.lane(lane);
        }
        return total;
    }
}
