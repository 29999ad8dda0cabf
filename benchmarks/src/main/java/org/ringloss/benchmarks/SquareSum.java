package org.ringloss.benchmarks;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The limit of sums of squares in double: reads every float once, converts it and adds its square to one of four vectors.
 * No rows, no fixed order within them, no errors: what is below this, a correctly rounded norm cannot reach.
 */
final class SquareSum {
    private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Float> FLOATS =
            FloatVector.SPECIES_64.withShape(VectorShape.forBitSize(DOUBLES.vectorBitSize() / 2));
    private static final int LANES = DOUBLES.length();

    private SquareSum() {}

    /** The sum over a multiple of {@code 4 * LANES} floats; of those left over, none. */
    static double of(float[] x) {
        DoubleVector s0 = DoubleVector.zero(DOUBLES);
        DoubleVector s1 = s0;
        DoubleVector s2 = s0;
        DoubleVector s3 = s0;
        DoubleVector v;
        int end = x.length - x.length % (4 * LANES);
        for (int i = 0; i < end; i += 4 * LANES) {
            v = (DoubleVector) FloatVector.fromArray(FLOATS, x, i).castShape(DOUBLES, 0);
            s0 = v.fma(v, s0);
            v = (DoubleVector) FloatVector.fromArray(FLOATS, x, i + LANES).castShape(DOUBLES, 0);
            s1 = v.fma(v, s1);
            v = (DoubleVector) FloatVector.fromArray(FLOATS, x, i + 2 * LANES).castShape(DOUBLES, 0);
            s2 = v.fma(v, s2);
            v = (DoubleVector) FloatVector.fromArray(FLOATS, x, i + 3 * LANES).castShape(DOUBLES, 0);
            s3 = v.fma(v, s3);
        }
        DoubleVector sum = s0.add(s1).add(s2.add(s3));
        double total = 0;
        for (int lane = 0; lane < LANES; lane++) {
            total += sum.lane(lane);
        }
        return total;
    }
}
