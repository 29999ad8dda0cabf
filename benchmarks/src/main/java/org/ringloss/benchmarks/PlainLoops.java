package org.ringloss.benchmarks;

/**
 * Ring loss with the Huber penalty as one would write it by hand: float sums, one loop after the other. The baseline
 * that anyone has without a library; its results agree with the library's to float precision only.
 */
final class PlainLoops {
    private final float[] norms;

    PlainLoops(int rows) {
        norms = new float[rows];
    }

    /** The mean loss; keeps the norms for {@link #backward}. */
    float forward(float[] x, int rows, int dim, float radius, float delta) {
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
        return loss / rows;
    }

    /** Writes dL/dx; returns dL/dR. */
    float backward(float[] x, int rows, int dim, float radius, float delta, float weight, float[] gradient) {
        float radiusGradient = 0;
        for (int i = 0; i < rows; i++) {
            float slope = Math.min(Math.max(norms[i] - radius, -delta), delta) * weight / rows;
            radiusGradient -= slope;
            float coefficient = norms[i] == 0 ? 0 : slope / norms[i];
            for (int j = 0; j < dim; j++) {
                gradient[i * dim + j] = coefficient * x[i * dim + j];
            }
        }
        return radiusGradient;
    }
}
