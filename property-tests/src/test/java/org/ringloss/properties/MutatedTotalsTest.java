// SPDX-License-Identifier: Apache-2.0
package org.ringloss.properties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.ObjectStreamConstants;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringloss.NormSummary;
import org.ringloss.NormTotals;
import org.ringloss.RingLoss;
import org.ringloss.RingLossTotals;

/** Bytes that were totals are read or refused as documented, and what is read works like any other totals. */
class MutatedTotalsTest {
    /** A sum is some hundred bytes as an object, and three or more as bytes. */
    private static final long PER_BYTE = 100;

    private static final int ROWS_AT = 5;

    private static RingLossTotals totals(LossCase lossCase) {
        return lossCase.ring().forward(lossCase.batch()).result().totals();
    }

    private static RingLossTotals someTotals() {
        return totals(LossCase.of(2, 2, new float[] {3, 4, 6, 8}, 1));
    }

    @Property(tries = 3000)
    void areRefusedOrWork(
            @ForAll(supplier = LossCases.class) LossCase lossCase,
            @ForAll(supplier = LossCases.class) LossCase other,
            @ForAll long seed) {
        byte[] bytes = new Mutations(seed, List.of(totals(other).toBytes()))
                .of(totals(lossCase).toBytes());
        assertRefusedOrWorking(bytes);
    }

    @Property
    void ofAnyBytesAreRefusedOrWork(@ForAll byte[] bytes) {
        assertRefusedOrWorking(bytes);
    }

    private static void assertRefusedOrWorking(byte[] bytes) {
        Allocation.assertAtMost(PER_BYTE, bytes.length, () -> readOrRefuse(bytes));
        readOrRefuse(bytes).ifPresent(MutatedTotalsTest::work);
    }

    private static Optional<RingLossTotals> readOrRefuse(byte[] bytes) {
        try {
            return Optional.of(RingLossTotals.fromBytes(bytes));
        } catch (IllegalArgumentException e) {
            assertThat(e).isExactlyInstanceOf(IllegalArgumentException.class).hasMessageStartingWith("bytes");
            return Optional.empty();
        }
    }

    /** What any totals can do, also after they were merged with sound ones. */
    private static void work(RingLossTotals totals) {
        RingLossTotals merged = totals.copy();
        try {
            merged.merge(someTotals());
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageStartingWith("other");
        }
        for (RingLossTotals each : List.of(totals, merged)) {
            assertThat(each.normSummary()).isNotNull();
            assertThat(each.rows()).isNotNegative();
            assertThat(each.toString()).isNotEmpty();
            try {
                assertThat(RingLoss.builder().weight(0).build().result(each)).isNotNull();
            } catch (IllegalArgumentException e) {
                assertThat(e).hasMessageStartingWith("totals is of");
            }
            assertThat(RingLossTotals.fromBytes(each.toBytes()).toBytes()).isEqualTo(each.toBytes());
        }
    }

    @Test
    void withMoreRowsThanCanBeCountedDoNotMerge() {
        byte[] bytes = someTotals().toBytes();
        // All but two of them ignored.
        ByteBuffer.wrap(bytes).putLong(ROWS_AT, Long.MAX_VALUE - 1).putLong(ROWS_AT + 8, Long.MAX_VALUE - 3);
        RingLossTotals many = RingLossTotals.fromBytes(bytes);
        byte[] before = many.toBytes();
        Refusals.assertIllegal(() -> many.merge(someTotals()), "other", "2 rows", "must have at most 1");
        assertThat(many.toBytes()).isEqualTo(before);
        many.merge(totals(LossCase.of(1, 2, new float[] {3, 4}, 1)));
        assertThat(many.rows()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void withAScaleThatIsNotPositiveAndFiniteAreRefused() {
        byte[] bytes = someTotals().toBytes();
        // Behind the norms come the penalty's name with its length, a byte and a word for the radii.
        int scaleAt = someTotals().normTotals().toBytes().length + 2 + "huber(1.0)".length() + 1 + 8;
        for (double scale : new double[] {0, -1, Double.POSITIVE_INFINITY, Double.NaN}) {
            ByteBuffer.wrap(bytes).putDouble(scaleAt, scale);
            Refusals.assertIllegal(() -> RingLossTotals.fromBytes(bytes), "bytes", "its scale is " + scale);
        }
    }

    @Test
    void withNormsOfNoRowsAreRefused() {
        byte[] bytes = someTotals().toBytes();
        // 2 rows, all of weight 0, without extremes.
        ByteBuffer.wrap(bytes).putLong(ROWS_AT + 8, 2);
        ByteBuffer.wrap(bytes).putDouble(ROWS_AT + 32, Double.NaN).putDouble(ROWS_AT + 40, Double.NaN);
        Refusals.assertIllegal(() -> RingLossTotals.fromBytes(bytes), "bytes", "sums over 0 norms");
    }

    /** Norms 5 and 10: 15 and 125 are no sums of two numbers from 8 to 10, or from 5 to 7, and their squares. */
    @Test
    void withSumsBeyondTheirExtremesAreRefused() {
        double[][] extremes = {{8, 10}, {5, 7}, {7.5, 10}, {5, 7.9}, {-5, 10}, {5, 0x1p151}, {10, 5}};
        for (double[] each : extremes) {
            byte[] bytes = someTotals().normTotals().toBytes();
            ByteBuffer.wrap(bytes).putDouble(ROWS_AT + 32, each[0]).putDouble(ROWS_AT + 40, each[1]);
            if (each[0] == 7.5) {
                // A sum of 15 could be, and so could squares of 112.5 and more.
                assertThat(NormTotals.fromBytes(bytes).min()).isEqualTo(7.5);
            } else {
                Refusals.assertIllegal(() -> NormTotals.fromBytes(bytes), "bytes", String.valueOf(each[1]));
            }
        }
    }

    @Property(tries = 3000)
    void ofNormsAreRefusedOrWork(
            @ForAll(supplier = LossCases.class) LossCase lossCase,
            @ForAll(supplier = LossCases.class) LossCase other,
            @ForAll long seed) {
        byte[] bytes = new Mutations(seed, List.of(totals(other).normTotals().toBytes()))
                .of(totals(lossCase).normTotals().toBytes());
        Allocation.assertAtMost(PER_BYTE, bytes.length, () -> readNormsOrRefuse(bytes));
        readNormsOrRefuse(bytes).ifPresent(totals -> {
            NormTotals merged = totals.copy();
            try {
                merged.merge(someTotals().normTotals());
            } catch (IllegalArgumentException e) {
                assertThat(e).hasMessageStartingWith("other");
            }
            for (NormTotals each : List.of(totals, merged)) {
                NormSummary summary = each.summary();
                assertThat(summary.deviation() >= 0 || Double.isNaN(summary.mean()))
                        .isTrue();
                assertThat(each.toString()).isNotEmpty();
                assertThat(NormTotals.fromBytes(each.toBytes())).isEqualTo(each);
            }
        });
    }

    private static Optional<NormTotals> readNormsOrRefuse(byte[] bytes) {
        try {
            return Optional.of(NormTotals.fromBytes(bytes));
        } catch (IllegalArgumentException e) {
            assertThat(e).isExactlyInstanceOf(IllegalArgumentException.class).hasMessageStartingWith("bytes");
            return Optional.empty();
        }
    }

    @Test
    void ofManyClassesTakeMemoryInProportion() {
        byte[] bytes = new RingLossTotals().toBytes();
        byte[] many = Arrays.copyOf(bytes, bytes.length + 3 * 100_000);
        ByteBuffer.wrap(many).putInt(bytes.length - 4, 100_000);
        Allocation.assertAtMost(
                PER_BYTE,
                many.length,
                () -> assertThat(RingLossTotals.fromBytes(many).classes()).isEqualTo(100_000));
        byte[] one = Arrays.copyOf(bytes, bytes.length + 3);
        ByteBuffer.wrap(one).putInt(bytes.length - 4, 2);
        Refusals.assertIllegal(() -> RingLossTotals.fromBytes(one), "2 classes in 3 bytes");
        ByteBuffer.wrap(many).putInt(bytes.length - 4, Integer.MAX_VALUE);
        Allocation.assertAtMost(
                PER_BYTE,
                many.length,
                () -> Refusals.assertIllegal(() -> RingLossTotals.fromBytes(many), "2147483647 classes"));
    }

    @Test
    void inAStreamOfObjectsAreRefused() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ObjectOutputStream objects = new ObjectOutputStream(out)) {
            objects.writeObject(someTotals());
        }
        String stream = out.toString(StandardCharsets.ISO_8859_1);
        for (String kind : List.of("RANG", "NING", "\0\0\0\0")) {
            byte[] forged = stream.replace("RING", kind).getBytes(StandardCharsets.ISO_8859_1);
            assertThatThrownBy(() -> readObject(forged))
                    .isInstanceOf(InvalidObjectException.class)
                    .hasMessageContaining("bytes must be");
        }
    }

    /** A stream that names the class itself would make totals without sums. */
    @ParameterizedTest
    @ValueSource(classes = {RingLossTotals.class, NormTotals.class})
    void thatCircumventTheirBytesAreRefused(Class<?> kind) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DataOutputStream data = new DataOutputStream(out);
        data.writeShort(ObjectStreamConstants.STREAM_MAGIC);
        data.writeShort(ObjectStreamConstants.STREAM_VERSION);
        data.writeByte(ObjectStreamConstants.TC_OBJECT);
        data.writeByte(ObjectStreamConstants.TC_CLASSDESC);
        data.writeUTF(kind.getName());
        data.writeLong(ObjectStreamClass.lookup(kind).getSerialVersionUID());
        data.writeByte(ObjectStreamConstants.SC_SERIALIZABLE);
        data.writeShort(0);
        data.writeByte(ObjectStreamConstants.TC_ENDBLOCKDATA);
        data.writeByte(ObjectStreamConstants.TC_NULL);
        assertThatThrownBy(() -> readObject(out.toByteArray())).isInstanceOf(InvalidObjectException.class);
    }

    @SuppressWarnings("BanSerializableRead") // what this test wrote itself
    private static Object readObject(byte[] stream) throws IOException, ClassNotFoundException {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(stream))) {
            return in.readObject();
        }
    }
}
