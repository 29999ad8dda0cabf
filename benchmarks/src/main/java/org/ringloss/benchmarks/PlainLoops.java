// SPDX-License-Identifier: Apache-2.0
package org.ringloss.benchmarks;

/**
 * Ring loss with the Huber penalty as one would write it by hand in Java: float sums, one loop after the other. The
 * baseline that anyone has without a library; its results agree with the library's to float precision only.
 */
final class PlainLoops implements Peer {
    private final Batch batch;
    private final float[] norms;
    private float radiusGradient;

    PlainLoops(Batch batch) {
        this.batch = batch;
        norms = new float[batch.rows];
    }

    @Override
    public double forwardBackward() {
        float radius = (float) Batch.RADIUS;
        float delta = (float) Batch.DELTA;
        float weight = (float) Batch.WEIGHT;
        float loss = forward(batch.x, batch.rows, batch.dim, radius, delta, weight);
        radiusGradient = backward(batch.x, batch.rows, batch.dim, radius, delta, weight, batch.g);
        return loss;
    }

    /** The mean loss; keeps the norms for {@link #backward}. */
    private float forward(float[] x, int rows, int dim, float radius, float delta, float weight) {
        float loss = 0;
        for (int i = 0; i < rows; i++) {
            float sum = 0;
            for (int j = 0; j < dim; j++) {
                float v = x[i * dim + j];
                sum += v * v;
            }
            float norm = (float) Math.sqrt(sum);
            norms[i] = norm;
            float residual = norm - radius;
            float magnitude = Math.abs(residual);
            loss += magnitude <= delta ? 0.5f * residual * residual : delta * (magnitude - 0.5f * delta);
        }
        return weight * loss / rows;
    }

    /** Writes dL/dx; returns dL/dR. */
    private float backward(float[] x, int rows, int dim, float radius, float delta, float weight, float[] gradient) {
        float sum = 0;
        for (int i = 0; i < rows; i++) {
            float derivative = Math.min(Math.max(norms[i] - radius, -delta), delta) * weight / rows;
            sum -= derivative;
            float coefficient = norms[i] == 0 ? 0 : derivative / norms[i];
            for (int j = 0; j < dim; j++) {
                gradient[i * dim + j] = coefficient * x[i * dim + j];
            }
        }
        return sum;
    }

    /**
     * The machine's limit: y = c * x reads what both passes read and writes what they write, and computes nothing else. The
     * JIT compiler turns this loop into vectors by itself.
     */
    static double stream(float[] x, float[] g) {
        for (int i = 0; i < x.length; i++) {
            g[i] = 0.5f * x[i];
        }
        return g[0];
    }

    @Override
    public double radiusGradient() {
        return radiusGradient;
    }

    @Override
    public float[] gradient() {
        return batch.g;
    }
}
