// SPDX-License-Identifier: Apache-2.0
package org.ringloss.properties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ForkJoinPool;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.objenesis.strategy.StdInstantiatorStrategy;
import org.ringloss.BackendChoice;
import org.ringloss.LearnableRadius;
import org.ringloss.NormSummary;
import org.ringloss.NormTotals;
import org.ringloss.Penalty;
import org.ringloss.Radii;
import org.ringloss.Reduction;
import org.ringloss.RingLoss;
import org.ringloss.RingLossBatch;
import org.ringloss.RingLossResult;
import org.ringloss.RingLossTotals;

/** What a distributed engine ships arrives as it was: by Java serialization and by Kryo, which copies fields. */
class SerializationTest {
    /** There and back again. */
    enum Travel {
        JAVA,
        KRYO;

        @SuppressWarnings("unchecked")
        <T> T of(T object) {
            return (T) (this == JAVA ? byJava(object) : byKryo(object));
        }
    }

    private static byte[] javaBytes(Object object) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        }
        return bytes.toByteArray();
    }

    @SuppressWarnings("BanSerializableRead") // bytes that this test wrote
    private static Object fromJava(byte[] bytes) throws IOException {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            return in.readObject();
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object byJava(Object object) {
        try {
            return fromJava(javaBytes(object));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As Spark sets it up: any class, made without its constructor where it has none without arguments. */
    private static Object byKryo(Object object) {
        Kryo kryo = new Kryo();
        kryo.setInstantiatorStrategy(new Kryo.DefaultInstantiatorStrategy(new StdInstantiatorStrategy()));
        Output out = new Output(256, -1);
        kryo.writeClassAndObject(out, object);
        return kryo.readClassAndObject(new Input(out.toBytes()));
    }

    @Property
    void aLossComputesTheSameBits(@ForAll(supplier = LossCases.class) LossCase lossCase, @ForAll Travel travel) {
        RingLoss before = lossCase.ring();
        if (travel == Travel.JAVA && !(before.penalty() instanceof Serializable)) {
            return;
        }
        RingLoss after = travel.of(before);
        assertThat(after).hasToString(before.toString());
        Outcome.of(lossCase, after).assertSameBitsAs(Outcome.of(lossCase, before));
    }

    @ParameterizedTest
    @EnumSource
    void aLossChoosesItsBackendWhereItArrives(Travel travel) {
        RingLoss before = RingLoss.builder()
                .weight(0.25)
                .reduction(Reduction.SUM)
                .relative(true)
                .backend(BackendChoice.SCALAR)
                .parallel(ForkJoinPool.commonPool(), 4)
                .build();
        RingLoss after = travel.of(before);
        assertThat(after).isEqualTo(before).hasSameHashCodeAs(before);
        assertThat(after.backend()).isEqualTo(RingLoss.builder().build().backend());
        // And may be changed and used like any other.
        assertThat(after.toBuilder().build()).isEqualTo(before);
        assertThat(after.withWeight(1).weight()).isEqualTo(1);
    }

    @Property
    void penalties(@ForAll(supplier = WidePenalties.class) PenaltyCase penalty, @ForAll Travel travel) {
        Penalty before = penalty.library();
        Penalty after = travel.of(before);
        assertThat(after).isEqualTo(before).hasSameHashCodeAs(before).hasToString(before.toString());
        Bits.assertSame("value", after.value(0.7), before.value(0.7));
        Bits.assertSame("derivative", after.derivative(-3), before.derivative(-3));
    }

    @Test
    void aPenaltyOfTwoFunctionsTravelsWithThem() {
        double width = 2.5;
        Penalty before = Penalty.of("quartic", e -> e * e * e * e / width, e -> 4 * e * e * e / width);
        Penalty after = Travel.JAVA.of(before);
        assertThat(after).isEqualTo(before).hasSameHashCodeAs(before).hasToString("quartic");
        assertThat(after.value(3)).isEqualTo(81 / width);
        assertThat(after.derivative(3)).isEqualTo(108 / width);
        RingLoss ring = RingLoss.builder().penalty(before).build();
        assertThat(Travel.JAVA.of(ring)).isEqualTo(ring);
        assertThat(Travel.JAVA.of(ring).penalty().value(1)).isEqualTo(1 / width);
    }

    @Test
    void aLossWithAPenaltyThatIsNotSerializableSaysWhichClassItIs() {
        RingLoss ring = RingLoss.builder().penalty(new Absolute()).build();
        assertThatThrownBy(() -> javaBytes(ring))
                .isInstanceOf(NotSerializableException.class)
                .hasMessageContaining("Absolute");
    }

    private static final class Absolute implements Penalty {
        @Override
        public double value(double residual) {
            return Math.abs(residual);
        }

        @Override
        public double derivative(double residual) {
            return Math.signum(residual);
        }
    }

    @Property
    void totals(@ForAll(supplier = LossCases.class) LossCase lossCase, @ForAll Travel travel) {
        RingLossTotals before =
                lossCase.ring().forward(lossCase.batch()).result().totals();
        RingLossTotals after = travel.of(before);
        assertThat(after).isEqualTo(before);
        assertThat(after.rows()).isEqualTo(lossCase.rows());
        Bits.assertSame("penalty sum", after.penaltySum(), before.penaltySum());
        after.merge(before);
        assertThat(after.rows()).isEqualTo(2L * lossCase.rows());
        NormTotals norms = travel.of(before.normTotals());
        assertThat(norms).isEqualTo(before.normTotals());
        Bits.assertSame(norms.summary(), before.normSummary());
    }

    @Property
    void summaries(@ForAll(supplier = LossCases.class) LossCase lossCase, @ForAll Travel travel) {
        NormSummary before = lossCase.ring().forward(lossCase.batch()).result().normSummary();
        NormSummary after = travel.of(before);
        Bits.assertSame(after, before);
        assertThat(after).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource
    void aRadiusThatLearns(Travel travel) {
        for (LearnableRadius before :
                new LearnableRadius[] {LearnableRadius.startingAt(7.3, 0.1), LearnableRadius.startingAtMeanNorm(2)}) {
            LearnableRadius after = travel.of(before);
            assertThat(after).isEqualTo(before).hasSameHashCodeAs(before).hasToString(before.toString());
        }
    }

    /** What the framework's own closures hold. */
    @Test
    void aClosureOverALoss() {
        RingLoss ring = RingLoss.builder().weight(0.5).build();
        UnaryOperator<String> closure = (UnaryOperator<String> & Serializable) text -> text + ring.weight();
        UnaryOperator<String> after = Travel.JAVA.of(closure);
        assertThat(after.apply("weight ")).isEqualTo("weight 0.5");
    }

    /** Bytes that no loss, penalty or radius wrote are refused: the numbers in them are checked as a builder's are. */
    @Test
    void bytesThatWereChangedAreRefused() throws IOException {
        assertRefused(RingLoss.builder().weight(0x1p100).build(), 0x1p100, 0x1p101);
        assertRefusedText(Penalty.huber(1), "huber(1.0)", "huber(0.0)");
        assertRefusedText(LearnableRadius.startingAt(1, 1), "value=1.0", "value=-10");
    }

    private static void assertRefused(Object object, double number, double other) throws IOException {
        byte[] bytes = javaBytes(object);
        byte[] from = java.nio.ByteBuffer.allocate(8).putDouble(number).array();
        byte[] to = java.nio.ByteBuffer.allocate(8).putDouble(other).array();
        replace(bytes, from, to);
        assertThatThrownBy(() -> fromJava(bytes)).isInstanceOf(InvalidObjectException.class);
    }

    private static void assertRefusedText(Object object, String from, String to) throws IOException {
        byte[] bytes = javaBytes(object);
        replace(bytes, from.getBytes(StandardCharsets.UTF_8), to.getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> fromJava(bytes)).isInstanceOf(InvalidObjectException.class);
    }

    private static void replace(byte[] bytes, byte[] from, byte[] to) {
        for (int i = 0; i + from.length <= bytes.length; i++) {
            if (java.util.Arrays.equals(bytes, i, i + from.length, from, 0, from.length)) {
                System.arraycopy(to, 0, bytes, i, to.length);
                return;
            }
        }
        throw new AssertionError("nothing to replace");
    }

    /** Kinds of totals that differ in more than a shared radius. */
    @ParameterizedTest
    @EnumSource
    void totalsOfClassesAndTargetsStayMergeable(Travel travel) {
        RingLoss ring = RingLoss.builder().build();
        LossCase lossCase = LossCase.of(4, 2, new float[] {3, 4, 6, 8, 1, 0, 0, 2}, 1);
        Stream.of(Radii.perClass(new double[] {1, 2}, new int[] {0, 1, 1, 0}), Radii.perRow(new double[] {1, 2, 3, 4}))
                .forEach(radii -> {
                    RingLossResult result = ring.forward(RingLossBatch.of(lossCase.features(), radii))
                            .result();
                    RingLossTotals after = travel.of(result.totals());
                    after.merge(result.totals());
                    assertThat(after.rows()).isEqualTo(8);
                });
    }
}
