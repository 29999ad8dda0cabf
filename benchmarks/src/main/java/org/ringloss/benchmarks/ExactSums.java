// SPDX-License-Identifier: Apache-2.0
package org.ringloss.benchmarks;

import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.function.DoubleSupplier;
import org.openjdk.jmh.annotations.Param;
import org.ringloss.Norms;
import org.ringloss.internal.Backend;
import org.ringloss.internal.BackendProvider;
import org.ringloss.internal.ExactSum;

/** What the exact sums and the extremes of a full tile cost: the last step of a pass, with the squared penalty. */
public class ExactSums extends Interleaved {
    @Param(Backend.MAX_ROWS + "x16")
    public String shape = "1x1";

    @Override
    Map<String, Callable<DoubleSupplier>> calls() {
        Batch batch = new Batch(shape);
        double[] norms = new double[batch.rows];
        Norms.compute(batch.features, norms);
        double[] values = new double[batch.rows];
        double[] derivatives = new double[batch.rows];
        for (int i = 0; i < batch.rows; i++) {
            derivatives[i] = norms[i] - Batch.RADIUS;
            values[i] = 0.5 * derivatives[i] * derivatives[i];
        }
        Backend kernels = ServiceLoader.load(BackendProvider.class)
                .findFirst()
                .orElseThrow()
                .create();
        ExactSum[] sums = {new ExactSum(), new ExactSum(), new ExactSum(), new ExactSum()};
        return Map.of("sums", () -> () -> {
            double min = kernels.min(norms, batch.rows);
            double max = kernels.max(norms, batch.rows);
            kernels.sumNorms(norms, batch.rows, min, max, sums[0], sums[1]);
            kernels.sum(values, batch.rows, sums[2]);
            kernels.sum(derivatives, batch.rows, sums[3]);
            return max;
        });
    }
}
