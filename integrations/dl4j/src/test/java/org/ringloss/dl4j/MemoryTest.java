// SPDX-License-Identifier: Apache-2.0
package org.ringloss.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import org.bytedeco.javacpp.Pointer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.dataset.DataSet;

/** Memory over many steps, in a JVM that has done nothing else. */
class MemoryTest {
    /**
     * JavaCPP counts the native memory that nobody has freed. One array of features kept per step would
     * be 6 MB.
     */
    @Test
    void holdsNoMemory() {
        MultiLayerNetwork net = Networks.network(Networks.layer().build());
        DataSet batch = Networks.data(64, 3);
        DataSet byColumns = new DataSet(batch.getFeatures().dup('f'), batch.getLabels());
        long heapBytes = fit(net, 1000, batch, byColumns);
        long nativeBytes = Pointer.totalBytes();
        long after = heapBytes;
        // A collection after every 1000 steps: ND4J's own threads, which free arrays that were collected, fall behind
        // otherwise.
        for (int thousand = 0; thousand < 5; thousand++) {
            after = fit(net, 1000, batch, byColumns);
        }
        assertThat(after - heapBytes).isLessThan(2_000_000);
        assertThat(Pointer.totalBytes() - nativeBytes).isLessThan(1_000_000);
    }

    /** Trains; returns what of the heap is in use after it. */
    private static long fit(MultiLayerNetwork net, int steps, DataSet... batches) {
        for (int i = 0; i < steps; i++) {
            net.fit(batches[i % batches.length]);
        }
        return heap();
    }

    /** What is left when collections find no more: threads of JavaCPP and ND4J let go of arrays after the collector has. */
    private static long heap() {
        long least = Long.MAX_VALUE;
        for (int calm = 0; calm < 4; calm++) {
            System.gc();
            try {
                Thread.sleep(200);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            long used =
                    Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
            if (used < least - 50_000) {
                least = used;
                calm = -1;
            }
        }
        return least;
    }
}
