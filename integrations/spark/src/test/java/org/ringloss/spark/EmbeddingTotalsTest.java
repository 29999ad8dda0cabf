// SPDX-License-Identifier: Apache-2.0
package org.ringloss.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.serializer.JavaSerializer;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.serializer.Serializer;
import org.apache.spark.serializer.SerializerInstance;
import org.junit.jupiter.api.Test;
import org.ringloss.FloatMatrix;
import org.ringloss.Norms;
import org.ringloss.RingLoss;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/** Totals as they travel: as bytes and through both of Spark's serializers. */
class EmbeddingTotalsTest {
    private static final RingLoss RING = RingLoss.builder().build();
    private static final ClassTag<EmbeddingTotals> TAG = ClassTag$.MODULE$.apply(EmbeddingTotals.class);

    private static EmbeddingTotals totals(long firstId, int rows) {
        EmbeddingTotals totals = new EmbeddingTotals(3);
        for (int i = 0; i < rows; i++) {
            FloatMatrix row = FloatMatrix.of(EmbeddingRows.embedding(firstId + i, 3), 1, 3);
            RING.forward(row, 5).result().addTo(totals.ringLossTotals());
        }
        totals.count(RowProblem.NULL);
        totals.count(RowProblem.NULL);
        totals.count(RowProblem.WRONG_LENGTH);
        return totals;
    }

    @Test
    void travelThroughBothSerializers() {
        EmbeddingTotals totals = totals(0, 50);
        for (Serializer serializer :
                List.of(new JavaSerializer(new SparkConf(false)), new KryoSerializer(new SparkConf(false)))) {
            SerializerInstance instance = serializer.newInstance();
            EmbeddingTotals back = instance.deserialize(instance.serialize(totals, TAG), TAG);
            assertThat(back).as(serializer.getClass().getSimpleName()).isEqualTo(totals);
            assertThat(back.ringLossTotals().rows()).isEqualTo(50);
            back.merge(totals(50, 50));
            EmbeddingTotals all = totals(0, 50);
            all.merge(totals(50, 50));
            assertThat(back).isEqualTo(all);
        }
    }

    @Test
    void countAndMerge() {
        EmbeddingTotals all = totals(0, 4);
        all.merge(totals(4, 6));
        assertThat(all.rows()).isEqualTo(16);
        assertThat(all.nullRows()).isEqualTo(4);
        assertThat(all.wrongLengthRows()).isEqualTo(2);
        assertThat(all.nullElementRows()).isZero();
        FloatMatrix rows = FloatMatrix.of(EmbeddingRows.flat(10, 3), 10, 3);
        assertThat(all.ringLossTotals().normSummary()).isEqualTo(Norms.summary(rows));
        assertThat(EmbeddingTotals.fromBytes(all.toBytes())).isEqualTo(all).hasSameHashCodeAs(all);
        assertThat(all).isNotEqualTo(totals(0, 10));
    }

    @Test
    void otherLengthsAreRefused() {
        EmbeddingTotals totals = totals(0, 1);
        assertThatThrownBy(() -> totals.merge(new EmbeddingTotals(4)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("other is of dim 4, must be of dim 3 like the totals it is merged into");
        assertThatThrownBy(() -> new EmbeddingTotals(0)).hasMessage("dim is 0, must be 1 or more");
    }

    @Test
    void bytesOfAnythingElseAreRefused() {
        byte[] good = totals(0, 3).toBytes();
        List<byte[]> bad = new ArrayList<>();
        bad.add(new byte[0]);
        bad.add(new byte[200]);
        bad.add(java.util.Arrays.copyOf(good, good.length - 1));
        bad.add(java.util.Arrays.copyOf(good, good.length + 1));
        bad.add(java.util.Arrays.copyOf(good, 20));
        for (int at : new int[] {0, 4, 5, 9, 17, 25, 33, 40}) {
            byte[] changed = good.clone();
            changed[at] = (byte) 0xff;
            bad.add(changed);
        }
        bad.add(ByteBuffer.wrap(good.clone()).putInt(5, 0).array());
        for (byte[] bytes : bad) {
            assertThatThrownBy(() -> EmbeddingTotals.fromBytes(bytes))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("bytes");
        }
    }

    /** The rows of a group wait in 64 KiB, or less where a group is small. */
    @Test
    void waitingRowsAreBounded() {
        for (int dim : new int[] {1, 2, 24, 128, 1000, 16_384, 100_000}) {
            WaitingRows waiting = new WaitingRows(dim);
            waiting.add(new float[dim]);
            assertThat(waiting.bytes()).isEqualTo(4 * dim);
            while (!waiting.isFull()) {
                waiting.add(new float[dim]);
            }
            assertThat(waiting.bytes()).isLessThanOrEqualTo(Math.max(64 * 1024, 4 * dim));
            int rows = waiting.take().rows();
            assertThat(rows).isEqualTo(Math.max(1, Math.min(1024, 16_384 / dim)));
            assertThat(waiting.isEmpty()).isTrue();
        }
    }
}
