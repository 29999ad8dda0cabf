package org.ringloss.benchmarks;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * What both passes cannot do without, and nothing else: every float is converted to double and its square added to one of
 * four vectors, and the row before is multiplied by a constant and stored. There are no norms, so that nothing waits for
 * them, and no penalties, coefficients or totals.
 */
final class BarePasses {
    /** Elements that are summed, and as many scaled, in turn. */
    static final int BLOCK = 128;

    static final float COEFFICIENT = 0.5f;

    private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Float> HALF =
            FloatVector.SPECIES_64.withShape(VectorShape.forBitSize(DOUBLES.vectorBitSize() / 2));
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = DOUBLES.length();
    private static final int WIDE = FLOATS.length();

    private BarePasses() {}

    /** The sum of all squares, and the gradient, of whole blocks; of what is left over, nothing. */
    static double of(float[] x, float[] g, int dim) {
        DoubleVector s0 = DoubleVector.zero(DOUBLES);
        DoubleVector s1 = s0;
        DoubleVector s2 = s0;
        DoubleVector s3 = s0;
        DoubleVector v;
        int row = dim - dim % BLOCK;
        int end = x.length - x.length % BLOCK;
        for (int i = 0; i < end; i += BLOCK) {
            for (int k = i; k < i + BLOCK; k += 4 * LANES) {
                v = (DoubleVector) FloatVector.fromArray(HALF, x, k).castShape(DOUBLES, 0);
                s0 = v.fma(v, s0);
                v = (DoubleVector) FloatVector.fromArray(HALF, x, k + LANES).castShape(DOUBLES, 0);
                s1 = v.fma(v, s1);
                v = (DoubleVector) FloatVector.fromArray(HALF, x, k + 2 * LANES).castShape(DOUBLES, 0);
                s2 = v.fma(v, s2);
                v = (DoubleVector) FloatVector.fromArray(HALF, x, k + 3 * LANES).castShape(DOUBLES, 0);
                s3 = v.fma(v, s3);
            }
            if (i >= row) {
                scale(x, g, i - row);
            }
        }
        for (int i = Math.max(0, end - row); i < end; i += BLOCK) {
            scale(x, g, i);
        }
        DoubleVector sum = s0.add(s1).add(s2.add(s3));
        double total = 0;
        for (int lane = 0; lane < LANES; lane++) {
            total += sum.lane(lane);
        }
        return total;
    }

    private static void scale(float[] x, float[] g, int at) {
        for (int k = at; k < at + BLOCK; k += WIDE) {
            FloatVector.fromArray(FLOATS, x, k).mul(COEFFICIENT).intoArray(g, k);
        }
    }
}
