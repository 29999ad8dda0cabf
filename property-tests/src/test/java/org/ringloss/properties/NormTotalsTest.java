// SPDX-License-Identifier: Apache-2.0
package org.ringloss.properties;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringloss.FloatMatrix;
import org.ringloss.NormSummary;
import org.ringloss.NormTotals;
import org.ringloss.Norms;
import org.ringloss.RingLoss;
import org.ringloss.RingLossBatch;
import org.ringloss.RingLossTotals;

/** Totals of norms are those of the undivided matrix, however its rows were divided, ordered and sent. */
class NormTotalsTest {
    private static NormTotals totals(float[] x, int dim) {
        return Norms.totals(FloatMatrix.of(x, x.length / dim, dim));
    }

    /** Rows of any kind: ordinary, zero, tiny, huge, not finite. */
    private static float[] rows(long seed, int rows, int dim) {
        SplitMix64 random = new SplitMix64(seed);
        float[] x = new float[rows * dim];
        for (int i = 0; i < rows; i++) {
            if (random.nextInt(8) == 0) {
                System.arraycopy(SpecialRows.of(random, dim), 0, x, i * dim, dim);
            } else {
                for (int j = 0; j < dim; j++) {
                    x[i * dim + j] = Math.scalb((float) (random.nextInt(1 << 24) - (1 << 23)), -22 - random.nextInt(5));
                }
            }
        }
        return x;
    }

    @Property
    void ofShardsMergeToThoseOfTheWhole(
            @ForAll @IntRange(max = 700) int rows, @ForAll @IntRange(min = 1, max = 9) int dim, @ForAll long seed) {
        float[] x = rows(seed, rows, dim);
        NormTotals whole = totals(x, dim);
        SplitMix64 random = new SplitMix64(seed);
        int a = random.nextInt(rows + 1);
        int b = a + random.nextInt(rows - a + 1);
        NormTotals[] shards = {
            totals(Arrays.copyOf(x, a * dim), dim),
            totals(Arrays.copyOfRange(x, a * dim, b * dim), dim),
            totals(Arrays.copyOfRange(x, b * dim, x.length), dim)
        };
        NormTotals merged = new NormTotals();
        for (int shard : random.permutation(3)) {
            NormTotals before = shards[shard].copy();
            merged.merge(shards[shard]);
            assertThat(shards[shard]).isEqualTo(before);
        }
        assertThat(merged).isEqualTo(whole).hasSameHashCodeAs(whole).hasToString(whole.toString());
        Bits.assertSame(merged.summary(), whole.summary());
    }

    @Property
    void doNotDependOnTheOrderOfTheRows(
            @ForAll @IntRange(max = 300) int rows, @ForAll @IntRange(min = 1, max = 9) int dim, @ForAll long seed) {
        float[] x = rows(seed, rows, dim);
        int[] order = new SplitMix64(seed).permutation(rows);
        float[] permuted = new float[x.length];
        for (int i = 0; i < rows; i++) {
            System.arraycopy(x, order[i] * dim, permuted, i * dim, dim);
        }
        assertThat(totals(permuted, dim)).isEqualTo(totals(x, dim));
    }

    @Property
    void tellWhatTheSummaryAndTheLossTell(@ForAll(supplier = LossCases.class) LossCase lossCase) {
        NormTotals totals = Norms.totals(lossCase.features());
        NormSummary summary = totals.summary();
        Bits.assertSame(summary, Norms.summary(lossCase.features()));
        Bits.assertSame("mean", totals.mean(), summary.mean());
        Bits.assertSame("min", totals.min(), summary.min());
        Bits.assertSame("max", totals.max(), summary.max());
        Bits.assertSame("deviation", totals.deviation(), summary.deviation());
        Bits.assertSame("relativeScale", totals.relativeScale(), summary.relativeScale());
        assertThat(totals.rows()).isEqualTo(lossCase.rows());
        assertThat(totals.zeroRows()).isEqualTo(summary.zeroRows());
        assertThat(totals.nonFiniteRows()).isEqualTo(summary.nonFiniteRows());
        RingLossTotals ofTheLoss =
                lossCase.ring().forward(lossCase.batch()).result().totals();
        assertThat(ofTheLoss.normTotals().summary()).isEqualTo(ofTheLoss.normSummary());
        if (ofTheLoss.ignoredRows() == 0) {
            assertThat(ofTheLoss.normTotals()).isEqualTo(totals);
        }
    }

    @Property
    void travelWithoutLoss(
            @ForAll @IntRange(max = 40) int rows, @ForAll @IntRange(min = 1, max = 9) int dim, @ForAll long seed)
            throws IOException, ClassNotFoundException {
        NormTotals before = totals(rows(seed, rows, dim), dim);
        byte[] bytes = before.toBytes();
        for (NormTotals after : List.of(NormTotals.fromBytes(bytes), serialized(before))) {
            assertThat(after).isEqualTo(before);
            Bits.assertSame(after.summary(), before.summary());
        }
        int length = new SplitMix64(seed).nextInt(bytes.length);
        Refusals.assertIllegal(() -> NormTotals.fromBytes(Arrays.copyOf(bytes, length)), "bytes");
        Refusals.assertIllegal(() -> NormTotals.fromBytes(Arrays.copyOf(bytes, bytes.length + 1)), "bytes");
    }

    @SuppressWarnings("BanSerializableRead") // what this test wrote itself
    private static NormTotals serialized(NormTotals totals) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(totals);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (NormTotals) in.readObject();
        }
    }

    /** Serializers such as Kryo make an object by this constructor and copy the fields that are not transient. */
    @ParameterizedTest
    @ValueSource(classes = {NormTotals.class, RingLossTotals.class})
    void haveNoFieldThatIsTransient(Class<?> kind) throws NoSuchMethodException {
        assertThat(kind.getConstructor()).isNotNull();
        assertThat(kind.getDeclaredFields())
                .filteredOn(field -> !field.isSynthetic())
                .extracting(Field::getModifiers)
                .noneMatch(Modifier::isTransient);
    }

    @Test
    void ofNoRowsAreNeutral() {
        NormTotals empty = new NormTotals();
        NormTotals some = totals(new float[] {3, 4}, 2);
        assertThat(empty.mean()).isNaN();
        assertThat(empty.min()).isNaN();
        assertThat(empty.deviation()).isNaN();
        assertThat(empty.relativeScale()).isEqualTo(0.5);
        assertThat(empty).isNotEqualTo(some);
        NormTotals merged = some.copy();
        merged.merge(empty);
        assertThat(merged).isEqualTo(some);
        empty.merge(some);
        assertThat(empty).isEqualTo(some);
    }

    /** The formula in BigDecimal, from the norms and their squares rounded to double. */
    @Property
    void haveADeviationThatLosesNothing(
            @ForAll @IntRange(min = 2, max = 300) int rows,
            @ForAll @IntRange(min = 4, max = 23) int bits,
            @ForAll long seed) {
        SplitMix64 random = new SplitMix64(seed);
        float[] x = new float[rows];
        for (int i = 0; i < rows; i++) {
            x[i] = 1 + random.nextInt(1 << bits) * 0x1p-23f;
        }
        double[] norms = new double[rows];
        Norms.compute(FloatMatrix.of(x, rows, 1), norms);
        BigDecimal sum = BigDecimal.ZERO;
        BigDecimal squares = BigDecimal.ZERO;
        for (double norm : norms) {
            sum = sum.add(new BigDecimal(norm));
            squares = squares.add(new BigDecimal(norm * norm));
        }
        BigDecimal m = BigDecimal.valueOf(rows);
        BigDecimal difference = m.multiply(squares).subtract(sum.multiply(sum));
        double deviation = difference.signum() <= 0
                ? 0
                : difference
                        .sqrt(MathContext.DECIMAL128)
                        .divide(m, MathContext.DECIMAL128)
                        .doubleValue();
        NormTotals totals = totals(x, 1);
        double largest = (totals.max() - totals.min()) / 2;
        assertThat(totals.deviation()).isCloseTo(Math.min(deviation, largest), Percentage.withPercentage(1e-10));
    }

    /** Rows of weight 0 leave nothing but their number, so that bytes can tell of any number of them. */
    @Test
    void ofMoreRowsThanCanBeCountedAreRefused() {
        RingLoss ring = RingLoss.builder().build();
        RingLossBatch batch = RingLossBatch.of(FloatMatrix.of(new float[] {3, 4}, 1, 2), 2);
        RingLossTotals ignored =
                ring.forward(batch.withRowWeights(new double[] {0})).result().totals();
        RingLossTotals many = RingLossTotals.fromBytes(withRows(ignored.toBytes()));
        RingLossTotals one = ring.forward(batch).result().totals();
        NormTotals manyNorms =
                NormTotals.fromBytes(withRows(ignored.normTotals().toBytes()));
        NormTotals oneNorm = one.normTotals();
        assertThat(many.rows()).isEqualTo(Long.MAX_VALUE).isEqualTo(manyNorms.rows());
        RingLossTotals before = many.copy();
        Refusals.assertIllegal(() -> many.merge(one), "other has 1 rows", "at most 0");
        assertThat(many).isEqualTo(before);
        Refusals.assertIllegal(() -> manyNorms.merge(oneNorm), "other has 1 rows", "at most 0");
        assertThat(manyNorms).isEqualTo(before.normTotals());
    }

    /** Says that there are 2^63 - 1 rows, all of weight 0; both numbers stand behind the magic and the version. */
    private static byte[] withRows(byte[] bytes) {
        ByteBuffer.wrap(bytes).putLong(5, Long.MAX_VALUE).putLong(13, Long.MAX_VALUE);
        return bytes;
    }

    @Property
    void ofEqualNormsHaveNoDeviation(@ForAll @IntRange(min = 1, max = 300) int rows, @ForAll float element) {
        float[] x = new float[rows];
        Arrays.fill(x, element);
        NormTotals totals = totals(x, 1);
        if (totals.nonFiniteRows() == 0) {
            assertThat(totals.deviation()).isZero();
            assertThat(totals.min()).isEqualTo(totals.max());
        }
    }

    @Test
    void ofKnownNorms() {
        NormTotals totals = totals(new float[] {3, 4, 0, 0, 6, 8, Float.NaN, 1, 0, 3}, 2);
        String norms = "norms from 0.0 to 10.0, mean 4.5, deviation " + Math.sqrt(13.25);
        assertThat(totals.summary()).hasToString("5 rows (1 zero, 1 not finite), " + norms);
        totals.merge(totals);
        assertThat(totals.summary()).hasToString("10 rows (2 zero, 2 not finite), " + norms);
        assertThat(totals.relativeScale()).isEqualTo(4.5);
    }

    @Test
    void areReadByManyThreadsAtOnce() {
        for (long seed = 0; seed < 20; seed++) {
            LossCase lossCase = LossCase.of(300, 3, rows(seed, 300, 3), 1);
            RingLossTotals totals =
                    lossCase.ring().forward(lossCase.batch()).result().totals();
            RingLossTotals expected = RingLossTotals.fromBytes(totals.toBytes());
            String text = expected.toString();
            assertThat(IntStream.range(0, 64)
                            .parallel()
                            .allMatch(i -> totals.toString().equals(text)
                                    && totals.normSummary().equals(expected.normSummary())
                                    && totals.copy().equals(expected)))
                    .isTrue();
        }
    }
}
