// SPDX-License-Identifier: Apache-2.0
package org.ringloss.benchmarks;

import dev.ludovic.netlib.blas.BLAS;
import dev.ludovic.netlib.blas.JavaBLAS;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Ring loss on top of a BLAS in Java, row by row: {@code snrm2} for the norm, {@code scopy} and {@code sscal} for the
 * gradient. The BLAS is netlib's VectorBLAS, which is written with the Vector API as our kernels are, and nothing else:
 * its native and its plain Java counterparts are refused. What it has no vectors for ({@code scopy}) is its own plain Java.
 */
final class NetlibLoops implements Peer {
    /** It logs which BLAS it took; kept, or the level is lost. */
    private static final Logger LOG = Logger.getLogger("dev.ludovic.netlib.blas.InstanceBuilder");

    private final BLAS blas = vectors();
    private final Batch batch;
    private float radiusGradient;

    NetlibLoops(Batch batch) {
        this.batch = batch;
    }

    /** The JVM's best BLAS in Java, which must be the one with vectors. */
    private static BLAS vectors() {
        LOG.setLevel(Level.WARNING);
        BLAS blas = JavaBLAS.getInstance();
        String name = blas.getClass().getSimpleName();
        if (!name.equals("VectorBLAS")) {
            throw new IllegalStateException(
                    "netlib runs on " + name + ", must be VectorBLAS: add --add-modules=jdk.incubator.vector");
        }
        return blas;
    }

    @Override
    public double forwardBackward() {
        float radius = (float) Batch.RADIUS;
        float delta = (float) Batch.DELTA;
        int dim = batch.dim;
        float factor = (float) Batch.WEIGHT / batch.rows;
        float loss = 0;
        float derivatives = 0;
        for (int i = 0; i < batch.rows; i++) {
            float norm = blas.snrm2(dim, batch.x, i * dim, 1);
            float residual = norm - radius;
            float magnitude = Math.abs(residual);
            loss += magnitude <= delta ? 0.5f * residual * residual : delta * (magnitude - 0.5f * delta);
            float derivative = Math.min(Math.max(residual, -delta), delta);
            derivatives += derivative;
            blas.scopy(dim, batch.x, i * dim, 1, batch.g, i * dim, 1);
            blas.sscal(dim, norm == 0 ? 0 : factor * derivative / norm, batch.g, i * dim, 1);
        }
        radiusGradient = -factor * derivatives;
        return factor * loss;
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
