// SPDX-License-Identifier: Apache-2.0
package org.ringloss.benchmarks;

import java.util.SplittableRandom;
import org.ringloss.FloatMatrix;

/** Features of a shape such as {@code 256x512}, normal around a norm near 20, and room for their gradient. */
final class Batch {
    static final double RADIUS = 20;
    /** Of the Huber penalty. */
    static final double DELTA = 1;
    /** lambda. */
    static final double WEIGHT = 0.1;

    /** Numbers drawn; a prime, so that rows of any usual length differ. */
    private static final int DRAWN = 99_991;

    final int rows;
    final int dim;
    final float[] x;
    final float[] g;
    final FloatMatrix features;
    final FloatMatrix gradient;

    Batch(String shape) {
        int cross = shape.indexOf('x');
        rows = Integer.parseInt(shape.substring(0, cross));
        dim = Integer.parseInt(shape.substring(cross + 1));
        x = new float[rows * dim];
        g = new float[rows * dim];
        SplittableRandom random = new SplittableRandom(1);
        double[] normals = new double[Math.min(DRAWN, x.length)];
        for (int i = 0; i < normals.length; i++) {
            normals[i] = normal(random);
        }
        double spread = RADIUS / Math.sqrt(dim);
        int next = 0;
        for (int i = 0; i < rows; i++) {
            double scale = spread * (0.9 + 0.2 * random.nextDouble());
            for (int j = 0; j < dim; j++) {
                x[i * dim + j] = (float) (scale * normals[next]);
                next = next + 1 < normals.length ? next + 1 : 0;
            }
        }
        features = FloatMatrix.of(x, rows, dim);
        gradient = FloatMatrix.of(g, rows, dim);
    }

    /** Box and Muller; SplittableRandom has no normal numbers on Java 17. */
    private static double normal(SplittableRandom random) {
        return Math.sqrt(-2 * Math.log(1 - random.nextDouble())) * Math.cos(2 * Math.PI * random.nextDouble());
    }
}
